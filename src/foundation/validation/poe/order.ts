import type { SignatureFacts } from '../facts.ts';

/**
 * The entries so that each stands behind all that cover it: the newest timestamp is judged first, and what it proves can
 * save older ones (ETSI EN 319 102-1 5.6.3.4 step 5). Entries that nobody covers keep their places among themselves.
 */
export function coveringFirst(entries: readonly SignatureFacts[]): SignatureFacts[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const pending = new Map<SignatureFacts, number>(entries.map((entry) => [entry, 0]));
  for (const entry of entries) {
    for (const inner of innerOf(entry, byId)) pending.set(inner, pending.get(inner)! + 1);
  }
  const ordered = entries.filter((entry) => pending.get(entry) === 0);
  const seen = new Set(ordered);
  for (const entry of seen) {
    for (const inner of innerOf(entry, byId)) {
      const left = pending.get(inner)! - 1;
      pending.set(inner, left);
      if (left === 0) seen.add(inner);
    }
  }
  // Entries that cover each other in a ring prove nothing for one another, but are judged all the same.
  return [...seen, ...entries.filter((entry) => !seen.has(entry))];
}

/** What an entry covers directly; what that covers in turn is met there. */
function innerOf(entry: SignatureFacts, byId: ReadonlyMap<string, SignatureFacts>): SignatureFacts[] {
  return (entry.covers?.signatures ?? []).flatMap((id) => {
    const inner = byId.get(id);
    return inner === undefined || inner === entry ? [] : [inner];
  });
}
