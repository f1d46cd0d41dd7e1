import { type Check, formatTime } from '../core/index.ts';
import { type AlgorithmPolicy, type AlgorithmUse, algorithmEnds } from '../crypto/index.ts';
import type { Certificate } from '../x509/index.ts';

/** What one proof rests on, and what ends with it. */
export interface ProofBasis {
  /** `timestamp t-1`, `signature sig-1`: whose proof it is. */
  readonly name: string;
  readonly path: readonly Certificate[];
  /** Of the value and of the chain. */
  readonly algorithms: readonly AlgorithmUse[];
  /** Until when revocation data of the chain is fresh, where that is what the proof stands on. */
  readonly freshUntil?: Date;
}

/** When a proof stops verifying unless it is renewed, and why. */
export interface RenewalDue {
  readonly due: Date;
  readonly reason: string;
}

/**
 * The earliest moment at which a proof stops verifying by itself: the end of a certificate of its chain, the anchor
 * included, of an algorithm it rests on, or of the freshness of its revocation data. A new timestamp over all of it,
 * made before, carries it on (ETSI EN 319 102-1 5.6; RFC 4998 5.2). A revocation that nobody knows of yet is not
 * foreseen. Undefined where nothing ends.
 */
export function renewalDue(basis: ProofBasis, policy?: AlgorithmPolicy): RenewalDue | undefined {
  const ends: RenewalDue[] = [
    ...basis.path.map((certificate) => ({
      due: certificate.notAfter,
      reason: `${basis.name}: ${certificate.subject.text} expires`,
    })),
    ...algorithmEnds(basis.algorithms, policy).flatMap(({ ends: due, reason }) =>
      due === undefined ? [] : [{ due, reason: `${basis.name}: ${reason}` }],
    ),
    ...(basis.freshUntil === undefined
      ? []
      : [{ due: basis.freshUntil, reason: `${basis.name}: its revocation data is not fresh any more` }]),
  ];
  return earliestDue(ends);
}

/** The one that comes first. */
export function earliestDue(all: readonly RenewalDue[]): RenewalDue | undefined {
  return all.reduce<RenewalDue | undefined>(
    (first, next) => (first === undefined || next.due < first.due ? next : first),
    undefined,
  );
}

/** As a check of a report: a warning once the moment has passed. */
export function renewalCheck({ due, reason }: RenewalDue, at: Date): Check {
  const past = due <= at;
  return {
    code: 'RENEWAL_DUE',
    status: past ? 'warning' : 'passed',
    detail: past
      ? `had to be renewed before ${formatTime(due)}: ${reason}`
      : `renew before ${formatTime(due)}: ${reason}`,
    clause: 'ETSI EN 319 102-1 5.6; RFC 4998 5.2',
  };
}
