import { asSmallInteger, isUniversal, readDer, TAG } from '../asn1/index.ts';
import { isYinxinError } from '../core/index.ts';
import type { DigestName } from '../platform/index.ts';
import { type AlgorithmIdentifier, isNullOrAbsent } from './algorithm-identifier.ts';
import { digestNameOfOid, SHAKE256_LEN_OID } from './registry.ts';

/** How a digest is named in a file. */
export interface NamedDigest {
  /** Absent: not one that this library computes. */
  readonly digest?: DigestName;
  /** False: parameters stand where NULL or nothing should (RFC 5754, 2). */
  readonly parametersFit: boolean;
}

/**
 * The digest of an identifier with its parameters. Most have none (NULL or absent); id-shake256-len gives the length of
 * its output in bits, and CMS with Ed448 wants 512 (RFC 8419, 2.3 and 3.1): any other length is a digest not computed here.
 */
export function digestOfIdentifier({ oid, parameters }: AlgorithmIdentifier): NamedDigest {
  if (oid === SHAKE256_LEN_OID) {
    return outputBits(parameters) === 512
      ? { digest: 'shake256-64', parametersFit: true }
      : { parametersFit: true };
  }
  const digest = digestNameOfOid(oid);
  const parametersFit = isNullOrAbsent(parameters);
  return digest === undefined ? { parametersFit } : { digest, parametersFit };
}

function outputBits(parameters: Uint8Array | undefined): number | undefined {
  if (parameters === undefined) return undefined;
  try {
    const value = readDer(parameters);
    return isUniversal(value, TAG.integer) ? asSmallInteger(value) : undefined;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
