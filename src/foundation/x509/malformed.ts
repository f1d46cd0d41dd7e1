import { isYinxinError, YinxinError, type YinxinErrorCode } from '../core/index.ts';

const LOWER_CODES: readonly YinxinErrorCode[] = ['DER_INVALID', 'DER_TRAILING_DATA', 'ENCODING_INVALID'];

/**
 * Runs a parser and gives every syntax error of the lower rooms the code of this structure, the lower error as cause.
 * LIMIT_EXCEEDED passes through: it is no statement about the structure.
 */
export function readStructure<T>(code: YinxinErrorCode, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (LOWER_CODES.some((lower) => isYinxinError(error, lower))) {
      throw new YinxinError(code, `${what} is malformed: ${(error as Error).message}`, { cause: error });
    }
    throw error;
  }
}
