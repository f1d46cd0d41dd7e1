import type { SignatureFacts } from '../facts.ts';
import { type CoverIndex, coverIndex } from './cover-index.ts';

/** The earliest time at which something is proved to have existed. */
export interface Proof {
  readonly time: Date;
  /** The timestamp that proves it; absent: it is there at the validation time, and nothing proves more. */
  readonly by?: SignatureFacts;
}

/**
 * Proofs of existence (POE, ETSI EN 319 102-1 5.6.2.3): at the validation time everything that was supplied exists, and
 * at the time of a good timestamp all that it covers. A timestamp counts from the moment it is added, and only those
 * that were judged good may be.
 */
export class ProofsOfExistence {
  readonly #now: Proof;
  readonly #index: CoverIndex;
  readonly #good = new Map<string, SignatureFacts>();

  constructor(entries: readonly SignatureFacts[], at: Date) {
    this.#now = { time: at };
    this.#index = coverIndex(entries);
  }

  /** A timestamp that was judged good proves all that it covers. */
  add(timestamp: SignatureFacts): void {
    this.#good.set(timestamp.id, timestamp);
  }

  /** Some timestamp proves something. */
  get any(): boolean {
    return this.#good.size > 0;
  }

  /** The value of an entry: a signature, a seal, the token of a timestamp. */
  ofSignature(id: string): Proof {
    return this.any ? this.#earliest(this.#index.coveringSignature(id)) : this.#now;
  }

  /** A certificate, a CRL or an OCSP response, DER (an OCSP response whole, or its BasicOCSPResponse). */
  ofObject(object: Uint8Array): Proof {
    return this.any ? this.#earliest(this.#index.coveringObject(object)) : this.#now;
  }

  /** Good timestamps over the value of an entry. */
  over(id: string): SignatureFacts[] {
    if (!this.any) return [];
    return this.claimedOver(id).filter((covering) => this.#good.has(covering.id));
  }

  /** All timestamps over the value of an entry, good or not. */
  claimedOver(id: string): SignatureFacts[] {
    return [...this.#index.coveringSignature(id)];
  }

  /** The latest good timestamp inside of what an entry signs: the entry was made after it. */
  within(entry: SignatureFacts): SignatureFacts | undefined {
    if (!this.any) return undefined;
    let latest: SignatureFacts | undefined;
    for (const id of this.#index.coveredBy(entry)) {
      const token = this.#good.get(id);
      if (token !== undefined && (latest === undefined || timeOf(token) > timeOf(latest))) latest = token;
    }
    return latest;
  }

  #earliest(covering: Iterable<SignatureFacts>): Proof {
    let earliest = this.#now;
    for (const timestamp of covering) {
      if (!this.#good.has(timestamp.id)) continue;
      const proof = { time: timeOf(timestamp), by: timestamp };
      if (isBetter(proof, earliest)) earliest = proof;
    }
    return earliest;
  }
}

/** Earlier; of one time a proof before none, and one over the value itself before one over the document. */
function isBetter(a: Required<Proof>, b: Proof): boolean {
  const ahead = b.time.getTime() - a.time.getTime();
  if (ahead !== 0) return ahead > 0;
  return b.by === undefined || (b.by.kind !== 'timestamp' && a.by.kind === 'timestamp');
}

function timeOf(timestamp: SignatureFacts): Date {
  return timestamp.timestampTime!;
}
