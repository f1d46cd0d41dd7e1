import type { AlgorithmPolicy, Lifetime } from './algorithm-policy.ts';

const SUITE = 'ETSI TS 119 312 v1.5.1';
const LEGACY_SUITE = 'ETSI TS 119 312 v1.5.1 (former suites)';
const HOUSE = 'house rule';
const GM = 'GB/T 32918, GB/T 32905';

const lasting: Lifetime = { source: SUITE };
const house: Lifetime = { source: HOUSE };
const gm: Lifetime = { source: GM };

/** RSA below 2048 bits; the suite draws its line at 1900, but everybody else (and certificates) at 2048. */
const SHORT_RSA = { minBits: 1024, ends: '2019-10-01', source: LEGACY_SUITE };

/**
 * The policy where the caller gives none: the dates of ETSI TS 119 312 v1.5.1 (October 2024).
 *
 * By the suite: MD5 until August 2004, SHA-1 until August 2012, SHA-224 until 2029; RSA PKCS#1 v1.5 of any size until
 * 2029, PSS of 3000 bits and more and ECDSA of 256 bits and more without end; RSA below the present size until October
 * 2019. A month is read as its first day: the stricter reading.
 *
 * House rules, where the suite says nothing or less: SM2 and SM3 have no end (the Chinese norms set none); EdDSA, ML-DSA,
 * SHA-512/256 and SHAKE256 have none; SHA3-224 goes with SHA-224; RSA counts as short below 2048 and not below 1900
 * bits; DSA of any size ended in December 2015, when the suite gave up the sizes that were in use. MD5 is never
 * admitted after its end, whatever `allowLegacy` says, for anybody can make two files of one digest.
 */
export const ETSI_TS_119_312: AlgorithmPolicy = {
  name: SUITE,
  issued: '2024-10-13',
  digests: {
    md5: { ends: '2004-08-01', source: SUITE, final: true },
    sha1: { ends: '2012-08-01', source: SUITE },
    sha224: { ends: '2029-01-01', source: SUITE },
    'sha3-224': { ends: '2029-01-01', source: HOUSE },
    sha256: lasting,
    sha384: lasting,
    sha512: lasting,
    'sha512-256': house,
    'sha3-256': lasting,
    'sha3-384': lasting,
    'sha3-512': lasting,
    'shake256-64': house,
    sm3: gm,
  },
  signatures: {
    'rsa-pkcs1': [SHORT_RSA, { minBits: 2048, ends: '2029-01-01', source: SUITE }],
    'rsa-pss': [
      SHORT_RSA,
      { minBits: 2048, ends: '2029-01-01', source: SUITE },
      { minBits: 3000, source: SUITE },
    ],
    ecdsa: [{ minBits: 256, source: SUITE }],
    dsa: [{ minBits: 1024, ends: '2015-12-01', source: HOUSE }],
    eddsa: [{ minBits: 256, source: HOUSE }],
    'ml-dsa': [{ minBits: 128, source: HOUSE }],
    sm2: [{ minBits: 256, source: GM }],
  },
};
