import { formatTime } from '../../core/index.ts';
import { compareTimestamps } from '../../pki/index.ts';
import type { SignatureFacts } from '../facts.ts';
import type { ProofsOfExistence } from './proofs.ts';

/** ETSI EN 319 421 wants clocks within a second of UTC: what is assumed of a token that says nothing. */
const ASSUMED_ACCURACY = { assumedAccuracySeconds: 1 };

/**
 * Good timestamps that contradict each other around a signature (ETSI EN 319 102-1 5.5.4 step 4 e; RFC 3161 2.4.2): one
 * over it that is older than another within its bytes, be that over the signature too or inside of what it signs. In
 * words; undefined where all agree. Times closer than both accuracies together agree. Which of the two clocks was wrong
 * nobody can tell, so the signature stays undecided.
 */
export function orderContradiction(signature: SignatureFacts, proofs: ProofsOfExistence): string | undefined {
  const over = proofs.over(signature.id);
  for (const inner of over) {
    const outer = proofs.over(inner.id).find((token) => isBefore(token, inner));
    if (outer !== undefined) return contradiction(inner, outer);
  }
  const inside = proofs.within(signature);
  const early = inside && over.find((token) => isBefore(token, inside));
  return early && contradiction(inside, early);
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
