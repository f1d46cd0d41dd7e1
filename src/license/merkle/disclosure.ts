import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import { leafDigest, nodeDigest, SALT_BYTES, saltOf, type TreeField } from './leaf.ts';
import { type FieldTree, MAX_LEAVES, type TreeAnchor, widthFor } from './tree.ts';

/** One field with what proves it against a signed root; nothing about any other field. */
export interface DisclosedField extends TreeField {
  readonly salt: Uint8Array;
  /** Place of the leaf, from 0. */
  readonly index: number;
  /** Siblings from the leaf up. */
  readonly path: readonly Uint8Array[];
}

/** Proofs for some fields, in the order asked. ARGUMENT_INVALID names a key that the license does not have. */
export function discloseFields(tree: FieldTree, keys: readonly string[]): DisclosedField[] {
  return keys.map((key) => {
    const index = tree.fields.findIndex((field) => field.key === key);
    const field = tree.fields[index];
    if (field === undefined) {
      throw new YinxinError('ARGUMENT_INVALID', 'the license has no such field', { details: { key } });
    }
    const path = tree.levels.slice(0, -1).map((level, depth) => level[(index >> depth) ^ 1]!);
    return { ...field, salt: saltOf(tree.hash, tree.seed, key), index, path };
  });
}

/**
 * True when the field, exactly this key and value, is a leaf under the root of `anchor`. The anchor must come from a
 * verified signature; that is not checked here. Never throws for a wrong proof.
 */
export function verifyDisclosedField(anchor: TreeAnchor, field: DisclosedField): boolean {
  const { hash, leafCount, root } = anchor;
  if (!Number.isInteger(leafCount) || leafCount < 1 || leafCount > MAX_LEAVES) return false;
  if (!Number.isInteger(field.index) || field.index < 0 || field.index >= leafCount) return false;
  if (field.salt.length !== SALT_BYTES || 1 << field.path.length !== widthFor(leafCount)) return false;
  if (field.path.some((sibling) => sibling.length !== root.length)) return false;
  let value: Uint8Array;
  try {
    value = leafDigest(hash, field.salt, field.key, field.value);
  } catch {
    // A value that has no CBOR form (a date that does not exist) cannot have been a leaf.
    return false;
  }
  let position = field.index;
  for (const sibling of field.path) {
    value = position % 2 === 0 ? nodeDigest(hash, value, sibling) : nodeDigest(hash, sibling, value);
    position >>= 1;
  }
  return equalBytes(value, root);
}
