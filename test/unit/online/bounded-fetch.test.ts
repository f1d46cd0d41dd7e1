import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  certificatesOverHttp,
  isPublicHost,
  revocationOverHttp,
  timestampAuthorityOverHttp,
} from '../../../src/adapters/online/index.ts';
import { buildSignedData, CMS_OID } from '../../../src/foundation/cms/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { serve } from './local-pki.ts';

let server: Awaited<ReturnType<typeof serve>>;
let bundle: Uint8Array;
beforeAll(async () => {
  const pki = await createTestPki({ algorithm: 'P-256', now: new Date('2026-11-23T08:00:00Z') });
  bundle = buildSignedData({
    contentType: CMS_OID.signedData,
    eContentType: CMS_OID.data,
    digestAlgorithms: [],
    certificates: [pki.root.certificate, pki.intermediate.certificate],
    signerInfos: [],
  });
  const to = (location: string) => (_: Uint8Array, response: import('node:http').ServerResponse) =>
    response.writeHead(302, { location }).end();
  server = await serve({
    '/crl': (_, response) => response.end('crl'),
    '/echo': (body, response) => response.end(body),
    '/large': (_, response) => response.end(Buffer.alloc(100_000)),
    '/stream': (_, response) => {
      // Never ends, and tells no length.
      const more = (): boolean => response.write(Buffer.alloc(65_536));
      response.on('drain', more);
      while (more());
    },
    '/silent': () => undefined,
    '/slow': (_, response) => response.write('x'),
    '/moved': to('/crl'),
    '/loop': to('/loop'),
    '/to-file': to('file:///etc/hostname'),
    '/to-data': to('data:text/plain,x'),
    '/to-private': to('http://10.0.0.1/crl'),
    '/bundle.p7c': (_, response) => response.end(bundle),
    '/one.cer': (_, response) => response.end(pki.root.certificate),
    '/gone': (_, response) => response.writeHead(410).end('gone'),
  });
});
afterAll(() => server.close());

const local = { privateHosts: 'allow', timeoutSeconds: 1 } as const;
const crl = (path: string, options = {}): Promise<Uint8Array> =>
  revocationOverHttp({ ...local, ...options }).crl(`${server.url}${path}`);

describe('what is fetched', () => {
  it('is the body of an answer, redirects of a GET followed', async () => {
    expect(Buffer.from(await crl('/crl')).toString()).toBe('crl');
    expect(Buffer.from(await crl('/moved')).toString()).toBe('crl');
    const asked = new Uint8Array([1, 2, 3]);
    expect(await revocationOverHttp(local).ocsp(`${server.url}/echo`, asked)).toEqual(asked);
    const tsa = timestampAuthorityOverHttp({ url: `${server.url}/echo` });
    expect(await tsa.request(asked)).toEqual(asked);
  });

  it('is one certificate, or a bundle', async () => {
    const source = certificatesOverHttp(local);
    expect(await source.issuers(`${server.url}/one.cer`)).toHaveLength(1);
    expect(await source.issuers(`${server.url}/bundle.p7c`)).toHaveLength(2);
  });

  it.each([
    ['/gone', 'IO_FAILED'],
    ['/absent', 'IO_FAILED'],
    ['/silent', 'IO_FAILED'],
    ['/slow', 'IO_FAILED'],
    ['/loop', 'IO_FAILED'],
    ['/to-file', 'ARGUMENT_INVALID'],
    ['/to-data', 'ARGUMENT_INVALID'],
  ])('is refused: %s', async (path, code) => {
    await expect(crl(path)).rejects.toMatchObject({ code });
  });

  it.each(['/large', '/stream'])('is no more than the bound: %s', async (path) => {
    await expect(crl(path, { maxCrlBytes: 50_000 })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('is asked by POST where the URL says, and nowhere else', async () => {
    const tsa = timestampAuthorityOverHttp({ url: `${server.url}/moved` });
    await expect(tsa.request(new Uint8Array(1))).rejects.toMatchObject({ code: 'IO_FAILED' });
  });

  it('is called off by the caller', async () => {
    const tsa = timestampAuthorityOverHttp({ url: `${server.url}/silent` });
    const stop = new AbortController();
    const pending = tsa.request(new Uint8Array(1), { signal: stop.signal });
    stop.abort();
    await expect(pending).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('is never of a private network that a file names, not by a redirect either', async () => {
    const asked: string[] = [];
    const client: typeof fetch = async (input) => {
      asked.push(String(input));
      return new Response(null, { status: 302, headers: { location: 'http://127.0.0.1/crl' } });
    };
    const fetcher = revocationOverHttp({ fetch: client });
    await expect(fetcher.crl('http://crl.example.com/a.crl')).rejects.toMatchObject({ code: 'IO_FAILED' });
    await expect(fetcher.crl('http://169.254.169.254/latest')).rejects.toMatchObject({ code: 'IO_FAILED' });
    expect(asked).toEqual(['http://crl.example.com/a.crl']);
  });

  it.each([
    'file:///etc/hostname',
    'ftp://example.com/a',
    'http://a:b@example.com/',
    'ldap://example.com',
    'x',
  ])('is no URL of another kind: %s', async (url) => {
    await expect(revocationOverHttp(local).crl(url)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});

describe('isPublicHost', () => {
  it.each([
    'http://localhost/',
    'http://a.localhost/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://intranet/',
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.1./',
    'http://169.254.169.254/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://[2002:a00:1::]/',
    'http://[2001:0:a00:1::]/',
  ])('refuses %s', (url) => {
    expect(isPublicHost(new URL(url))).toBe(false);
  });

  it.each(['http://crl.example.com/', 'http://192.0.2.1/', 'http://172.32.0.1/', 'http://[2606:4700::1]/'])(
    'takes %s',
    (url) => {
      expect(isPublicHost(new URL(url))).toBe(true);
    },
  );
});
