import { type ByteSink, YinxinError } from '../../foundation/core/index.ts';
import { type DigestName, digestLength } from '../../foundation/crypto/index.ts';
import { GroupHasher } from './group-node.ts';

/** Groups of one level in a block that waits for being written: no group ever lies in two blocks. */
const BLOCK_GROUPS = 2048;

/** One level while it grows: its last group, and what was not written yet. */
interface Level {
  count: number;
  block: Uint8Array;
  /** Bytes of the block in use, and those in groups that have their node. */
  used: number;
  closed: number;
  readonly full: Uint8Array[];
  sink: ByteSink | undefined;
}

/** A finished tree. */
export interface BuiltTree {
  readonly root: Uint8Array;
  /** Nodes of each level, the leaves first; the last is 1. */
  readonly counts: readonly number[];
}

/**
 * Builds a hash tree from leaves in their order, all levels at once in one pass: memory is a block per level, whatever
 * the number of leaves. Groups of `arity` nodes make a node of the next level (RFC 4998 4.2); a last group of one node is
 * that node.
 */
export class TreeBuilder {
  readonly #length: number;
  readonly #groupBytes: number;
  readonly #hasher: GroupHasher;
  readonly #create: (level: number) => Promise<ByteSink | undefined>;
  readonly #levels: Level[] = [];
  #waiting = false;

  /** `create` gives the sink of a level; undefined: nothing is kept, only the root is wanted. */
  constructor(hash: DigestName, arity: number, create: (level: number) => Promise<ByteSink | undefined>) {
    this.#length = digestLength(hash);
    this.#groupBytes = arity * this.#length;
    this.#hasher = new GroupHasher(hash, this.#length);
    this.#create = create;
  }

  /** Leaves so far. */
  get leaves(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** Takes a leaf; true: blocks are full, await {@link flush} before the next. */
  add(leaf: Uint8Array): boolean {
    if (leaf.length !== this.#length) {
      const message = `a digest of ${leaf.length} bytes where ${this.#length} are due`;
      throw new YinxinError('ARGUMENT_INVALID', message, { details: { object: this.leaves } });
    }
    this.#put(0, leaf);
    return this.#waiting;
  }

  async flush(): Promise<void> {
    for (const [i, level] of this.#levels.entries()) {
      if (level.full.length === 0) continue;
      level.sink ??= await this.#create(i);
      for (const block of level.full.splice(0)) await level.sink?.write(block);
    }
    this.#waiting = false;
  }

  /** Completes the groups that are open, writes everything and closes the files. */
  async finish(): Promise<BuiltTree> {
    const root = this.#complete();
    for (const level of this.#levels) {
      if (level.used > 0) level.full.push(level.block.subarray(0, level.used));
    }
    await this.flush();
    for (const level of this.#levels) await level.sink?.close();
    return { root, counts: this.#levels.map(({ count }) => count) };
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    for (const level of this.#levels) await level.sink?.abort();
  }

  #complete(): Uint8Array {
    for (let i = 0; i < this.#levels.length; i++) {
      const level = this.#levels[i]!;
      if (level.count === 1) return level.block.slice(0, this.#length);
      if (level.used > level.closed) this.#closeGroup(i, level);
    }
    throw new YinxinError('ARGUMENT_INVALID', 'give at least one object');
  }

  #put(index: number, node: Uint8Array): void {
    this.#levels[index] ??= this.#newLevel();
    const level = this.#levels[index];
    const { block } = level;
    block.set(node, level.used);
    level.used += this.#length;
    level.count++;
    if (level.used - level.closed === this.#groupBytes) this.#closeGroup(index, level);
    if (level.used < block.length) return;
    level.full.push(block);
    level.block = new Uint8Array(block.length);
    level.used = 0;
    level.closed = 0;
    this.#waiting = true;
  }

  #closeGroup(index: number, level: Level): void {
    const { block, used, closed } = level;
    level.closed = used;
    this.#put(index + 1, this.#hasher.node(block, closed, used));
  }

  #newLevel(): Level {
    return {
      count: 0,
      block: new Uint8Array(this.#groupBytes * BLOCK_GROUPS),
      used: 0,
      closed: 0,
      full: [],
      sink: undefined,
    };
  }
}
