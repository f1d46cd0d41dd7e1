import { isYinxinError } from '../foundation/core/index.ts';

/** A failure as a program and as a person read it: never a stack trace. */
export interface Failure {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly line: string;
}

/**
 * The code of a YinxinError, `IO_FAILED` with the system's code for a system error, and `INTERNAL` for anything
 * else: that one is a defect of this program, and its message names nothing of the input.
 */
export function failure(error: unknown): Failure {
  if (isYinxinError(error)) {
    return { code: error.code, details: error.details, line: `yinxin: ${error.code}: ${error.message}` };
  }
  const system = (error as { code?: unknown } | undefined)?.code;
  if (error instanceof Error && typeof system === 'string' && /^E[A-Z]+$/.test(system)) {
    return { code: 'IO_FAILED', details: { system }, line: `yinxin: IO_FAILED: ${system}` };
  }
  const name = error instanceof Error ? error.name : typeof error;
  return {
    code: 'INTERNAL',
    details: { name },
    line: `yinxin: INTERNAL: a defect (${name}); please report it`,
  };
}
