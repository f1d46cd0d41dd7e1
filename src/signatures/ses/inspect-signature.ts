import {
  type Check,
  type Cryptography,
  equalBytes,
  type SubIndication,
} from '../../foundation/core/index.ts';
import type { AlgorithmUse, DigestName } from '../../foundation/crypto/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';
import { criticalChecks, type SealFindings, sealFacts } from './seal-facts.ts';
import type { SealMemo } from './seal-memo.ts';
import type { SesSignature } from './ses-signature.ts';
import { checkSesValue, type SesValueResult } from './value.ts';

const CLAUSE = 'GB/T 38540-2020 7.3';

/** What an SES signature must say of the thing that it seals. */
export interface SesExpectation {
  /** Digest of what is sealed; undefined where it cannot be computed. */
  digestOf(hash: DigestName): Promise<Uint8Array | undefined>;
  readonly propertyInfo: string;
  readonly placements: SealFacts['placements'];
  /** Words for what is sealed. */
  readonly what: string;
}

/** What was found out about an SES signature, but for its timestamp. */
export interface SesFindings {
  /** Value and data hash, the worse of both. */
  readonly cryptography: Cryptography;
  readonly value: SesValueResult;
  readonly seal: SealFindings;
  readonly algorithms: readonly AlgorithmUse[];
  readonly weaknesses: readonly string[];
  /** The property information is the one expected. */
  readonly namesThis: boolean;
  /** Set when an extension marked critical is not understood. */
  readonly formatFailure?: SubIndication;
  readonly checks: readonly Check[];
}

/**
 * An SES signature against what it must seal (GB/T 38540-2020 7.3): the value over TBS_Sign, dataHash, property
 * information, the maker's value over the seal, the signer in its list, critical extensions. Whom to believe, and at
 * what time, is for `judge`.
 */
export async function inspectSes(signature: SesSignature, expected: SesExpectation): Promise<SesFindings> {
  const { seal, signerCertificate } = signature;
  const value = signerValue(signature);
  const hash = await dataHash(signature, value.hash, expected);
  const found = sealFacts(seal, signerCertificate, expected.placements);
  const critical = criticalChecks(signature.criticalExtensions);
  const namesThis = signature.propertyInfo === expected.propertyInfo;
  const formatFailure = critical.length > 0 ? 'SIG_CONSTRAINTS_FAILURE' : found.formatFailure;
  return {
    cryptography: worse(value.cryptography, hash.cryptography),
    value,
    seal: found,
    algorithms: [...value.algorithms, ...found.algorithms],
    weaknesses: [...new Set([...value.weaknesses, ...found.weaknesses])],
    namesThis,
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [
      sesCheck('SES_VALUE', value.cryptography, value.detail),
      hash.check,
      sesCheck(
        'SES_PROPERTY_INFO',
        namesThis ? 'intact' : 'broken',
        namesThis
          ? `the property information names ${expected.what}`
          : 'the property information names something else',
      ),
      ...signature.quirks,
      ...value.quirks,
      ...critical,
      ...found.checks,
    ],
  };
}

/** The signer's value over TBS_Sign. */
export function signerValue(signature: SesSignature, seals?: SealMemo): SesValueResult {
  const value = {
    certificate: signature.signerCertificate,
    algorithm: signature.signatureAlgorithm,
    data: [signature.toSign],
    value: signature.signature,
  };
  return seals === undefined ? checkSesValue(value) : checkSesValue(value, (der) => seals.certificate(der));
}

/** The worse of two answers on the first axis. */
export function worse(a: Cryptography, b: Cryptography): Cryptography {
  if (a === 'broken' || b === 'broken') return 'broken';
  return a === 'intact' && b === 'intact' ? 'intact' : 'not-checked';
}

/** A check whose status follows from an answer on the first axis. */
export function sesCheck(code: string, answer: Cryptography, detail: string): Check {
  const status = answer === 'intact' ? 'passed' : answer === 'broken' ? 'failed' : 'not-run';
  return { code, status, detail, clause: CLAUSE };
}

interface HashResult {
  readonly cryptography: Cryptography;
  readonly check: Check;
}

/** dataHash is made by the digest of the signer's algorithm: SM3 for SM2. */
async function dataHash(
  signature: SesSignature,
  hash: DigestName | undefined,
  { digestOf, what }: SesExpectation,
): Promise<HashResult> {
  const actual = hash === undefined ? undefined : await digestOf(hash);
  const cryptography =
    actual === undefined ? 'not-checked' : equalBytes(signature.dataHash, actual) ? 'intact' : 'broken';
  const words = {
    intact: `the data hash is that of ${what}`,
    broken: `the data hash is not that of ${what}`,
    'not-checked': `the digest of ${what} is not known`,
  };
  return { cryptography, check: sesCheck('SES_DATA_HASH', cryptography, words[cryptography]) };
}
