import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import { type DigestName, digestLength } from '../../foundation/crypto/index.ts';
import { distinct, type HashList, nodeOver } from '../../foundation/evidence/index.ts';
import { BlockSource } from './block-source.ts';
import { type EvidenceStore, levelName } from './store.ts';

/** What is known of a stored tree. */
export interface StoredTree {
  readonly hash: DigestName;
  readonly arity: number;
  readonly counts: readonly number[];
}

/** Nodes that have one father. */
interface Group {
  readonly start: number;
  readonly values: readonly Uint8Array[];
  parent: Uint8Array | undefined;
}

/** Reads reduced hash trees out of stored levels; files are opened when first needed. */
export class TreeReader {
  readonly #store: EvidenceStore;
  readonly #chain: number;
  readonly #tree: StoredTree;
  readonly #length: number;
  readonly #blockBytes: number;
  readonly #levels: (BlockSource | undefined)[] = [];
  /** The group of each level that was asked for last. */
  readonly #groups: (Group | undefined)[] = [];

  /** `inOrder`: objects are asked for in ascending order, so that larger blocks pay. */
  constructor(store: EvidenceStore, chain: number, tree: StoredTree, inOrder = false) {
    this.#store = store;
    this.#chain = chain;
    this.#tree = tree;
    this.#length = digestLength(tree.hash);
    this.#blockBytes = this.#length * tree.arity * (inOrder ? 1024 : 1);
  }

  /** Leaf of an object. */
  async leaf(object: number): Promise<Uint8Array> {
    const level = await this.#open(0);
    return (await level.read(object * this.#length, this.#length)).slice();
  }

  /**
   * The hash lists above a leaf: per level the siblings alone, in ascending order; the root that they lead to. A level
   * on which the node stands alone has no list. EVIDENCE_CORRUPT where a stored level is not what its groups lead to.
   */
  async above(object: number, leaf: Uint8Array): Promise<{ lists: HashList[]; root: Uint8Array }> {
    const { arity, counts, hash } = this.#tree;
    const lists: HashList[] = [];
    let node = leaf;
    let index = object;
    for (let level = 0; level < counts.length - 1; level++) {
      const start = index - (index % arity);
      const known = this.#groups[level];
      const group = known?.start === start ? known : await this.#group(level, start);
      const siblings = group.values.filter((value) => !equalBytes(value, node));
      if (siblings.length === group.values.length) throw this.#corrupt(level);
      if (siblings.length > 0) {
        lists.push(siblings);
        group.parent ??= nodeOver(hash, group.values);
        node = group.parent;
      }
      index = start / arity;
    }
    return { lists, root: node };
  }

  async close(): Promise<void> {
    for (const level of this.#levels) await level?.close();
  }

  /** The group that begins with a node. Neighbours ask for it again, and its own node is made once. */
  async #group(level: number, start: number): Promise<Group> {
    const { arity, counts } = this.#tree;
    const count = Math.min(arity, counts[level]! - start);
    const source = this.#levels[level] ?? (await this.#open(level));
    const bytes = await source.read(start * this.#length, count * this.#length);
    const values = Array.from({ length: count }, (_, i) =>
      bytes.slice(i * this.#length, (i + 1) * this.#length),
    );
    const group: Group = { start, values: distinct(values), parent: undefined };
    this.#groups[level] = group;
    return group;
  }

  async #open(level: number): Promise<BlockSource> {
    const known = this.#levels[level];
    if (known !== undefined) return known;
    const source = await this.#store.open(levelName(this.#chain, level));
    if (source.size !== this.#tree.counts[level]! * this.#length) throw this.#corrupt(level);
    const opened = new BlockSource(source, this.#blockBytes);
    this.#levels[level] = opened;
    return opened;
  }

  #corrupt(level: number): YinxinError {
    return new YinxinError(
      'EVIDENCE_CORRUPT',
      'a level of the hash tree was changed: restore it from a copy',
      {
        details: { chain: this.#chain, level },
      },
    );
  }
}
