import type { FileInput } from '../foundation/core/index.ts';
import type { JudgeOptions } from '../foundation/validation/index.ts';

/** What a license must be for the caller; a mismatch is `not-usable`. Unset fields expect nothing. */
export interface LicenseExpectation {
  readonly holderCode?: string;
  readonly type?: string;
  readonly issuer?: string;
  readonly identifier?: string;
}

/** Options of {@link Verify}. `at`, `trust` and `revocation` are required: nothing is believed by default. */
export interface VerifyOptions extends JudgeOptions {
  /** Name of the file for the report; `file` when unset. */
  readonly name?: string;
  /** Content of a detached signature. */
  readonly detached?: FileInput;
  readonly expect?: LicenseExpectation;
  /** Status lists (license states) as bytes. */
  readonly statusLists?: readonly Uint8Array[];
  /** Oldest acceptable status list, in seconds. Unset: the list’s own `exp` and `ttl` alone. */
  readonly statusMaxAgeSeconds?: number;
}
