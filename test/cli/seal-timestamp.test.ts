import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pemText } from '../../src/adapters/files/index.ts';
import { createProgram } from '../../src/cli/program.ts';
import { verify } from '../../src/entries/index.ts';
import type { TestPki } from '../../src/testing/index.ts';
import { NOW, sampleSeal } from '../support/life.ts';
import { plainOfd } from '../support/seal-ofd.ts';
import { pagesPdf } from '../support/seal-pdf.ts';
import { pkiRoutes, serve } from '../unit/online/local-pki.ts';

describe('yinxin seal --tsa', () => {
  let folder: string;
  let pki: TestPki;
  let server: Awaited<ReturnType<typeof serve>>;
  let asked = 0;
  const path = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-seal-tsa-'));
    const sample = await sampleSeal('SM2', undefined, 72);
    pki = sample.pki;
    const routes = await pkiRoutes(pki);
    server = await serve({
      ...routes,
      '/tsa': (body, response) => {
        asked++;
        return routes['/tsa']!(body, response);
      },
      '/wrong': (_, response) => response.end('no token'),
    });
    const old = await sampleSeal('SM2', undefined, 72, 1);
    const leave = (name: string, of: TestPki): void => {
      const chain = of.sealSigner.chain.map((der) => pemText('CERTIFICATE', der)).join('');
      writeFileSync(path(name), pemText('PRIVATE KEY', of.sealSigner.pkcs8) + chain);
    };
    leave('key.pem', pki);
    leave('old.pem', old.pki);
    writeFileSync(path('seal.esl'), sample.seal);
    writeFileSync(path('old.esl'), old.seal);
    writeFileSync(path('page.pdf'), pagesPdf(2));
    writeFileSync(path('page.ofd'), plainOfd());
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const seal = (file: string, out: string, ...more: readonly string[]): Promise<unknown> =>
    createProgram().parseAsync(
      [
        ...['seal', path(file), '--seal', path('seal.esl'), '--key', path('key.pem')],
        ...['--at', NOW.toISOString(), '--out', path(out), ...more],
      ],
      { from: 'user' },
    );
  const judged = async (name: string): Promise<readonly string[]> => {
    const root = [pki.root.certificate];
    const report = await verify(new Uint8Array(readFileSync(path(name))), {
      at: new Date(NOW.getTime() + 60_000),
      trust: { signers: root, timestamps: root, sealMakers: [pki.sealMaker.certificate] },
      // An SES signature holds the certificate of its signer alone.
      intermediates: [pki.intermediate.certificate],
      revocation: 'none',
    });
    return report.signatures.map(({ kind, indication }) => `${kind} ${indication}`);
  };

  it.each([
    ['page.ofd', 'timed.ofd', []],
    ['page.pdf', 'pades.pdf', ['--form', 'pades']],
    ['page.pdf', 'ses.pdf', ['--form', 'ses']],
  ] as const)('stamps the seal on %s: %s', async (file, out, more) => {
    const before = asked;
    await seal(file, out, '--tsa', `${server.url}/tsa`, ...more);
    expect(asked).toBe(before + 1);
    expect(await judged(out)).toEqual(['seal TOTAL_PASSED', 'timestamp TOTAL_PASSED']);
    await seal(file, `plain-${out}`, ...more);
    expect(asked).toBe(before + 1);
    expect(await judged(`plain-${out}`)).toEqual(['seal TOTAL_PASSED']);
  });

  it.each(['page.ofd', 'page.pdf'])(
    'writes nothing for %s where the authority gives no token',
    async (file) => {
      for (const url of [`${server.url}/nobody`, `${server.url}/wrong`, 'file:///tsa']) {
        await expect(seal(file, `none-${file}`, '--tsa', url)).rejects.toMatchObject({
          code: 'TIMESTAMP_FAILED',
        });
      }
      expect(existsSync(path(`none-${file}`))).toBe(false);
    },
  );

  it('has no place in the signature of a V1 seal on an OFD, and asks nobody', async () => {
    const before = asked;
    const old = ['--seal', path('old.esl'), '--key', path('old.pem'), '--tsa', `${server.url}/tsa`];
    await expect(seal('page.ofd', 'old.ofd', ...old)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(asked).toBe(before);
    expect(existsSync(path('old.ofd'))).toBe(false);
  });
});
