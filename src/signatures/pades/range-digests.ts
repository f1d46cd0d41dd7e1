import type { ByteSpan, PdfSignature, SignedRange } from '../../formats/pdf/index.ts';
import type { ByteSource } from '../../foundation/core/index.ts';
import { createHasher, type DigestName } from '../../foundation/crypto/index.ts';

const CHUNK = 1024 * 1024;
/** How often over the file may be hashed for ranges that no good signature has. */
const MAX_ODD = 4;

/**
 * Digests of many signed ranges in one pass: one running digest from the start of the file, cloned at each gap.
 * The parts behind the gaps must not overlap (colliding signatures are refused before), so the work is at most
 * twice the file for any number of signatures.
 */
export class RangeDigests {
  readonly #source: ByteSource;
  readonly #ranges: readonly SignedRange[];
  readonly #known = new Map<DigestName, Promise<Map<SignedRange, Uint8Array>>>();
  readonly #odd = new Map<string, Promise<Uint8Array>>();
  /** Bytes that may still be hashed for ranges of odd shapes: each may name the whole file. */
  #oddLeft: number;

  constructor(source: ByteSource, ranges: readonly SignedRange[]) {
    this.#source = source;
    this.#oddLeft = MAX_ODD * source.size;
    this.#ranges = [...ranges].sort((a, b) => a.gapStart - b.gapStart);
  }

  /** The digest of what a signature names, in whatever shape; undefined where it names nothing that can be hashed. */
  async ofSignature({ range, oddRange }: PdfSignature, hash: DigestName): Promise<Uint8Array | undefined> {
    if (range !== undefined) return this.of(range, hash);
    return oddRange === undefined ? undefined : this.#ofSpans(oddRange, hash);
  }

  /** The digest of one of the ranges; all of them are computed when a hash is first asked for. */
  async of(range: SignedRange, hash: DigestName): Promise<Uint8Array | undefined> {
    let all = this.#known.get(hash);
    if (all === undefined) {
      all = this.#compute(hash);
      this.#known.set(hash, all);
    }
    return (await all).get(range);
  }

  /** The digest of parts of the file; undefined when too many bytes were asked for already. */
  async #ofSpans(spans: readonly ByteSpan[], hash: DigestName): Promise<Uint8Array | undefined> {
    const key = `${hash} ${spans.map(({ start, end }) => `${start}-${end}`).join()}`;
    let known = this.#odd.get(key);
    if (known === undefined) {
      const length = spans.reduce((sum, { start, end }) => sum + end - start, 0);
      if (length > this.#oddLeft) return undefined;
      this.#oddLeft -= length;
      known = this.#hashSpans(spans, hash);
      this.#odd.set(key, known);
    }
    return known;
  }

  async #hashSpans(spans: readonly ByteSpan[], hash: DigestName): Promise<Uint8Array> {
    const hasher = createHasher(hash);
    for (const { start, end } of spans) await this.#feed(hasher, start, end);
    return hasher.digest();
  }

  async #compute(hash: DigestName): Promise<Map<SignedRange, Uint8Array>> {
    const digests = new Map<SignedRange, Uint8Array>();
    const running = createHasher(hash);
    let at = 0;
    for (const range of this.#ranges) {
      await this.#feed(running, at, range.gapStart);
      at = range.gapStart;
      const branch = running.clone();
      await this.#feed(branch, range.gapEnd, range.end);
      digests.set(range, branch.digest());
    }
    return digests;
  }

  async #feed(hasher: ReturnType<typeof createHasher>, from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += CHUNK) {
      hasher.update(await this.#source.read(at, Math.min(CHUNK, to - at)));
    }
  }
}
