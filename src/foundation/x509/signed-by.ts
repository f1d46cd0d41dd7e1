import { equalBytes, isYinxinError } from '../core/index.ts';
import {
  type AlgorithmIdentifier,
  algorithmQuirks,
  type PublicKey,
  type SignatureScheme,
  schemeOf,
  verifyStoredValue,
} from '../crypto/index.ts';
import type { Certificate } from './certificate.ts';
import type { Name } from './name.ts';
import { sameName } from './name-comparison.ts';

/** Anything signed in the way of X.509: certificate, CRL, OCSP response. */
export interface SignedObject {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The algorithm named inside the signed part, where there is one: it must be the same. */
  readonly tbsSignatureAlgorithm?: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** Outcome of one signature check. `mismatch`: the algorithm inside and outside the signed part differ. */
export interface SignedByResult {
  readonly result: 'valid' | 'invalid' | 'unsupported' | 'mismatch';
  readonly scheme?: SignatureScheme;
  /** Name of what is not supported, or why the key cannot be used. */
  readonly detail?: string;
  /** Tolerated quirks of value and algorithm by name (SM2_RAW_SIGNATURE, SM2_PARAMETERS_NULL, …). */
  readonly findings?: readonly string[];
}

/** Checks the value over `tbs` with a key. Never throws for bad input. */
export function verifySignedBy(child: SignedObject, issuerKey: PublicKey): SignedByResult {
  const inner = child.tbsSignatureAlgorithm;
  // RFC 5280 4.1.1.2: both fields MUST contain the same identifier; only one of them is signed.
  if (inner !== undefined && !equalBytes(inner.raw, child.signatureAlgorithm.raw)) {
    return { result: 'mismatch', detail: `${inner.oid} inside, ${child.signatureAlgorithm.oid} outside` };
  }
  const scheme = schemeOf(child.signatureAlgorithm, issuerKey);
  if ('unsupported' in scheme) return { result: 'unsupported', detail: scheme.unsupported };
  const { verdict, findings } = verifyStoredValue(scheme, issuerKey, [child.tbs], child.signature);
  const quirks = [...findings, ...algorithmQuirks(child.signatureAlgorithm, issuerKey, 'x509')];
  return { result: verdict, scheme, ...(quirks.length === 0 ? {} : { findings: quirks }) };
}

/** As {@link verifySignedBy}, with the key of a certificate; a key that cannot be read is `unsupported`. */
export function verifyIssuedBy(child: SignedObject, issuer: Certificate): SignedByResult {
  let key: PublicKey;
  try {
    key = issuer.publicKey;
  } catch (error) {
    if (isYinxinError(error)) return { result: 'unsupported', detail: error.message };
    throw error;
  }
  return verifySignedBy(child, key);
}

/** Names chain, and the key identifiers do not contradict (RFC 5280 4.2.1.1: they help, they do not decide). */
export function mayIssue(issuer: Certificate, childIssuer: Name): boolean {
  return sameName(issuer.subject, childIssuer);
}

/** Issuer and subject are the same name. */
export function isSelfIssued(certificate: Certificate): boolean {
  return sameName(certificate.issuer, certificate.subject);
}
