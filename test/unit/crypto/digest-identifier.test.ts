import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { digestOfIdentifier, oidOfDigest } from '../../../src/foundation/crypto/index.ts';

const SHAKE256_LEN = '2.16.840.1.101.3.4.2.18';
const raw = new Uint8Array();

describe('digests by their identifiers', () => {
  it('id-shake256-len is the digest of Ed448 with an output of 512 bits, and no other', () => {
    const named = (parameters?: Uint8Array) =>
      digestOfIdentifier(
        parameters === undefined ? { oid: SHAKE256_LEN, raw } : { oid: SHAKE256_LEN, parameters, raw },
      ).digest;
    expect(named(der.integer(512))).toBe('shake256-64');
    for (const bits of [0, -512, 256, 511, 513, 1024, 2n ** 60n]) {
      expect(named(der.integer(bits))).toBeUndefined();
    }
    expect(named()).toBeUndefined();
    expect(named(der.null())).toBeUndefined();
    expect(named(der.octetString(Uint8Array.of(2, 0)))).toBeUndefined();
    expect(named(Uint8Array.of(2, 0x83, 0))).toBeUndefined();
  });

  it('parameters of the others are told', () => {
    const oid = oidOfDigest('sha256');
    expect(digestOfIdentifier({ oid, raw })).toEqual({ digest: 'sha256', parametersFit: true });
    expect(digestOfIdentifier({ oid, parameters: der.null(), raw }).parametersFit).toBe(true);
    expect(digestOfIdentifier({ oid, parameters: der.integer(512), raw })).toEqual({
      digest: 'sha256',
      parametersFit: false,
    });
    expect(digestOfIdentifier({ oid: '1.2.3', raw }).digest).toBeUndefined();
  });
});
