import type { ByteSink, FileTree } from '../../foundation/core/index.ts';

/**
 * Where an archive keeps what its evidence is made of: leaves and levels of hash trees, digests recorded at ingest, and
 * one file that says which of them count. A folder is one (`openFolderStore` of the stores), an object store can be.
 *
 * `create` gives a sink whose file appears whole on `close`, flushed, and replaces an older one of that name; before
 * that nothing is seen. All that is promised about crashes rests on this.
 */
export interface EvidenceStore extends FileTree {
  create(name: string): Promise<ByteSink>;
  /**
   * Takes the store for one writer until `release`. EVIDENCE_CONFLICT while another holds it; the lock of a process that
   * is gone must not hold anybody up. Unset: the store must belong to one writer. What is seen of another one is still
   * refused, but files of both may already be mixed.
   */
  lock?(): Promise<{ release(): Promise<void> }>;
}

/** Names of the files in a store. */
export const STATE_NAME = 'evidence.json';

/** Nodes of one level of the tree of a chain (1 is the first), level 0 being the leaves. */
export function levelName(chain: number, level: number): string {
  return `chain-${chain}-level-${level}.bin`;
}

/** First hash lists of a chain, where they hold more than the leaf. */
export function valuesName(chain: number): string {
  return `chain-${chain}-values`;
}

/** Digests of every object by all algorithms, recorded at ingest. */
export const INGEST_NAME = 'ingest';
