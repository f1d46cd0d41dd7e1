import { describe, expect, it } from 'vitest';
import { type EnvelopedKeyOptions, fromEnvelopedKey } from '../../../src/adapters/keys/index.ts';
import { asOctetString, der, readSequence } from '../../../src/foundation/asn1/index.ts';
import { toBase64 } from '../../../src/foundation/core/index.ts';
import { createTestPki, type TestIdentity } from '../../../src/testing/index.ts';
import { enveloped, pointOf, sm2Cipher } from '../../support/enveloped-key.ts';
import { flipped } from '../../support/ofd-values.ts';
import { codeOf } from '../../support/seal-pdf.ts';

const now = new Date('2026-11-23T04:00:00Z');
const made = createTestPki({ algorithm: 'SM2', now });

function scalarOf({ pkcs8 }: TestIdentity): Uint8Array {
  const [, , key] = readSequence(pkcs8).rest();
  return asOctetString(readSequence(asOctetString(key!)).rest()[1]!);
}

async function opened(
  change: Parameters<typeof enveloped>[3] = {},
  options: Partial<EnvelopedKeyOptions> = {},
) {
  const pki = await made;
  const inner = pki.sealSigner;
  return fromEnvelopedKey({
    envelope: enveloped(inner, scalarOf(inner), pki.signer, change),
    protection: pki.signer.pkcs8,
    certificates: inner.chain,
    at: now,
    ...options,
  });
}

describe('a key in an envelope (GB/T 35276-2017 7.4)', () => {
  it('is opened with the key it was made for, and signs under its certificate', async () => {
    const pki = await made;
    for (const change of [{}, { algorithm: '1.2.156.10197.1.104' }, { prefix: new Uint8Array(32) }]) {
      const info = await (await opened(change)).info();
      expect(info.algorithm).toBe('SM2-SM3');
      expect(info.chain).toEqual(pki.sealSigner.chain);
    }
    const bytes = enveloped(pki.sealSigner, scalarOf(pki.sealSigner), pki.signer);
    const pem = `-----BEGIN SM2 ENVELOPED KEY-----\n${toBase64(bytes).replace(/.{64}/g, '$&\n')}\n-----END SM2 ENVELOPED KEY-----\n`;
    await expect(opened({}, { envelope: pem })).resolves.toBeDefined();
  });

  it('of the encryption certificate of a pair is refused for signing', async () => {
    const { encryptionOnly, signer } = await made;
    const envelope = enveloped(encryptionOnly, scalarOf(encryptionOnly), signer);
    expect(await codeOf(opened({}, { envelope, certificates: encryptionOnly.chain }))).toBe(
      'CERTIFICATE_KEY_USAGE',
    );
  });

  it('is refused when it was made for another key, changed, malformed, or not of its public key', async () => {
    const { signer, sealMaker, sealSigner } = await made;
    const rsa = await createTestPki({ algorithm: 'RSA', now });
    const sixteen = new Uint8Array(16).fill(7);
    const right = sm2Cipher(pointOf(signer), sixteen);
    const cases: readonly [string, Parameters<typeof opened>[0], Partial<EnvelopedKeyOptions>?][] = [
      ['KEY_INVALID', {}, { protection: sealMaker.pkcs8 }],
      ['ALGORITHM_UNSUPPORTED', {}, { protection: rsa.signer.pkcs8 }],
      ['ALGORITHM_UNSUPPORTED', { algorithm: '2.16.840.1.101.3.4.1.1' }],
      // Another SM4 key: the scalar comes out as noise.
      ['KEY_INVALID', { cipher: right }],
      ['KEY_INVALID', { cipher: flipped(right) }],
      ['KEY_INVALID', { cipher: sm2Cipher(pointOf(signer), sixteen.subarray(1)) }],
      [
        'KEY_INVALID',
        {
          cipher: der.sequence(
            der.integer(1),
            der.integer(1),
            der.octetString(sixteen),
            der.octetString(sixteen),
          ),
        },
      ],
      ['KEY_INVALID', { point: pointOf(sealMaker) }],
      ['KEY_INVALID', { prefix: new Uint8Array(32).fill(1) }],
      ['KEY_INVALID', { scalar: new Uint8Array(32) }],
      ['KEY_INVALID', { scalar: new Uint8Array(16) }],
      ['KEY_INVALID', {}, { envelope: Uint8Array.of(0x30, 0) }],
      ['PEM_INVALID', {}, { envelope: 'nothing' }],
      ['KEY_WITHOUT_CERTIFICATE', {}, { certificates: signer.chain }],
      ['CERTIFICATE_EXPIRED', {}, { at: new Date('2099-01-01T00:00:00Z') }],
    ];
    for (const [i, [code, change, options]] of cases.entries()) {
      expect([i, await codeOf(opened(change, options))]).toEqual([i, code]);
    }
    expect(sealSigner.name).not.toBe('');
  });
});
