import { formatTime, YinxinError } from '../../foundation/core/index.ts';

/**
 * Did something hold at a claimed time? `unproved`: by the claim yes, but nothing proves that the claim is not younger
 * than the end.
 */
export type Held = 'held' | 'not-yet' | 'ended' | 'unproved';

/** A span in which something holds; the end is included. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** `claimed` is what the signer says; `proved` the earliest time at which the signature is known to have existed. */
export function heldAt({ from, to }: Span, claimed: Date, proved: Date): Held {
  // Each comparison must hold: a time that is none proves nothing.
  if (!(claimed >= from)) return 'not-yet';
  if (!(claimed <= to)) return 'ended';
  return proved <= to ? 'held' : 'unproved';
}

/** A time of the caller as it is written. ARGUMENT_INVALID for a Date without a time. */
export function timeText(time: Date, option: string): string {
  if (Number.isNaN(time.getTime()))
    throw new YinxinError('ARGUMENT_INVALID', `give ${option} as a Date with a time`, {
      details: { option },
    });
  return formatTime(time);
}
