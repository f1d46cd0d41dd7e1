import { type ByteSink, YinxinError } from '../../foundation/core/index.ts';
import { type DigestName, digestLength } from '../../foundation/crypto/index.ts';
import { GroupHasher } from './group-node.ts';

/** Bytes of one level that wait for being written. */
const BLOCK_BYTES = 256 * 1024;

/** One level while it grows: its last group, and what was not written yet. */
interface Level {
  count: number;
  readonly group: Uint8Array;
  filled: number;
  block: Uint8Array;
  used: number;
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
  readonly #arity: number;
  readonly #hasher: GroupHasher;
  readonly #create: (level: number) => Promise<ByteSink | undefined>;
  readonly #levels: Level[] = [];
  #waiting = false;

  /** `create` gives the sink of a level; undefined: nothing is kept, only the root is wanted. */
  constructor(hash: DigestName, arity: number, create: (level: number) => Promise<ByteSink | undefined>) {
    this.#length = digestLength(hash);
    this.#arity = arity;
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
    for (const level of this.#levels) level.full.push(level.block.slice(0, level.used));
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
      if (level.count === 1) return level.group.slice(0, this.#length);
      if (level.filled > 0) this.#closeGroup(i, level);
    }
    throw new YinxinError('ARGUMENT_INVALID', 'give at least one object');
  }

  #put(index: number, node: Uint8Array): void {
    this.#levels[index] ??= this.#newLevel();
    const level = this.#levels[index];
    const length = this.#length;
    if (level.used + length > BLOCK_BYTES) {
      level.full.push(level.block.subarray(0, level.used));
      level.block = new Uint8Array(BLOCK_BYTES);
      level.used = 0;
      this.#waiting = true;
    }
    level.block.set(node, level.used);
    level.used += length;
    level.group.set(node, level.filled * length);
    level.count++;
    if (++level.filled === this.#arity) this.#closeGroup(index, level);
  }

  #closeGroup(index: number, level: Level): void {
    const node = this.#hasher.node(level.group, level.filled);
    level.filled = 0;
    this.#put(index + 1, node);
  }

  #newLevel(): Level {
    return {
      count: 0,
      group: new Uint8Array(this.#arity * this.#length),
      filled: 0,
      block: new Uint8Array(BLOCK_BYTES),
      used: 0,
      full: [],
      sink: undefined,
    };
  }
}
