import { describe, expect, it } from 'vitest';
import {
  type AlgorithmPolicy,
  type AlgorithmProfile,
  type AlgorithmUse,
  algorithmEnds,
  clauseOfProfile,
  ETSI_TS_119_312,
  isInProfile,
  isKeyInProfile,
  judgeAlgorithms,
  usesEndingBefore,
} from '../../../src/foundation/crypto/index.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
const justBefore = (text: string): Date => new Date(day(text).getTime() - 1);
const digest = (name: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sm3' | 'sha3-224'): AlgorithmUse => ({
  kind: 'digest',
  digest: name,
});
const signature = (
  family: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'dsa' | 'eddsa' | 'sm2',
  bits: number,
): AlgorithmUse => ({
  kind: 'signature',
  scheme: `${family}-scheme`,
  family,
  key: `${family}-${bits}`,
  bits,
});

describe('the dates of ETSI TS 119 312', () => {
  it.each<[string, AlgorithmUse, string | undefined]>([
    ['MD5', digest('md5'), '2004-08-01'],
    ['SHA-1', digest('sha1'), '2012-08-01'],
    ['SHA-224', digest('sha224'), '2029-01-01'],
    ['SHA3-224', digest('sha3-224'), '2029-01-01'],
    ['SHA-256', digest('sha256'), undefined],
    ['SM3', digest('sm3'), undefined],
    ['RSA PKCS#1 v1.5 of 1024 bits', signature('rsa-pkcs1', 1024), '2019-10-01'],
    ['RSA PKCS#1 v1.5 of 2047 bits', signature('rsa-pkcs1', 2047), '2019-10-01'],
    ['RSA PKCS#1 v1.5 of 2048 bits', signature('rsa-pkcs1', 2048), '2029-01-01'],
    ['RSA PKCS#1 v1.5 of 16384 bits', signature('rsa-pkcs1', 16_384), '2029-01-01'],
    ['RSA PSS of 2048 bits', signature('rsa-pss', 2048), '2029-01-01'],
    ['RSA PSS of 2999 bits', signature('rsa-pss', 2999), '2029-01-01'],
    ['RSA PSS of 3000 bits', signature('rsa-pss', 3000), undefined],
    ['ECDSA of 256 bits', signature('ecdsa', 256), undefined],
    ['ECDSA of 521 bits', signature('ecdsa', 521), undefined],
    ['DSA of 3072 bits', signature('dsa', 3072), '2015-12-01'],
    ['Ed25519', signature('eddsa', 256), undefined],
    ['SM2', signature('sm2', 256), undefined],
  ])('%s', (_, use, end) => {
    const [found] = algorithmEnds([use]);
    expect(found?.ends?.toISOString().slice(0, 10)).toBe(end);
    if (end === undefined) {
      expect(usesEndingBefore([use], day('2999-01-01'))).toEqual([]);
    } else {
      expect(usesEndingBefore([use], justBefore(end))).toEqual([]);
      expect(usesEndingBefore([use], day(end))).toHaveLength(1);
    }
  });

  it('what is below every size, or not named, never counted', () => {
    for (const use of [signature('rsa-pkcs1', 1023), signature('ecdsa', 224), signature('dsa', 512)]) {
      expect(judgeAlgorithms([use], day('1990-01-01'), { allowLegacy: true })).toMatchObject({
        subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
      });
    }
    const nothing: AlgorithmPolicy = { name: 'none', issued: '2026-01-01', digests: {}, signatures: {} };
    for (const use of [digest('sha256'), signature('sm2', 256)]) {
      expect(judgeAlgorithms([use], day('2026-01-01'), { algorithms: nothing }).refused).toHaveLength(1);
    }
  });

  it('the data name their source, and are sound', () => {
    const lifetimes = [
      ...Object.values(ETSI_TS_119_312.digests),
      ...Object.values(ETSI_TS_119_312.signatures).flat(),
    ];
    for (const lifetime of lifetimes) expect(lifetime.source).not.toBe('');
    expect(algorithmEnds([digest('sha1')])[0]?.name).toBe('SHA-1');
    expect(algorithmEnds([digest('sha3-224')])[0]?.name).toBe('SHA3-224');
  });
});

describe('a verdict on algorithms', () => {
  const at = day('2030-01-01');
  const rsa = signature('rsa-pkcs1', 2048);

  it('is _NO_POE where something older would be saved, and final where it was made after the end', () => {
    expect(judgeAlgorithms([rsa], at, {}).subIndication).toBe('CRYPTO_CONSTRAINTS_FAILURE_NO_POE');
    expect(judgeAlgorithms([rsa], at, {}, justBefore('2029-01-01')).subIndication).toBe(
      'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    );
    expect(judgeAlgorithms([rsa], at, {}, day('2029-01-01')).subIndication).toBe(
      'CRYPTO_CONSTRAINTS_FAILURE',
    );
    expect(judgeAlgorithms([rsa], justBefore('2029-01-01'), {}).subIndication).toBeUndefined();
  });

  it('admits what has ended with allowLegacy, and tells it; MD5 never', () => {
    const verdict = judgeAlgorithms([rsa, digest('sha1')], at, { allowLegacy: true });
    expect(verdict.subIndication).toBeUndefined();
    expect(verdict.tolerated.map(({ name }) => name)).toEqual([
      'rsa-pkcs1-scheme with rsa-pkcs1-2048',
      'SHA-1',
    ]);
    const md5 = judgeAlgorithms([digest('md5')], at, { allowLegacy: true });
    expect(md5.refused).toHaveLength(1);
    expect(md5.subIndication).toBeDefined();
  });

  it('takes another policy', () => {
    const algorithms: AlgorithmPolicy = {
      ...ETSI_TS_119_312,
      name: 'longer',
      signatures: { 'rsa-pkcs1': [{ minBits: 2048, ends: '2035-01-01', source: 'test' }] },
    };
    expect(judgeAlgorithms([rsa], at, { algorithms }).subIndication).toBeUndefined();
  });

  it('keeps a profile whatever dates and allowLegacy say', () => {
    const rules = { profile: 'cn-gov', allowLegacy: true } as const;
    const sm2: AlgorithmUse = { kind: 'signature', scheme: 'SM2-SM3', family: 'sm2', key: 'SM2', bits: 256 };
    expect(judgeAlgorithms([sm2, digest('sm3')], at, rules).subIndication).toBeUndefined();
    const mixed = judgeAlgorithms([sm2, digest('sha256')], at, rules);
    expect(mixed).toMatchObject({ subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', refused: [] });
    expect(mixed.outsideProfile).toEqual([digest('sha256')]);
    expect(judgeAlgorithms([signature('ecdsa', 256)], at, rules).outsideProfile).toHaveLength(1);
    expect(isKeyInProfile('sm2', 'cn-gov')).toBe(true);
    expect(isKeyInProfile('rsa', 'cn-gov')).toBe(false);
  });

  it('refuses a profile that nobody knows', () => {
    for (const name of ['cn', 'toString', '']) {
      const profile = name as AlgorithmProfile;
      const code = { code: 'ARGUMENT_INVALID' };
      expect(() => judgeAlgorithms([rsa], at, { profile })).toThrowError(expect.objectContaining(code));
      expect(() => isInProfile(rsa, profile)).toThrowError(expect.objectContaining(code));
      expect(() => clauseOfProfile(profile)).toThrowError(expect.objectContaining(code));
    }
  });
});
