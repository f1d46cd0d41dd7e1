import type { CheckList } from '../cms/index.ts';
import { type Cryptography, equalBytes, isYinxinError } from '../core/index.ts';
import { type DigestName, digestLength, digestOfIdentifier } from '../crypto/index.ts';
import { parseTimestampToken, type TstInfo } from '../pki/index.ts';
import type { Expected } from './expected.ts';
import { holds, rootOf, type SingleRule } from './hash-tree.ts';
import type { ArchiveTimeStamp, ArchiveTimeStampChain, HashList } from './record.ts';

const CLAUSE = 'RFC 4998 4.3';

/** A timestamp of a record with the digest that it works by, as far as it can be told. */
export interface OpenedStamp {
  readonly stamp: ArchiveTimeStamp;
  /** Undefined where the token cannot be read. */
  readonly info: TstInfo | undefined;
  readonly hash: DigestName | undefined;
}

/** What one timestamp of a record says of what it should be over. */
export interface StampCheck {
  /** `intact`: its hash lists lead from what it should be over to the imprint of its token. */
  readonly link: Cryptography;
  /** The value that the token should be over, where the lists lead to one. */
  readonly root?: Uint8Array;
  /** The lists lead to the imprint, whatever the first one holds. */
  readonly consistent?: boolean;
  /** The first list holds other values too. */
  readonly hasOthers: boolean;
}

/** Reads the token of a timestamp. Never throws for a malformed one: the token's own facts say so. */
export function openStamp(chain: ArchiveTimeStampChain, stamp: ArchiveTimeStamp): OpenedStamp {
  const info = infoOf(stamp.token);
  const named =
    stamp.digestAlgorithm === undefined ? chain.digestName : digestOfIdentifier(stamp.digestAlgorithm).digest;
  // An algorithm that is named and unknown is not replaced by that of the imprint.
  const silent = stamp.digestAlgorithm === undefined && chain.unknownDigest !== true;
  const hash = named ?? (silent ? info?.hash : undefined);
  return { stamp, info, hash };
}

