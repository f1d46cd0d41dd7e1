import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { verify } from '../../src/entries/index.ts';
import { sealOfd } from '../../src/seal/index.ts';
import type { TestPki } from '../../src/testing/index.ts';
import { NOW, sampleSeal } from '../support/life.ts';
import { plainOfd } from '../support/seal-ofd.ts';
import { serve } from '../unit/online/local-pki.ts';

const YEAR_MS = 365 * 86_400_000;

describe('yinxin seal collect', () => {
  let folder: string;
  let pki: TestPki;
  let server: Awaited<ReturnType<typeof serve>>;
  const path = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-seal-collect-'));
    const sample = await sampleSeal('SM2', undefined, 72);
    pki = sample.pki;
    const identity = await pki.issue({
      name: '时间戳（长）',
      issuer: pki.root,
      notAfter: new Date(NOW.getTime() + 10 * YEAR_MS),
      extensions: {
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
        critical: { extendedKeyUsage: true },
      },
    });
    const authority = pki.timestampAuthority({ identity, at: NOW });
    server = await serve({
      '/tsa': async (body, response) => {
        response.setHeader('content-type', 'application/timestamp-reply');
        response.end(await authority.request(body));
      },
    });
    const sealed = await sealOfd({
      file: plainOfd(),
      signer: await pki.sealSigner.signer(),
      seal: sample.seal,
      placements: [{ kind: 'point', page: 1, x: 20, y: 20 }],
      claimedTime: NOW,
    });
    writeFileSync(path('sealed.ofd'), sealed);
    const { crls = [] } = await pki.validationData();
    for (const [i, crl] of crls.entries()) writeFileSync(path(`${i}.crl`), crl);
    for (const [i, ca] of [pki.root, pki.intermediate].entries()) {
      writeFileSync(path(`${i}.cer`), ca.certificate);
    }
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = 0;
  });

  const collect = (out: string, ...more: readonly string[]): Promise<unknown> =>
    createProgram().parseAsync(
      [
        ...['seal', 'collect', path('sealed.ofd'), '--intermediate', path('0.cer'), path('1.cer')],
        ...['--at', NOW.toISOString(), '--out', path(out), ...more],
      ],
      { from: 'user' },
    );

  it('writes a file that proves the seal when its certificate has ended', async () => {
    const crls = [0, 1].map((i) => path(`${i}.crl`)).filter((file) => existsSync(file));
    expect(crls.length).toBeGreaterThan(0);
    await collect('data.zip', '--tsa', `${server.url}/tsa`, '--revocation', 'if-available', '--crl', ...crls);
    // Signers of the fake PKI end after two years.
    const later = new Date(NOW.getTime() + 3 * YEAR_MS);
    const judged = async (evidence: readonly Uint8Array[]): Promise<string> => {
      const root = [pki.root.certificate];
      const report = await verify(new Uint8Array(readFileSync(path('sealed.ofd'))), {
        at: later,
        trust: { signers: root, timestamps: root, sealMakers: [pki.sealMaker.certificate] },
        intermediates: [pki.intermediate.certificate],
        revocation: 'none',
        evidence,
      });
      return report.conclusion.indication;
    };
    expect(await judged([new Uint8Array(readFileSync(path('data.zip')))])).toBe('TOTAL_PASSED');
    expect(await judged([])).toBe('INDETERMINATE');
  });

  it('writes nothing where data is missing, unless it may, and then says what', async () => {
    await expect(collect('none.zip')).rejects.toMatchObject({ code: 'VALIDATION_DATA_MISSING' });
    expect(existsSync(path('none.zip'))).toBe(false);
    await collect('some.zip', '--incomplete', 'report');
    expect(existsSync(path('some.zip'))).toBe(true);
    expect(process.exitCode).toBe(2);
  });

  it('keeps a file that is there', async () => {
    await expect(collect('some.zip', '--incomplete', 'report')).rejects.toMatchObject({
      code: 'IO_FAILED',
    });
  });
});
