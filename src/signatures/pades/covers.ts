import type { PdfDocument, SignedRange } from '../../formats/pdf/index.ts';
import type { ValidationData } from '../../foundation/core/index.ts';
import type { Covers, SignatureFacts } from '../../foundation/validation/index.ts';
import type { Covered } from './coverage.ts';
import { withoutStore } from './file-facts.ts';
import { liesWithin, type StoredObject, securityStoreHistory } from './security-store-history.ts';

/** One signature dictionary with the entries that it gave: its signers, their timestamps. */
export interface SignatureGroup {
  readonly covered: Covered;
  readonly facts: readonly SignatureFacts[];
}

/** What the DSS held when documents were stamped; nothing where no timestamp stamps the document. */
export function storedBeforeTimestamps(
  document: PdfDocument,
  covered: readonly Covered[],
): readonly StoredObject[] {
  const stamped = covered.filter((c) => counts(c) && c.signature.type === 'DocTimeStamp');
  if (stamped.length === 0) return [];
  const revisions = stamped.map(({ signature }) => {
    const index = document.revisions.findIndex(({ ends }) => ends.includes(signature.range!.end));
    return index < 0 ? undefined : index;
  });
  return securityStoreHistory(document, [...revisions, undefined]);
}

/**
 * Adds what stands inside of the signed bytes of each signature: the earlier signatures with all that their /Contents
 * hold, and under a document timestamp the DSS data whose bytes lie there. Groups stand in the order of their ends.
 */
export function withCovers(
  groups: readonly SignatureGroup[],
  store: ValidationData,
  stored: readonly StoredObject[],
): SignatureFacts[] {
  const take = takerOf(stored);
  let last: { readonly node: Covers; readonly group: SignatureGroup } | undefined;
  return groups.flatMap((group) => {
    const { covered, facts } = group;
    const range = covered.signature.range;
    // One that runs into another says nothing about it, and nothing about it is said.
    if (range === undefined || !counts(covered) || endOf(last?.group) > range.gapStart) return facts;
    const isTimestamp = facts.some(({ kind }) => kind === 'document-timestamp');
    const node: Covers = {
      signatures: [...(last?.group.facts.map(({ id }) => id) ?? []), ...contentTimestampsOf(facts)],
      objects: [
        ...(last === undefined ? [] : embeddedIn(last.group.facts, store)),
        ...(isTimestamp ? take(range) : []),
      ],
      ...(last === undefined ? {} : { earlier: last.node }),
    };
    last = { node, group };
    return facts.map((one) => (one.parent === undefined ? { ...one, covers: node } : one));
  });
}

/** Content timestamps among the signed attributes are signed over too. */
function contentTimestampsOf(facts: readonly SignatureFacts[]): readonly string[] {
  return facts.flatMap(({ parent, covers }) => (parent === undefined ? (covers?.signatures ?? []) : []));
}

/** Only whole revisions count: what a broken range covers is anybody's guess. */
function counts({ coverage, problems, signature }: Covered): boolean {
  const whole = coverage === 'whole-file' || coverage === 'whole-revision';
  return whole && problems.length === 0 && signature.range !== undefined;
}

function endOf(group: SignatureGroup | undefined): number {
  return group?.covered.signature.range?.end ?? 0;
}

function embeddedIn(facts: readonly SignatureFacts[], store: ValidationData): Uint8Array[] {
  return [...new Set(facts.flatMap((one) => withoutStore(one, store)))];
}

/** Hands out each object once, to the first range that it lies in; ranges come in the order of their ends. */
function takerOf(stored: readonly StoredObject[]): (range: SignedRange) => Uint8Array[] {
  let next = 0;
  let left: StoredObject[] = [];
  return (range) => {
    const before = left;
    for (; next < stored.length && stored[next]!.start < range.end; next++) before.push(stored[next]!);
    left = before.filter((object) => !liesWithin(object, range));
    return before.filter((object) => liesWithin(object, range)).map(({ data }) => data);
  };
}
