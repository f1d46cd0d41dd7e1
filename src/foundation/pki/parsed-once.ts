import { platform } from '#platform';
import { copyBytes } from '../core/index.ts';

/** A parsed structure with the bytes that it was read from. */
interface Parsed {
  readonly raw: Uint8Array;
}

interface Entry<Value> {
  readonly key: Uint8Array;
  readonly hash: number;
  readonly value: Value;
  /** How many had been read before it. */
  readonly born: number;
  recurs: boolean;
}

/** How much is kept. */
export interface Capacity {
  /** Structures that come again and again. */
  readonly entries: number;
  /** Bytes of all keys together; what is parsed from them takes about as much again, and some. */
  readonly bytes: number;
}

/** Structures just read: a file asks for its own several times. Most never come again, and should not grow old here. */
const FRESH = 32;
/** Asked for after so many others were read, a structure is one that comes again: a CA, not a signer. */
const APART = 8;
/** Entries of one hash: somebody who makes structures collide gains no long search, only that his are forgotten. */
const MAX_COLLIDING = 8;

/**
 * What was parsed from bytes, by these bytes: hash buckets, and every byte compared at each hit. The least recently used
 * is forgotten first, among those just read and among those that come again. Key and parsed value stand on copies of
 * their own: who writes into his buffer afterwards changes nothing, and a value whose bytes somebody wrote into after it
 * was handed out is forgotten.
 */
export class ParsedOnce<Value extends Parsed> {
  readonly #parse: (bytes: Uint8Array) => Value;
  readonly #capacity: Capacity;
  readonly #buckets = new Map<number, Entry<Value>[]>();
  /** Least recently used first. */
  readonly #fresh = new Set<Entry<Value>>();
  readonly #recurring = new Set<Entry<Value>>();
  #bytes = 0;
  #read = 0;

  constructor(parse: (bytes: Uint8Array) => Value, capacity: Capacity) {
    this.#parse = parse;
    this.#capacity = capacity;
  }

  /** The value of these bytes. What the parser refuses is not kept. */
  get(bytes: Uint8Array): Value {
    const hash = sampled(bytes);
    const known = this.#buckets.get(hash)?.find((entry) => platform.sameBytes(entry.key, bytes));
    if (known !== undefined) {
      if (platform.sameBytes(known.value.raw, bytes)) return this.#used(known).value;
      this.#forget(known);
    }
    const value = this.#parse(copyBytes(bytes));
    this.#read++;
    if (bytes.length <= this.#capacity.bytes) {
      this.#keep({ key: copyBytes(bytes), hash, value, born: this.#read, recurs: false });
    }
    return value;
  }

  #used(entry: Entry<Value>): Entry<Value> {
    this.#setOf(entry).delete(entry);
    entry.recurs ||= this.#read - entry.born > APART;
    this.#setOf(entry).add(entry);
    if (this.#recurring.size > this.#capacity.entries) this.#forgetOldest(this.#recurring);
    return entry;
  }

  #setOf(entry: Entry<Value>): Set<Entry<Value>> {
    return entry.recurs ? this.#recurring : this.#fresh;
  }

  #keep(entry: Entry<Value>): void {
    const bucket = this.#buckets.get(entry.hash) ?? [];
    if (bucket.length === MAX_COLLIDING) this.#forget(bucket[0]!);
    bucket.push(entry);
    this.#buckets.set(entry.hash, bucket);
    this.#fresh.add(entry);
    this.#bytes += entry.key.length;
    if (this.#fresh.size > FRESH) this.#forgetOldest(this.#fresh);
    // The one just read stays: what is large and comes again no more must not keep all others out.
    while (this.#bytes > this.#capacity.bytes) {
      this.#forgetOldest(this.#fresh.size > 1 ? this.#fresh : this.#recurring);
    }
  }

  #forgetOldest(entries: ReadonlySet<Entry<Value>>): void {
    const [oldest] = entries;
    if (oldest !== undefined) this.#forget(oldest);
  }

  #forget(entry: Entry<Value>): void {
    this.#setOf(entry).delete(entry);
    this.#bytes -= entry.key.length;
    const bucket = this.#buckets.get(entry.hash)!;
    bucket.splice(bucket.indexOf(entry), 1);
    if (bucket.length === 0) this.#buckets.delete(entry.hash);
  }
}

/** Only chooses the bucket. Signed structures differ in their last bytes, which are a signature. */
function sampled(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (let i = Math.max(0, bytes.length - 16); i < bytes.length; i++) {
    hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  }
  return hash;
}
