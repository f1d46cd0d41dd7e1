import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { certificatesOverHttp, revocationOverHttp } from '../../../src/adapters/online/index.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { verify } from '../../../src/entries/index.ts';
import { localSigner } from '../../../src/foundation/crypto/index.ts';
import { signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import type { VerifyOptions } from '../../../src/verify/index.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';
import { NOW, type Scene, scene } from '../sign/long-term-scene.ts';
import { pkiRoutes, type Routes, resolving, serve } from './local-pki.ts';

/** What the server is asked for, by path. */
function listening(routes: Routes, asked: string[]): Routes {
  const told = Object.entries(routes).map(([path, answer]): [string, Routes[string]] => [
    path,
    (body, response) => {
      asked.push(path);
      return answer(body, response);
    },
  ]);
  return Object.fromEntries(told);
}

async function online(known: Scene, routes: Routes, more: Partial<VerifyOptions> = {}, file = known.signed) {
  const asked: string[] = [];
  const server = await serve(listening(routes, asked));
  const client = resolving(server.url);
  try {
    const report = await verify(file, {
      at: NOW,
      trust: known.trust,
      revocation: 'require',
      revocationFetcher: revocationOverHttp({ fetch: client }),
      certificateSource: certificatesOverHttp({ fetch: client }),
      ...more,
    });
    return { report, asked };
  } finally {
    await server.close();
  }
}

describe('verify with ports to the web', () => {
  it('passes by what certificates name; without ports it stays undecided', async () => {
    const known = await scene();
    const offline = await verify(known.signed, { at: NOW, trust: known.trust, revocation: 'require' });
    expect(offline.conclusion.indication).toBe('INDETERMINATE');
    const { report, asked } = await online(known, await pkiRoutes(known.pki));
    expect(report.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(asked).toContain('/ocsp');
  });

  it('asks nobody where all is at hand', async () => {
    const known = await scene();
    const { crls, ocspResponses } = await known.pki.validationData();
    const { report, asked } = await online(known, await pkiRoutes(known.pki), { crls, ocspResponses });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(asked).toEqual([]);
  });

  it('finds a revocation that only the web tells', async () => {
    const known = await scene();
    const revoked = [{ certificate: known.pki.signer, at: new Date(NOW.getTime() - 86_400_000) }];
    const crl = await known.pki.crl({ revoked });
    const routes = await pkiRoutes(known.pki, ['/ocsp']);
    const path = `/${known.pki.intermediate.slug}.crl`;
    const { report } = await online(known, { ...routes, [path]: (_, response) => response.end(crl) });
    expect(report.signatures[0]).toMatchObject({ trust: 'revoked', indication: 'INDETERMINATE' });
    expect(report.conclusion.indication).not.toBe('TOTAL_PASSED');
  });

  it('believes no answer for having come: a stranger’s CRL under the right address proves nothing', async () => {
    const known = await scene();
    const stranger = await createTestPki({ algorithm: 'P-256', now: NOW, seed: 'stranger' });
    const crl = await stranger.crl();
    const routes = await pkiRoutes(known.pki, ['/ocsp']);
    const path = `/${known.pki.intermediate.slug}.crl`;
    const { report } = await online(known, { ...routes, [path]: (_, response) => response.end(crl) });
    expect(report.conclusion.indication).toBe('INDETERMINATE');
  });

  it('says where it asked in vain, and judges by the rest', async () => {
    const known = await scene();
    const { report } = await online(known, {});
    expect(report.conclusion.indication).toBe('INDETERMINATE');
    const crl = `http://pki.example.invalid/${known.pki.intermediate.slug}.crl: IO_FAILED`;
    expect(report.notChecked).toContainEqual({ code: 'FETCH_FAILED', detail: crl });
  });

  it('fetches the CA that stands between signer and anchor', async () => {
    const known = await scene();
    const { key, certificate } = known.pki.signer;
    const signer = await localSigner({ key: key.privateKey, chain: [certificate] });
    const file = await signPdf({ file: buildPdf(MINIMAL), signer, claimedTime: NOW });
    const { report, asked } = await online(known, await pkiRoutes(known.pki), {}, file);
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(asked).toContain(`/${known.pki.intermediate.slug}.cer`);
  });
});

describe('yinxin verify --online', () => {
  afterEach(() => {
    process.exitCode = undefined;
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('asks once for many files', async () => {
    const known = await scene();
    const asked: string[] = [];
    const server = await serve(listening(await pkiRoutes(known.pki), asked));
    const folder = mkdtempSync(join(tmpdir(), 'yinxin-online-'));
    const path = (name: string) => join(folder, name);
    try {
      for (const name of ['a.pdf', 'b.pdf']) writeFileSync(path(name), known.signed);
      writeFileSync(path('root.cer'), known.pki.root.certificate);
      const told: string[] = [];
      vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
      vi.stubGlobal('fetch', resolving(server.url, fetch));
      const args = [
        '--trust',
        path('root.cer'),
        '--at',
        NOW.toISOString(),
        '--revocation',
        'require',
        '--json',
      ];
      await createProgram().parseAsync(['verify', path('a.pdf'), path('b.pdf'), '--online', ...args], {
        from: 'user',
      });
      const reports = told
        .join('')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(reports.map(({ conclusion }) => conclusion.indication)).toEqual([
        'TOTAL_PASSED',
        'TOTAL_PASSED',
      ]);
      expect(process.exitCode).toBe(0);
      expect(asked.length).toBeGreaterThan(0);
      expect(new Set(asked.filter((one) => one !== '/ocsp')).size).toBe(
        asked.filter((one) => one !== '/ocsp').length,
      );
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
