import { CheckList } from '../cms/index.ts';
import type { Check, Cryptography, NotChecked, SubIndication } from '../core/index.ts';
import { formatTime } from '../core/index.ts';
import { type DigestName, digest, digestLength } from '../crypto/index.ts';
import { compareTimestamps } from '../pki/index.ts';
import { checkStamp, type OpenedStamp, openStamp } from './check-stamp.ts';
import { type EvidenceObject, type Expected, expectedOfObjects } from './expected.ts';
import type { EvidenceRecord } from './record.ts';

/** Options of {@link checkEvidenceRecord}. */
export interface CheckEvidenceOptions {
  /**
   * `exact`: the objects must be all of the data group and nothing else (RFC 4998 4.3, proof for a group); `contained`:
   * each must be in it. Unset: `exact` for several objects, `contained` for one.
   */
  readonly group?: 'exact' | 'contained';
  /** Accepts hash-tree renewals that sorted h and ha before joining them, with a finding. Default false. */
  readonly acceptSortedRenewal?: boolean;
}

/** One timestamp of a record after the check of its hash lists; the value of its token is another question. */
export interface CheckedStamp {
  readonly chain: number;
  readonly index: number;
  readonly token: Uint8Array;
  readonly link: Cryptography;
  /** What the token should be over; undefined where that cannot be told. */
  readonly root?: Uint8Array;
  readonly consistent?: boolean;
  readonly hash?: DigestName;
  /** First of its chain: over the objects themselves and all chains before. */
  readonly overObjects: boolean;
  readonly checks: readonly Check[];
}

