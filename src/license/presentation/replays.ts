import { YinxinError } from '../../foundation/core/index.ts';

/** Remembers presentations, as a port, so that none counts twice. Share one over all counters of an office. */
export interface PresentationMemory {
  /** True the first time it is asked for `id`, atomically. It may forget `id` after `until`. */
  first(id: string, until: Date, now: Date): Promise<boolean>;
}

const CAPACITY = 1_000_000;

/**
 * A {@link PresentationMemory} of one process, of at most a million presentations that still live.
 * LIMIT_EXCEEDED above: to forget one would be to let it pass again.
 */
export function presentationMemory(capacity: number = CAPACITY): PresentationMemory {
  const seen = new Map<string, number>();
  return {
    async first(id, until, now) {
      if (seen.has(id)) return false;
      if (seen.size >= capacity) forget(seen, now.getTime());
      if (seen.size >= capacity) {
        throw new YinxinError('LIMIT_EXCEEDED', 'too many presentations live at once: take a larger memory', {
          details: { limit: 'presentations', allowed: capacity, value: seen.size },
        });
      }
      seen.set(id, until.getTime());
      return true;
    },
  };
}

function forget(seen: Map<string, number>, now: number): void {
  for (const [id, until] of seen) if (until < now) seen.delete(id);
}
