import type { InputFormat } from '../foundation/core/index.ts';
import type { FormatHandler } from './handler.ts';

/**
 * A format that is recognised but whose signatures this version does not read. The verdict is INDETERMINATE and
 * says so: not knowing a signature is not the same as finding none.
 */
export function unreadFormat(format: InputFormat, what: string): FormatHandler {
  return {
    format,
    async inspect() {
      const detail = `${what} are not read by this version: nothing in this file was verified`;
      return {
        format,
        signatures: [],
        failure: null,
        checks: [],
        notChecked: [{ code: 'FORMAT_NOT_READ', detail }],
      };
    },
  };
}
