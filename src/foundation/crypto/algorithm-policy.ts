import type { CalendarDate } from '../core/index.ts';
import type { DigestName } from '../platform/index.ts';
import type { SignatureUse } from './algorithm-policy-use.ts';

/** How long an algorithm counts. */
export interface Lifetime {
  /** First day (UTC) on which it does not count any more; absent: no end is set. */
  readonly ends?: CalendarDate;
  /** Who says so. */
  readonly source: string;
  /** After its end nothing admits it, not even `allowLegacy`. */
  readonly final?: true;
}

/** A {@link Lifetime} of keys from a size on; of several the one with the largest `minBits` that fits holds. */
export interface SizedLifetime extends Lifetime {
  readonly minBits: number;
}

/**
 * Which algorithms count until when, as data. What is not named, and keys below the smallest size, never count.
 * A value is judged at the time at which it is proved to exist (ETSI EN 319 102-1 5.2.8), not at the time it claims.
 */
export interface AlgorithmPolicy {
  readonly name: string;
  /** Day of the policy itself. */
  readonly issued: CalendarDate;
  readonly digests: Readonly<Partial<Record<DigestName, Lifetime>>>;
  readonly signatures: Readonly<Partial<Record<SignatureUse['family'], readonly SizedLifetime[]>>>;
}
