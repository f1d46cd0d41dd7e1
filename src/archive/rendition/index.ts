export {
  type ArchivalCopy,
  type ArchivalCopyRecord,
  type DeriveArchivalCopyOptions,
  deriveArchivalCopy,
  type TakenSignature,
} from './derive-archival-copy.ts';
