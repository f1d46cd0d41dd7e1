import type { Clock } from '../foundation/core/index.ts';

/** A clock that stands still, for tests and demos. */
export function fixedClock(time: Date): Clock {
  const at = time.getTime();
  // A new Date each time: a caller who changes his does not move the clock.
  return { now: () => new Date(at) };
}
