import { formatTime } from '../../core/index.ts';
import { compareTimestamps } from '../../pki/index.ts';
import type { SignatureFacts } from '../facts.ts';
import type { ProofsOfExistence } from './proofs.ts';

/** ETSI EN 319 421 wants clocks within a second of UTC: what is assumed of a token that says nothing. */
const ASSUMED_ACCURACY = { assumedAccuracySeconds: 1 };

/**
 * Good timestamps that contradict each other around one entry (ETSI EN 319 102-1 5.5.4 step 4 e; RFC 3161 2.4.2): one
 * over the entry that is younger than a token over that one, or older than a token that the entry itself was signed
 * over. In words; undefined where all agree. Times closer than both accuracies together agree.
 */
export function orderContradiction(entry: SignatureFacts, proofs: ProofsOfExistence): string | undefined {
  const over = proofs.over(entry.id);
  const inside = proofs.within(entry);
  const young = isTimestamp(entry) ? [entry, ...over] : over;
  for (const inner of young) {
    const outer = proofs.over(inner.id).find((token) => isBefore(token, inner));
    if (outer !== undefined) return contradiction(inner, outer);
  }
  const early = inside && over.find((token) => isBefore(token, inside));
  return early && contradiction(inside, early);
}

function isTimestamp(entry: SignatureFacts): boolean {
  return entry.timestampTime !== undefined;
}

function isBefore(a: SignatureFacts, b: SignatureFacts): boolean {
  if (a.timestampInfo === undefined || b.timestampInfo === undefined) return false;
  return (
    compareTimestamps({ info: a.timestampInfo }, { info: b.timestampInfo }, ASSUMED_ACCURACY) === 'before'
  );
}

function contradiction(inner: SignatureFacts, outer: SignatureFacts): string {
  const told = (token: SignatureFacts): string => `${token.id} of ${formatTime(token.timestampTime!)}`;
  return `${told(inner)} stands within ${told(outer)}, which is earlier`;
}
