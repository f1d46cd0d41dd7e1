import { YinxinError } from '../../foundation/core/index.ts';

/** ARGUMENT_INVALID for a present that is no time, or a level that is not made of this format. */
export function assertExtension<L extends string>(
  { at, level }: { readonly at: Date; readonly level: L },
  levels: readonly L[],
): void {
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) {
    throw new YinxinError('ARGUMENT_INVALID', 'give the present as a valid Date', {
      details: { option: 'at' },
    });
  }
  if (levels.includes(level)) return;
  throw new YinxinError('ARGUMENT_INVALID', `give a level: ${levels.join(', ')}`, {
    details: { option: 'level' },
  });
}
