import { expectTypeOf } from 'vitest';
import {
  isYinxinError,
  type YINXIN_ERROR_CODES,
  YinxinError,
  type YinxinErrorCode,
} from '../../src/entries/index.ts';
import type { YinxinError as PkiError } from '../../src/entries/pki.ts';
import type { YinxinError as SignError } from '../../src/entries/sign.ts';

// Checked by `npm run types`: nothing here runs.

/** One class over all subpaths, with a closed list of codes. */
export function oneClass(): void {
  expectTypeOf<typeof PkiError>().toEqualTypeOf<typeof YinxinError>();
  expectTypeOf<typeof SignError>().toEqualTypeOf<typeof YinxinError>();
  expectTypeOf<(typeof YINXIN_ERROR_CODES)[number]>().toEqualTypeOf<YinxinErrorCode>();
  // Were the list to widen to text, anything would be a code.
  expectTypeOf<string>().not.toExtend<YinxinErrorCode>();
  throw new YinxinError('CERTIFICATE_INVALID', 'text');
}

/** Codes that do not exist are not written. */
export function closed(error: unknown): string {
  // @ts-expect-error no such code
  if (isYinxinError(error, 'CERTIFICATE_BAD')) return '';
  // @ts-expect-error no such code
  if (error instanceof YinxinError && error.code === 'UNKNOWN') return '';
  // @ts-expect-error a code is required
  const made = new YinxinError('text only');
  // @ts-expect-error an error is not changed
  made.code = 'DER_INVALID';
  if (!isYinxinError(error)) return 'not ours';
  expectTypeOf(error).toEqualTypeOf<YinxinError>();
  expectTypeOf(error.code).toEqualTypeOf<YinxinErrorCode>();
  expectTypeOf(error.details).toEqualTypeOf<Readonly<Record<string, unknown>>>();
  switch (error.code) {
    case 'LIMIT_EXCEEDED':
      return 'too large';
    // @ts-expect-error a case that never comes
    case 'TOO_LARGE':
      return 'never';
    default:
      return error.message;
  }
}
