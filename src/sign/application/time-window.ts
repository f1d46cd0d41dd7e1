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
  if (claimed < from) return 'not-yet';
  if (claimed > to) return 'ended';
  return proved > to ? 'unproved' : 'held';
}
