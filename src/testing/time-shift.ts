/** Parts of a shift in time, in UTC. */
export interface TimeShift {
  readonly years?: number;
  readonly days?: number;
  readonly hours?: number;
}

/** A time moved in whole seconds; years keep month and day (29 February becomes 1 March). */
export function shifted(time: Date, { years = 0, days = 0, hours = 0 }: TimeShift): Date {
  const out = new Date(Math.floor(time.getTime() / 1000) * 1000);
  out.setUTCFullYear(out.getUTCFullYear() + years);
  out.setUTCDate(out.getUTCDate() + days);
  out.setUTCHours(out.getUTCHours() + hours);
  return out;
}
