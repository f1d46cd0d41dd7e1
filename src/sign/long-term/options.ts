import type { Limits, Random, TimestampAuthority } from '../../foundation/core/index.ts';
import type { CollectOptions } from '../../foundation/validation/index.ts';

/** Levels that a signature can be brought to after it was made (ETSI EN 319 122-1 and 319 142-1, clause 6). */
export type ExtensionLevel = 'B-T' | 'B-LT' | 'B-LTA';

/** Levels from the lowest; `none`: the attributes of a baseline signature are missing. */
export type SignatureLevel = 'none' | 'B-B' | ExtensionLevel;

/** Where validation data comes from, and what it must prove. */
export interface LongTermOptions extends CollectOptions {
  /**
   * `refuse` (unset): VALIDATION_DATA_MISSING where anything is missing, and nothing is written. `report`: what can be
   * extended is, and `missing` in the result names the rest. A broken signature is refused in both.
   */
  readonly incomplete?: 'refuse' | 'report';
  readonly limits?: Partial<Limits>;
}

/** Options of one extension, whatever the format. */
export interface ExtendOptions extends LongTermOptions {
  /** The present: data must be fresh then, and timestamps must tell about this time. */
  readonly at: Date;
  /** Needed for B-T and B-LTA, and for B-LT where a signature has no timestamp. */
  readonly tsa?: TimestampAuthority;
  /** Nonce of timestamp requests. */
  readonly random?: Random;
}
