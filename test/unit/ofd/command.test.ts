import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { prepareOptions } from '../../../src/cli/verify/options.ts';
import { verify } from '../../../src/entries/index.ts';
import { judgeOptions, sealedFiles, testPki, zipOf } from '../../support/ofd.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-ofd-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ARGUMENTS = { revocation: 'none', jobs: 1, lang: 'en' } as const;

describe('verify --signer-cert', () => {
  it('gives the certificate for a value that holds none, and trusts it no more for that', async () => {
    const pki = await testPki();
    const path = join(folder, 'signer.der');
    writeFileSync(path, pki.sealSigner.certificate);
    const { options, notChecked } = await prepareOptions({ ...ARGUMENTS, signerCert: path });
    expect(notChecked).toEqual([]);
    const { signerCertificate } = options;
    const file = zipOf(await sealedFiles({ form: 'raw', stamps: '' }));
    const given = await verify(file, { ...(await judgeOptions()), signerCertificate: signerCertificate! });
    expect(given.conclusion.indication).toBe('TOTAL_PASSED');
    const stranger = await verify(file, { ...options, at: new Date('2026-07-01T02:03:04Z') });
    expect(stranger.signatures[0]).toMatchObject({ cryptography: 'intact', trust: 'unknown' });
    expect(stranger.conclusion.indication).toBe('INDETERMINATE');
  });

  it('names itself when its file cannot be read', async () => {
    const missing = prepareOptions({ ...ARGUMENTS, signerCert: join(folder, 'nothing.der') });
    await expect(missing).rejects.toMatchObject({ details: { option: '--signer-cert' } });
  });
});
