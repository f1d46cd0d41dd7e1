import { der } from '../asn1/index.ts';
import { algorithmIdentifier, type DigestName, oidOfDigest } from '../crypto/index.ts';
import type { HashList } from './record.ts';

/** Parts of an ArchiveTimeStamp to be written. */
export interface ArchiveTimeStampParts {
  readonly hash: DigestName;
  /** Absent or empty: the token is over the value itself. */
  readonly hashTree?: readonly HashList[];
  /** The token, DER. */
  readonly token: Uint8Array;
}

/**
 * DER of an ArchiveTimeStamp (RFC 4998 4.1). The digest algorithm is always named, without parameters (RFC 5754 2): who
 * reads it need not open the token first.
 */
export function encodeArchiveTimeStamp({ hash, hashTree, token }: ArchiveTimeStampParts): Uint8Array {
  const lists = (hashTree ?? []).map((list) => der.sequenceOf(list.map((value) => der.octetString(value))));
  return der.sequence(
    der.implicit(0, algorithmIdentifier(oidOfDigest(hash))),
    ...(lists.length === 0 ? [] : [der.implicit(2, der.sequenceOf(lists))]),
    token,
  );
}

/** DER of an ArchiveTimeStampChain from its timestamps. */
export function encodeChain(stamps: readonly Uint8Array[]): Uint8Array {
  return der.sequenceOf(stamps);
}

/** DER of an ArchiveTimeStampSequence from its chains: what a hash-tree renewal hashes (RFC 4998 5.2 step 3). */
export function encodeSequence(chains: readonly Uint8Array[]): Uint8Array {
  return der.sequenceOf(chains);
}

/** DER of an EvidenceRecord, version 1 (RFC 4998 3.1). */
export function encodeEvidenceRecord(digests: readonly DigestName[], sequence: Uint8Array): Uint8Array {
  const algorithms = [...new Set(digests)].map((name) => algorithmIdentifier(oidOfDigest(name)));
  return der.sequence(der.integer(1), der.sequenceOf(algorithms), sequence);
}
