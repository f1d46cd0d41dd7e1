import { readDer } from '../../foundation/asn1/index.ts';
import type { Check, Cryptography } from '../../foundation/core/index.ts';
import { equalBytes, toHex, YinxinError } from '../../foundation/core/index.ts';
import {
  algorithmIdentifier,
  digest,
  parseAlgorithmIdentifier,
  parsePublicKey,
  schemeOf,
  verifySignature,
} from '../../foundation/crypto/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import type { Seal } from './seal.ts';

const CLAUSE = 'GB/T 38540-2020 6.3';

/**
 * What a seal proves by itself: the maker’s signature over eSealInfo and whether the signer stands in its list.
 * Who the maker is, and whether the seal is in force, is decided by `judge`.
 */
export function sealFacts(
  seal: Seal,
  signerCertificate: Uint8Array | undefined,
  placements: SealFacts['placements'],
): { readonly facts: SealFacts; readonly checks: readonly Check[] } {
  const checks: Check[] = [];
  if (seal.criticalExtensions.length > 0) {
    checks.push({
      code: 'SEAL_CRITICAL_EXTENSION',
      status: 'warning',
      detail: `extensions marked critical that are not understood: ${seal.criticalExtensions.join(', ')}`,
      clause: CLAUSE,
    });
  }
  const facts: SealFacts = {
    id: seal.id,
    name: seal.name,
    type: String(seal.type),
    makerCertificate: seal.makerCertificate,
    makerSignature: checkMaker(seal),
    validFrom: seal.validFrom,
    validTo: seal.validTo,
    imageSha256: toHex(digest('sha256', seal.picture.data)),
    signerListed: signerCertificate !== undefined && isListed(seal, signerCertificate),
    placements,
  };
  return { facts, checks };
}

function checkMaker(seal: Seal): Cryptography {
  try {
    const key = parsePublicKey(parseCertificate(seal.makerCertificate).spki);
    const algorithm = parseAlgorithmIdentifier(readDer(algorithmIdentifier(seal.signatureAlgorithm)));
    const scheme = schemeOf(algorithm, key);
    if ('unsupported' in scheme) return 'not-checked';
    const result = verifySignature(scheme, key, [seal.info], seal.signature);
    return result === 'valid' ? 'intact' : result === 'invalid' ? 'broken' : 'not-checked';
  } catch (error) {
    if (error instanceof YinxinError) return 'broken';
    throw error;
  }
}

function isListed(seal: Seal, certificate: Uint8Array): boolean {
  if (seal.certificates.some((listed) => equalBytes(listed, certificate))) return true;
  const sm3 = digest('sm3', certificate);
  return seal.certificateDigests.some((listed) => equalBytes(listed.value, sm3));
}
