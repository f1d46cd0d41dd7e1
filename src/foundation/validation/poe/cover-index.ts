import type { Covers, SignatureFacts } from '../facts.ts';
import { objectKey, objectKeys } from './object-key.ts';

/** Who covers what, both ways. */
export interface CoverIndex {
  /** Timestamps over the value of an entry. */
  coveringSignature(id: string): Iterable<SignatureFacts>;
  /** Timestamps over a certificate, a CRL or an OCSP response. */
  coveringObject(object: Uint8Array): Iterable<SignatureFacts>;
  /** Ids of all entries whose value an entry covers. */
  coveredBy(entry: SignatureFacts): Iterable<string>;
}

/** Indexes what the entries of one file cover; objects are hashed when the first is asked for. */
export function coverIndex(entries: readonly SignatureFacts[]): CoverIndex {
  const timestamps = new Map<Covers, SignatureFacts[]>();
  const later = new Map<Covers, Covers[]>();
  const signatures = new Map<string, Covers[]>();
  const nodes = new Set<Covers>();
  for (const entry of entries) {
    for (const node of chainOf(entry.covers)) {
      if (nodes.has(node)) break;
      nodes.add(node);
      if (node.earlier !== undefined) append(later, node.earlier, node);
      for (const id of node.signatures) append(signatures, id, node);
    }
    if (entry.covers !== undefined && entry.timestampTime !== undefined)
      append(timestamps, entry.covers, entry);
  }
  let objects: Map<string, Covers[]> | undefined;
  const covering = (found: readonly Covers[] | undefined): Iterable<SignatureFacts> =>
    found === undefined ? [] : coveringNodes(found);
  function* coveringNodes(found: readonly Covers[]): Generator<SignatureFacts> {
    const seen = new Set<Covers>(found);
    // Grows while it is walked: everything that covers a node covers what is in it.
    for (const node of seen) {
      yield* timestamps.get(node) ?? [];
      for (const next of later.get(node) ?? []) seen.add(next);
    }
  }
  return {
    coveringSignature: (id) => covering(signatures.get(id)),
    coveringObject(object) {
      objects ??= indexObjects(nodes);
      return covering(objects.get(objectKey(object)));
    },
    *coveredBy(entry) {
      for (const node of chainOf(entry.covers)) yield* node.signatures;
    },
  };
}

function* chainOf(covers: Covers | undefined): Generator<Covers> {
  const seen = new Set<Covers>();
  for (let node = covers; node !== undefined && !seen.has(node); node = node.earlier) {
    seen.add(node);
    yield node;
  }
}

function indexObjects(nodes: Iterable<Covers>): Map<string, Covers[]> {
  const index = new Map<string, Covers[]>();
  const keys = new Map<Uint8Array, string[]>();
  for (const node of nodes) {
    for (const object of node.objects) {
      const known = keys.get(object) ?? objectKeys(object);
      keys.set(object, known);
      for (const key of known) append(index, key, node);
    }
  }
  return index;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
