import { compareBytes, utf8, YinxinError } from '../../foundation/core/index.ts';
import { dummyDigest, leafDigest, nodeDigest, saltOf, type TreeField, type TreeHash } from './leaf.ts';

/** What is signed about a tree, and stands in the metadata: enough to check a root or a proof. */
export interface TreeAnchor {
  readonly hash: TreeHash;
  /** Fields in the tree; the leaves after them, up to a power of two, are dummies. */
  readonly leafCount: number;
  readonly root: Uint8Array;
}

/** A tree over the fields of one license. */
export interface FieldTree extends TreeAnchor {
  readonly seed: Uint8Array;
  /** Sorted by key (bytes of UTF-8). */
  readonly fields: readonly TreeField[];
  /** From the leaves (power of two) up to the root. */
  readonly levels: readonly (readonly Uint8Array[])[];
}

/** Fields of one license: real ones have 20 to 60. */
export const MAX_LEAVES = 1024;

/**
 * Builds the tree over all fields: sorted by key, salted, filled up to a power of two, in the shape of RFC 6962.
 * @throws ARGUMENT_INVALID for a key that stands twice, no field, or more than 1024.
 */
export function buildFieldTree(hash: TreeHash, seed: Uint8Array, fields: readonly TreeField[]): FieldTree {
  const sorted = sortFields(fields);
  const width = widthFor(sorted.length);
  let level: Uint8Array[] = [];
  for (let i = 0; i < width; i++) {
    const field = sorted[i];
    level.push(
      field === undefined
        ? dummyDigest(hash, seed, i)
        : leafDigest(hash, saltOf(hash, seed, field.key), field.key, field.value),
    );
  }
  const levels = [level];
  while (level.length > 1) {
    level = parents(hash, level);
    levels.push(level);
  }
  return { hash, seed, fields: sorted, levels, leafCount: sorted.length, root: level[0]! };
}

/** Leaves of a tree with `leafCount` fields: the next power of two. */
export function widthFor(leafCount: number): number {
  let width = 1;
  while (width < leafCount) width *= 2;
  return width;
}

function sortFields(fields: readonly TreeField[]): TreeField[] {
  if (fields.length === 0 || fields.length > MAX_LEAVES) {
    throw new YinxinError('ARGUMENT_INVALID', `a license has 1 to ${MAX_LEAVES} fields`);
  }
  const sorted = fields.map((field) => ({ field, bytes: utf8(field.key) }));
  sorted.sort((a, b) => compareBytes(a.bytes, b.bytes));
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]!.field.key === sorted[i - 1]!.field.key) {
      throw new YinxinError('ARGUMENT_INVALID', 'a field stands twice', {
        details: { key: sorted[i]!.field.key },
      });
    }
  }
  return sorted.map(({ field }) => field);
}

function parents(hash: TreeHash, level: readonly Uint8Array[]): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) out.push(nodeDigest(hash, level[i]!, level[i + 1]!));
  return out;
}
