import { createServer, type Server } from 'node:http';
import { afterAll, describe, expect, it } from 'vitest';
import { sealServiceOverHttp } from '../../src/adapters/keys/index.ts';
import type { SealService } from '../../src/foundation/core/index.ts';
import { testSealService, testSealServiceHttp } from '../../src/testing/index.ts';
import { NOW, sampleSeal } from '../support/life.ts';
import { codeOf } from '../support/seal-pdf.ts';
import { describeSealServiceContract } from './seal-service.ts';

const TOKEN = 'a token of the test';
const servers: Server[] = [];

afterAll(() => {
  for (const server of servers) server.close();
});

/** The handler behind a server on this machine. */
async function serve(respond: ReturnType<typeof testSealServiceHttp>): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const { authorization, ...rest } = request.headers;
      void rest;
      const { status, body } = await respond({
        method: request.method ?? '',
        body: Buffer.concat(parts),
        ...(authorization === undefined ? {} : { authorization }),
      });
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/seal`;
}

async function platform(): Promise<{ service: SealService; seal: Uint8Array }> {
  const { pki, seal } = await sampleSeal('SM2', undefined, 72);
  return { service: testSealService({ identity: pki.sealSigner, seal, at: NOW }), seal };
}

describeSealServiceContract('the test platform in memory', async () => {
  const { service, seal } = await platform();
  return { open: async () => service, seal, sealId: '33990000000001', time: NOW };
});

describeSealServiceContract('HTTP', async () => {
  const { service, seal } = await platform();
  const url = await serve(testSealServiceHttp(service, TOKEN));
  return {
    open: async () => sealServiceOverHttp({ url, token: TOKEN }),
    seal,
    sealId: '33990000000001',
    time: NOW,
  };
});

describe('a seal platform over HTTP', () => {
  const asked = { sealId: '33990000000001', dataHash: new Uint8Array(32), propertyInfo: 'x' };

  it('that refuses, is silent, answers nonsense or too much is an error by code', async () => {
    const { service } = await platform();
    const url = await serve(testSealServiceHttp(service, TOKEN));
    expect(await codeOf(sealServiceOverHttp({ url, token: 'another' }).seal(asked))).toBe('IO_FAILED');
    const answers = async (body: Uint8Array | string, status = 200) =>
      sealServiceOverHttp({ url: await serve(async () => ({ status, body: Buffer.from(body) })) }).seal(
        asked,
      );
    expect(await codeOf(answers('not json'))).toBe('JSON_INVALID');
    expect(await codeOf(answers('{}'))).toBe('JSON_INVALID');
    expect(await codeOf(answers('null'))).toBe('JSON_INVALID');
    expect(await codeOf(answers('{"signature":"%%"}'))).toBe('JSON_INVALID');
    expect(await codeOf(answers('{}', 302))).toBe('IO_FAILED');
    expect(await codeOf(answers(new Uint8Array(13 * 1024 * 1024)))).toBe('LIMIT_EXCEEDED');
    const silent = await serve(() => new Promise(() => undefined));
    expect(await codeOf(sealServiceOverHttp({ url: silent, timeoutSeconds: 0.2 }).seal(asked))).toBe(
      'IO_FAILED',
    );
    const called = AbortSignal.abort();
    expect(await codeOf(sealServiceOverHttp({ url: silent }).seal(asked, { signal: called }))).toBe(
      'ABORTED',
    );
  });

  it('is asked over https, or on this machine', () => {
    for (const url of ['http://seal.example.invalid/', 'ftp://127.0.0.1/', 'nonsense']) {
      expect(() => sealServiceOverHttp({ url })).toThrowError(
        expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
      );
    }
  });
});
