import { compareBytes } from '../core/index.ts';
import { type DigestName, digest } from '../crypto/index.ts';
import type { EvidenceRecord } from './record.ts';
import { encodeSequence } from './write-record.ts';

/** One object that a record is said to be over. */
export interface EvidenceObject {
  /** Digest by name; undefined where it cannot be had (only some digests are known, and the object is not there). */
  digest(hash: DigestName): Promise<Uint8Array | undefined>;
  /** Bytes; unset: unknown. */
  readonly size?: number;
  /** It looks like XML: records of RFC 6283 are over the canonical form of such. Unset: it does not. */
  isXml?(): Promise<boolean>;
}

/** What the first hash list of a timestamp must hold. */
export interface Expected {
  readonly values: readonly Uint8Array[];
  /** The same under the other order of concatenation that some writers of hash-tree renewals used. */
  readonly sortedVariant?: readonly Uint8Array[];
  /** A value that is missing may be that of canonical XML. */
  readonly mayBeCanonical?: boolean;
}

/**
 * What the first timestamp of a chain must be over: in the first chain the digests of the objects; later, of each object
 * the digest of its new digest followed by that of all chains before (RFC 4998 5.2 step 4, in the order in which
 * everybody concatenates). Undefined where a digest cannot be had, or the earlier chains have no form that is hashed here.
 */
export async function expectedOfObjects(
  record: EvidenceRecord,
  chain: number,
  hash: DigestName,
  objects: readonly EvidenceObject[],
): Promise<Expected | undefined> {
  const digests: Uint8Array[] = [];
  for (const object of objects) {
    const value = await object.digest(hash);
    if (value === undefined) return undefined;
    digests.push(value);
  }
  if (chain === 0) return { values: digests, mayBeCanonical: await mayBeCanonical(record, objects) };
  const before = chainsBefore(record, chain);
  if (before === undefined) return undefined;
  const history = digest(hash, before);
  return {
    values: digests.map((value) => renewedDigest(hash, value, history)),
    sortedVariant: digests.map((value) => digest(hash, ...[value, history].sort(compareBytes))),
  };
}

/** RFC 6283 2.1, 3.1.1: XML is made canonical before it is digested. */
async function mayBeCanonical(record: EvidenceRecord, objects: readonly EvidenceObject[]): Promise<boolean> {
  if (record.form !== 'RFC6283') return false;
  for (const object of objects) if ((await object.isXml?.()) === true) return true;
  return false;
}

/** h' = H(h ‖ ha): an object and its history so far under a new digest (RFC 4998 5.2 step 4). */
export function renewedDigest(hash: DigestName, value: Uint8Array, history: Uint8Array): Uint8Array {
  return digest(hash, value, history);
}

/** DER of the ArchiveTimeStampSequence of all chains before one; undefined for a record in XML. */
function chainsBefore(record: EvidenceRecord, chain: number): Uint8Array | undefined {
  const slices = record.chains.slice(0, chain).map(({ raw }) => raw);
  return slices.some((raw) => raw === undefined) ? undefined : encodeSequence(slices as Uint8Array[]);
}
