import { type AlgorithmIdentifier, isNullOrAbsent } from './algorithm-identifier.ts';
import type { PublicKey } from './parsed-key.ts';
import { ECDSA_ARC_OID, KEY_OID } from './registry.ts';
import type { SignatureScheme } from './scheme.ts';
import { rawToDerSignature } from './signature-value.ts';
import { type Verdict, verifySignature } from './verify.ts';

/** A verdict with the quirks that had to be tolerated, by name; empty for a value as the standard wants it. */
export interface StoredVerdict {
  readonly verdict: Verdict;
  readonly findings: readonly string[];
}

/** Length of r || s of an SM2 value. */
const SM2_RAW_BYTES = 64;

/** SM2 with SM3 (GB/T 33560): what certificates, CRLs and OCSP responses name. */
const SM2_WITH_SM3 = '1.2.156.10197.1.501';

/**
 * As `verifySignature`, for a value as a file holds it: an SM2 value may be r || s of exactly 64 bytes without DER, as
 * some GM software writes against GB/T 35276-2017 7.3 (SM2_RAW_SIGNATURE). Whatever else is wrong with it stays wrong:
 * another length, bytes after the DER, r or s out of 1..n-1.
 */
export function verifyStoredValue(
  scheme: SignatureScheme,
  key: PublicKey,
  data: readonly Uint8Array[],
  value: Uint8Array,
): StoredVerdict {
  const verdict = verifySignature(scheme, key, data, value);
  if (verdict !== 'invalid' || key.kind !== 'sm2' || value.length !== SM2_RAW_BYTES) {
    return { verdict, findings: [] };
  }
  const raw = verifySignature(scheme, key, data, rawToDerSignature(value));
  return { verdict: raw, findings: raw === 'valid' ? ['SM2_RAW_SIGNATURE'] : [] };
}

/**
 * Quirks of a signature algorithm identifier. Under an elliptic curve key in CMS: the bare arc of ECDSA, which leaves the
 * digest to digestAlgorithm against RFC 5754 3.3 (ECDSA_DIGEST_IMPLIED). Under an SM2 key: parameters of NULL where there are none
 * (SM2_PARAMETERS_NULL), and another identifier than belongs there (SM2_SIGNATURE_OID): the curve itself anywhere,
 * everything but SM2-with-SM3 outside CMS. GB/T 35275 names the signing use of the key (…301.1), others …501.
 */
export function algorithmQuirks(
  algorithm: AlgorithmIdentifier,
  key: PublicKey,
  where: 'cms' | 'x509',
): string[] {
  const { oid, parameters } = algorithm;
  if (key.kind === 'ec' && where === 'cms' && oid === ECDSA_ARC_OID) return ['ECDSA_DIGEST_IMPLIED'];
  if (key.kind !== 'sm2') return [];
  const elsewhere = where === 'cms' ? oid === KEY_OID.sm2 : oid !== SM2_WITH_SM3;
  return [
    ...(elsewhere ? ['SM2_SIGNATURE_OID'] : []),
    ...(parameters !== undefined && isNullOrAbsent(parameters) ? ['SM2_PARAMETERS_NULL'] : []),
  ];
}
