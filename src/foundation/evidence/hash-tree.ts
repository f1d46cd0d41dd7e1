import { compareBytes, equalBytes } from '../core/index.ts';
import { type DigestName, digest } from '../crypto/index.ts';
import type { HashList } from './record.ts';

/**
 * The node over a list: its values in binary ascending order, each once, concatenated and hashed (RFC 4998 4.2 step 4).
 * The stored order is never relied upon.
 */
export function nodeOver(hash: DigestName, values: HashList): Uint8Array {
  return digest(hash, ...distinct(values));
}

/** The values in binary ascending order, each once. */
export function distinct(values: HashList): Uint8Array[] {
  const sorted = [...values].sort(compareBytes);
  return sorted.filter((value, i) => i === 0 || !equalBytes(value, sorted[i - 1]!));
}

/**
 * How a first list with a single value is read. `carried`: it goes into the next list as it is (RFC 6283 3.2.1, and what
 * everybody writes for RFC 4998 too); `hashed`: it is hashed once more (the letter of RFC 4998 4.3 step 3).
 */
export type SingleRule = 'carried' | 'hashed';

/** The root of a reduced hash tree (RFC 4998 4.3): the node over each list joins the next one. */
export function rootOf(hash: DigestName, lists: readonly HashList[], rule: SingleRule): Uint8Array {
  const [first, ...others] = lists as [HashList, ...HashList[]];
  let node = first.length === 1 && rule === 'carried' ? first[0]! : nodeOver(hash, first);
  for (const list of others) node = nodeOver(hash, [...list, node]);
  return node;
}

/** True when a list holds the value. */
export function holds(list: HashList, value: Uint8Array): boolean {
  return list.some((other) => equalBytes(other, value));
}
