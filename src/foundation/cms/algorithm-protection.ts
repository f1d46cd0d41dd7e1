import { type Der, implicitAs, sequenceOf, TAG } from '../asn1/index.ts';
import { equalBytes } from '../core/index.ts';
import { type AlgorithmIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import type { CmsSignerInfo } from './signer-info.ts';

/**
 * Does a CMSAlgorithmProtection value name the algorithms of its SignerInfo (RFC 6211 2)? NULL and absent parameters
 * count as equal, as writers mix them. DER_INVALID for malformed values and for one that protects a MAC.
 */
export function protectsAlgorithms(value: Der, signer: CmsSignerInfo): boolean {
  const reader = sequenceOf(value, 'CMSAlgorithmProtection');
  const digest = parseAlgorithmIdentifier(reader.expect(TAG.sequence, 'digestAlgorithm'));
  const tagged = reader.optionalContext(1);
  reader.end();
  if (tagged === undefined) return false;
  const signature = parseAlgorithmIdentifier(implicitAs(tagged, TAG.sequence));
  return sameAlgorithm(digest, signer.digestAlgorithm) && sameAlgorithm(signature, signer.signatureAlgorithm);
}

function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  return a.oid === b.oid && equalBytes(parametersOf(a), parametersOf(b));
}

function parametersOf(algorithm: AlgorithmIdentifier): Uint8Array {
  return algorithm.parameters ?? Uint8Array.of(TAG.null, 0);
}