/** What the hash lists of a record prove; nothing about values of tokens or trust. */
export interface EvidenceCheck {
  /** `intact`: all objects are tied to all timestamps; `not-checked`: an object or an algorithm is missing. */
  readonly cryptography: Cryptography;
  readonly objectsFound: boolean;
  /** Where no objects were given: all hash lists lead to the imprints of their timestamps all the same. */
  readonly consistent: boolean;
  readonly stamps: readonly CheckedStamp[];
  readonly formatFailure?: SubIndication;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/** An object of a few hash lengths could be an inner node that somebody passes off as a document. */
const MAX_NODE_VALUES = 4096;

/**
 * Follows every hash list of a record (RFC 4998 4.3, 5.3; RFC 6283 3.3): objects in the first list of each chain, for
 * renewed chains together with all chains before; each timestamp of a chain over the one before; lists to imprints;
 * one digest per chain; times ascending; the rule "only and all" for data groups.
 * Not checked: values, chains and trust of the tokens.
 */
export async function checkEvidenceRecord(
  record: EvidenceRecord,
  objects: readonly EvidenceObject[],
  options: CheckEvidenceOptions = {},
): Promise<EvidenceCheck> {
  const list = new CheckList();
  const chains = record.chains.map((chain) => chain.stamps.map((stamp) => openStamp(chain, stamp)));
  noteUnread(record, list);
  checkOrder(chains.flat(), list);
  checkDigests(record, chains, list);
  const given = record.encryption === undefined ? objects : [];
  const stamps: CheckedStamp[] = [];
  let others = false;
  for (const [c, opened] of chains.entries()) {
    for (const [i, stamp] of opened.entries()) {
      const found = new CheckList();
      const expected = await expectedOf(record, c, i, stamp, given);
      const rules = { acceptSortedRenewal: options.acceptSortedRenewal === true };
      const { hasOthers, ...check } = checkStamp(stamp, expected, rules, found);
      if (i === 0) others ||= hasOthers;
      list.formatFailure ??= found.formatFailure;
      list.notChecked.push(...found.notChecked);
      const { hash } = stamp;
      const frame = { chain: c, index: i, token: stamp.stamp.token, overObjects: i === 0 };
      stamps.push({ ...frame, ...check, ...(hash === undefined ? {} : { hash }), checks: found.checks });
    }
  }
  const group = checkGroup(others, given.length, options, list);
  noteNodes(record, chains, given, list);
  const links = stamps.map(({ link }) => link);
  return {
    cryptography: group && !links.includes('broken') ? worst(links) : 'broken',
    objectsFound: given.length > 0,
    consistent: stamps.every(({ link, consistent }) => link === 'intact' || consistent === true),
    stamps,
    ...(list.formatFailure === undefined ? {} : { formatFailure: list.formatFailure }),
    checks: list.checks,
    notChecked: list.notChecked,
  };
}

const worst = (links: readonly Cryptography[]): Cryptography =>
  links.includes('not-checked') ? 'not-checked' : 'intact';

async function expectedOf(
  record: EvidenceRecord,
  chain: number,
  index: number,
  { hash }: OpenedStamp,
  objects: readonly EvidenceObject[],
): Promise<Expected | undefined> {
  if (hash === undefined) return undefined;
  if (index === 0) {
    return objects.length === 0 ? undefined : expectedOfObjects(record, chain, hash, objects);
  }
  const previous = record.chains[chain]!.stamps[index - 1]!.renewalInput;
  return previous === undefined ? undefined : { values: [digest(hash, previous)] };
}

function noteUnread(record: EvidenceRecord, list: CheckList): void {
  if (record.encryption !== undefined) {
    const detail = `the record is over encrypted objects (${record.encryption}): they are not encrypted again here`;
    list.skipped('EVIDENCE_ENCRYPTION', detail);
  }
  if (record.supportingData > 0) {
    list.skipped(
      'EVIDENCE_CRYPTO_INFOS',
      `${record.supportingData} supporting values of the record are not used`,
    );
  }
  const stamps = record.chains.flatMap((chain) => chain.stamps);
  if (stamps.some(({ attributes }) => attributes > 0)) {
    list.skipped('EVIDENCE_ATTRIBUTES', 'attributes of archive timestamps are not interpreted');
  }
  if (stamps.some(({ renewalInput }, i) => renewalInput === undefined && i < stamps.length - 1)) {
    list.skipped('EVIDENCE_CANONICAL_XML', 'renewals over canonical XML are not followed');
  }
}

/** Chains and their timestamps stand in ascending order of time (RFC 4998 5.1, 5.3). */
function checkOrder(stamps: readonly OpenedStamp[], list: CheckList): void {
  for (const [i, { info }] of stamps.entries()) {
    const before = stamps[i - 1]?.info;
    if (before === undefined || info === undefined || info.genTimeNanos >= before.genTimeNanos) continue;
    const detail = `the timestamp of ${formatTime(info.genTime)} stands behind that of ${formatTime(before.genTime)}`;
    const order = compareTimestamps({ info }, { info: before }, { assumedAccuracySeconds: 1 });
    if (order === 'before')
      list.failed('EVIDENCE_TIME_ORDER', detail, 'RFC 4998 5.3', 'TIMESTAMP_ORDER_FAILURE');
    else list.warning('EVIDENCE_TIME_ORDER', `${detail}, within their accuracy`, 'RFC 4998 5.3');
  }
}

/** One digest per chain (RFC 4998 5.3 step 2); all of them named at the head of the record (3.1). */
function checkDigests(record: EvidenceRecord, chains: readonly OpenedStamp[][], list: CheckList): void {
  for (const stamps of chains) {
    const names = new Set(stamps.map(({ hash }) => hash));
    if (names.size > 1) {
      const detail = 'the digest changes inside of a chain: a new one starts a new chain';
      list.failed('EVIDENCE_ALGORITHM_CHANGE', detail, 'RFC 4998 5.3', 'FORMAT_FAILURE');
    }
    for (const name of names) {
      if (name === undefined || record.digestNames.includes(name)) continue;
      list.warning(
        'EVIDENCE_DIGEST_UNLISTED',
        `${name} is not named at the head of the record`,
        'RFC 4998 3.1',
      );
    }
  }
}

/** False where the objects are said to be a group and are not all of it. */
function checkGroup(
  others: boolean,
  objects: number,
  { group = objects > 1 ? 'exact' : 'contained' }: CheckEvidenceOptions,
  list: CheckList,
): boolean {
  if (objects === 0) {
    list.skipped('EVIDENCE_OBJECTS', 'no object was given: nothing ties the record to a file');
    return true;
  }
  if (!others) {
    if (group === 'exact' || objects > 1) {
      list.passed('EVIDENCE_GROUP_HASHES', 'the objects are the whole data group', 'RFC 4998 4.3');
    }
    return true;
  }
  const detail =
    'the first hash list holds values of other objects too: a data group, or neighbours in the tree';
  if (group === 'contained') {
    list.warning('EVIDENCE_GROUP_OTHERS', detail, 'RFC 4998 4.3');
    return true;
  }
  list.failed('EVIDENCE_GROUP_HASHES', detail, 'RFC 4998 4.3');
  return false;
}

/** There is no separation between leaves and nodes: k digests in a row are the preimage of a node. */
function noteNodes(
  record: EvidenceRecord,
  chains: readonly OpenedStamp[][],
  objects: readonly EvidenceObject[],
  list: CheckList,
): void {
  const [first] = chains[0] ?? [];
  if (first?.hash === undefined || record.chains[0]!.stamps[0]!.hashTree === undefined) return;
  const length = digestLength(first.hash);
  const suspect = objects.some(({ size }) => {
    const values = size === undefined ? 0 : size / length;
    return Number.isInteger(values) && values > 1 && values <= MAX_NODE_VALUES;
  });
  if (!suspect) return;
  const detail = `an object is as long as several values of ${first.hash} in a row: it could be a node of the tree instead of a document`;
  list.warning('EVIDENCE_NODE_PREIMAGE', detail, 'RFC 4998 4.2');
}
