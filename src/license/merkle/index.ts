export { type DisclosedField, discloseFields, verifyDisclosedField } from './disclosure.ts';
export {
  cborOfValue,
  type FieldValue,
  SALT_SEED_BYTES,
  type TreeField,
  type TreeHash,
} from './leaf.ts';
export { buildFieldTree, type FieldTree, MAX_LEAVES, type TreeAnchor } from './tree.ts';
