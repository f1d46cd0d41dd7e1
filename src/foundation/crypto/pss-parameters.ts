import { asSmallInteger, type Der, der, explicitOf, readDer, readSequence } from '../asn1/index.ts';
import type { DigestName } from '../platform/index.ts';
import { algorithmIdentifier, isNullOrAbsent, parseAlgorithmIdentifier } from './algorithm-identifier.ts';
import { digestNameOfOid, MGF1_OID, oidOfDigest } from './registry.ts';

/** RSASSA-PSS-params (RFC 4055, 3.1). */
export interface PssParameters {
  readonly hash: DigestName;
  readonly mgfHash: DigestName;
  readonly saltLength: number;
}

const DEFAULT_SALT = 20;

/** Strict reading: known digests, MGF1, trailer 1. Undefined for other algorithms; DER_INVALID when malformed. */
export function parsePssParameters(parameters: Uint8Array): PssParameters | undefined {
  const reader = readSequence(parameters, 'RSASSA-PSS-params');
  const hash = hashOf(reader.optionalContext(0));
  const mgf = reader.optionalContext(1);
  const mgfHash = mgf === undefined ? 'sha1' : mgfHashOf(explicitOf(mgf));
  const salt = reader.optionalContext(2);
  const saltLength = salt === undefined ? DEFAULT_SALT : asSmallInteger(explicitOf(salt));
  const trailer = reader.optionalContext(3);
  reader.end();
  if (trailer !== undefined && asSmallInteger(explicitOf(trailer)) !== 1) return undefined;
  if (hash === undefined || mgfHash === undefined || saltLength < 0 || saltLength > 2048) return undefined;
  return { hash, mgfHash, saltLength };
}

/** DER of parameters whose hash and mask use one digest. */
export function pssParameters(hash: DigestName, saltLength: number): Uint8Array {
  const algorithm = algorithmIdentifier(oidOfDigest(hash), 'null');
  return der.sequence(
    der.explicit(0, algorithm),
    der.explicit(1, algorithmIdentifier(MGF1_OID, algorithm)),
    der.explicit(2, der.integer(saltLength)),
  );
}

function hashOf(field: Der | undefined): DigestName | undefined {
  return field === undefined ? 'sha1' : hashOfIdentifier(explicitOf(field));
}

function hashOfIdentifier(value: Der): DigestName | undefined {
  const algorithm = parseAlgorithmIdentifier(value);
  return isNullOrAbsent(algorithm.parameters) ? digestNameOfOid(algorithm.oid) : undefined;
}

function mgfHashOf(value: Der): DigestName | undefined {
  const { oid, parameters } = parseAlgorithmIdentifier(value);
  if (oid !== MGF1_OID || parameters === undefined) return undefined;
  return hashOfIdentifier(readDer(parameters));
}
