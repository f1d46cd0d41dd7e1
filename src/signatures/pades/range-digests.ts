import type { SignedRange } from '../../formats/pdf/index.ts';
import type { ByteSource } from '../../foundation/core/index.ts';
import { createHasher, type DigestName } from '../../foundation/crypto/index.ts';

const CHUNK = 1024 * 1024;

/**
 * Digests of many signed ranges in one pass: one running digest from the start of the file, cloned at each gap.
 * The parts behind the gaps must not overlap (colliding signatures are refused before), so the work is at most
 * twice the file for any number of signatures.
 */
export class RangeDigests {
  readonly #source: ByteSource;
  readonly #ranges: readonly SignedRange[];
  readonly #known = new Map<DigestName, Promise<Map<SignedRange, Uint8Array>>>();

  constructor(source: ByteSource, ranges: readonly SignedRange[]) {
    this.#source = source;
    this.#ranges = [...ranges].sort((a, b) => a.gapStart - b.gapStart);
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
