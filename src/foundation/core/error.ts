import type { YinxinErrorCode } from './error-codes.ts';

/** Options of {@link YinxinError}: typed facts about the failure, and what caused it. */
export interface YinxinErrorOptions {
  /** Facts a program can act on. Never keys, PINs, document bytes or personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The lower error, always kept. */
  readonly cause?: unknown;
}

/**
 * The one error class of this library, over all subpaths.
 *
 * Thrown for malformed calls, malformed input that cannot become a report, I/O and exceeded limits.
 * A bad signature is never an error: verification answers with a report.
 * `code` is stable (SemVer); `message` tells the remedy and may change.
 */
export class YinxinError extends Error {
  override readonly name: string = 'YinxinError';
  readonly code: YinxinErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: YinxinErrorCode, message: string, options: YinxinErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** True for a {@link YinxinError}, optionally of one code. */
export function isYinxinError(error: unknown, code?: YinxinErrorCode): error is YinxinError {
  return error instanceof YinxinError && (code === undefined || error.code === code);
}