function infoOf(token: Uint8Array): TstInfo | undefined {
  try {
    return parseTimestampToken(token).info;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** How a check is made; see `CheckEvidenceOptions`. */
export interface StampRules {
  readonly acceptSortedRenewal: boolean;
}

/**
 * Do the hash lists of a timestamp lead from the expected values to its imprint (RFC 4998 4.3)? Findings go to `list`.
 * `expected` undefined: what it should be over is not there; the lists are followed all the same.
 */
export function checkStamp(
  { stamp, info, hash }: OpenedStamp,
  expected: Expected | undefined,
  rules: StampRules,
  list: CheckList,
): StampCheck {
  if (hash === undefined) {
    list.skipped('ALGORITHM_UNSUPPORTED', 'the digest of an archive timestamp is not supported');
    return { link: 'not-checked', hasOthers: false };
  }
  const { hashTree } = stamp;
  if (hashTree === undefined) return checkSingle(info, expected, hash, list);
  if (hashTree.flat().some((value) => value.length !== digestLength(hash))) {
    // Values of other lengths could be cut anew without changing what is hashed.
    const detail = `a hash list holds values that are no ${hash}`;
    list.failed('EVIDENCE_HASH_LENGTH', detail, 'RFC 4998 4.1', 'FORMAT_FAILURE');
    return { link: 'broken', hasOthers: false };
  }
  const { root, climbed } = climb(hashTree, info, hash, list);
  const first = hashTree[0]!;
  if (expected === undefined) {
    return { link: climbed ? 'not-checked' : 'broken', root, hasOthers: false, consistent: climbed };
  }
  const values = chosenValues(first, expected, rules, list);
  const missing = values.filter((value) => !holds(first, value)).length;
  if (missing > 0 && expected.mayBeCanonical === true) {
    const detail = 'an object is XML: the record may be over its canonical form, which is not made here';
    list.skipped('EVIDENCE_CANONICAL_XML', detail);
    return { link: climbed ? 'not-checked' : 'broken', root, hasOthers: false };
  }
  if (missing > 0) {
    const detail = `${missing} of ${values.length} expected values are not in the first hash list: other data, or a list that was changed`;
    list.failed('EVIDENCE_HASH_MISSING', detail, CLAUSE);
  }
  const hasOthers = first.some((value) => !holds(values, value));
  return { link: climbed && missing === 0 ? 'intact' : 'broken', root, hasOthers };
}

/** Without hash lists the token is over the one value itself. */
function checkSingle(
  info: TstInfo | undefined,
  expected: Expected | undefined,
  hash: DigestName,
  list: CheckList,
): StampCheck {
  if (expected === undefined) return { link: 'not-checked', hasOthers: false };
  const [root, ...others] = expected.values;
  if (root === undefined || others.length > 0) {
    const detail = 'a timestamp without hash lists is over one object, not over a group';
    list.failed('EVIDENCE_HASH_MISSING', detail, CLAUSE);
    return { link: 'broken', hasOthers: false, ...(root === undefined ? {} : { root }) };
  }
  noteImprintAlgorithm(info, hash, list);
  const same = info !== undefined && equalBytes(info.messageImprint, root);
  if (info !== undefined && !same) {
    list.failed('EVIDENCE_ROOT_HASH', 'the timestamp is not over this data', CLAUSE);
  }
  return { link: info === undefined ? 'not-checked' : same ? 'intact' : 'broken', root, hasOthers: false };
}

/** The root under the rule that leads to the imprint; where none does, under the usual one. */
function climb(
  lists: readonly HashList[],
  info: TstInfo | undefined,
  hash: DigestName,
  list: CheckList,
): { readonly root: Uint8Array; readonly climbed: boolean } {
  const rules: SingleRule[] = lists[0]!.length === 1 ? ['carried', 'hashed'] : ['carried'];
  const usual = rootOf(hash, lists, 'carried');
  if (info === undefined) return { root: usual, climbed: false };
  noteImprintAlgorithm(info, hash, list);
  for (const rule of rules) {
    const root = rule === 'carried' ? usual : rootOf(hash, lists, rule);
    if (!equalBytes(root, info.messageImprint)) continue;
    if (rule === 'hashed') {
      const detail = 'the single value of the first list was hashed once more';
      list.warning('EVIDENCE_SINGLE_HASH_HASHED', detail, 'RFC 4998 4.3 step 3');
    }
    list.passed('EVIDENCE_ROOT_HASH', 'the hash lists lead to the imprint of the timestamp', CLAUSE);
    return { root, climbed: true };
  }
  const detail = 'the hash lists do not lead to the imprint of the timestamp';
  list.failed('EVIDENCE_ROOT_HASH', detail, CLAUSE);
  return { root: usual, climbed: false };
}

function chosenValues(
  first: HashList,
  { values, sortedVariant }: Expected,
  { acceptSortedRenewal }: StampRules,
  list: CheckList,
): readonly Uint8Array[] {
  if (sortedVariant === undefined || values.every((value) => holds(first, value))) return values;
  if (!sortedVariant.every((value) => holds(first, value))) return values;
  const detail = 'the renewal sorted the digest of the object and that of its history before joining them';
  if (!acceptSortedRenewal) {
    list.skipped('EVIDENCE_SORTED_RENEWAL', `${detail}: it is accepted only where that is asked for`);
    return values;
  }
  list.warning('EVIDENCE_SORTED_RENEWAL', detail, 'RFC 4998 5.2 figure 4');
  return sortedVariant;
}

/** RFC 4998 4.2: the request should have named the digest of the tree. */
function noteImprintAlgorithm(info: TstInfo | undefined, hash: DigestName, list: CheckList): void {
  if (info === undefined || info.hash === hash) return;
  const detail = `the imprint is called ${info.hash ?? info.hashAlgorithm.oid}, the tree ${hash}`;
  list.warning('EVIDENCE_IMPRINT_ALGORITHM', detail, 'RFC 4998 4.2');
}
