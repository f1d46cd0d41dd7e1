import { describe, expect, it } from 'vitest';
import { isYinxinError, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  checkSesValue,
  estimateSesSize,
  type MakeSesSignatureOptions,
  makeSesSignature,
  readSesSignature,
} from '../../../src/signatures/ses/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';
import { makeSeal } from '../../support/ofd-values.ts';

const NOW = new Date('2026-07-01T00:00:00Z');
const DAY = 24 * 3600 * 1000;

async function options(
  change: Partial<MakeSesSignatureOptions> = {},
  version: 1 | 4 | 5 = 4,
  algorithm: TestAlgorithm = 'SM2',
): Promise<MakeSesSignatureOptions> {
  const pki = await createTestPki({ algorithm, now: NOW });
  return {
    signer: await pki.sealSigner.signer(),
    seal: await makeSeal(pki, { version }),
    time: NOW,
    propertyInfo: '/Doc_0/Signs/Sign_0/Signature.xml',
    dataHash: digest('sm3', utf8('the document')),
    ...change,
  };
}

async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

describe('an SES signature of our own', () => {
  for (const version of [1, 4] as const) {
    it(`of V${version} is read back, right, and within its estimate`, async () => {
      const asked = await options({}, version);
      const made = await makeSesSignature(asked);
      const read = readSesSignature(made);
      expect(read).toMatchObject({ structure: `V${version}`, version, time: NOW, quirks: [] });
      expect(read.propertyInfo).toBe(asked.propertyInfo);
      expect([...read.dataHash]).toEqual([...asked.dataHash]);
      expect([...read.seal.raw]).toEqual([...asked.seal]);
      const value = checkSesValue({
        certificate: read.signerCertificate,
        algorithm: read.signatureAlgorithm,
        data: [read.toSign],
        value: read.signature,
      });
      expect(value).toMatchObject({ cryptography: 'intact', algorithm: 'SM2-SM3', hash: 'sm3', quirks: [] });
      const estimate = await estimateSesSize(asked);
      expect(estimate - made.length).toBeGreaterThanOrEqual(0);
      expect(estimate - made.length).toBeLessThan(16);
    });
  }

  it('carries a token over its value where an authority is given, and V1 has no place for one', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now: NOW });
    const asked = await options({ tsa: pki.timestampAuthority() });
    const made = await makeSesSignature(asked);
    expect(readSesSignature(made).timestamp?.length).toBeGreaterThan(500);
    expect(readSesSignature(made).quirks).toEqual([]);
    expect(made.length).toBeLessThanOrEqual(await estimateSesSize(asked));
    expect(await codeOf(makeSesSignature(await options({ tsa: pki.timestampAuthority() }, 1)))).toBe(
      'ARGUMENT_INVALID',
    );
    const refusing = pki.timestampAuthority({ refuse: 'badRequest' });
    expect(await codeOf(makeSesSignature(await options({ tsa: refusing })))).toBe('TIMESTAMP_FAILED');
  });

  it('is not made by a stranger, out of time, with an encryption key, over a digest of another kind', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now: NOW });
    const cases: readonly [string, Partial<MakeSesSignatureOptions>, (1 | 4 | 5)?][] = [
      ['SEAL_SIGNER_NOT_LISTED', { signer: await pki.signer.signer() }],
      ['SEAL_INVALID', { time: new Date(NOW.getTime() + 301 * DAY) }],
      ['CERTIFICATE_EXPIRED', { signer: await pki.expired.signer() }],
      ['CERTIFICATE_KEY_USAGE', { signer: await pki.encryptionOnly.signer() }],
      ['ARGUMENT_INVALID', { dataHash: new Uint8Array(20) }],
      ['ARGUMENT_INVALID', { propertyInfo: '章' }],
    ];
    for (const [code, change, version] of cases) {
      expect(await codeOf(makeSesSignature(await options(change, version)))).toBe(code);
    }
  });
});
