import type { Certificate } from '../../x509/index.ts';
import { type IssuedObject, keyRelation } from './key-relation.ts';

/** What the order of candidates is taken from. */
export interface LikelihoodContext {
  readonly child: IssuedObject;
  readonly at: Date;
  /** Certificates between the candidate and an anchor, by names. */
  distanceOf(candidate: Certificate): number;
}

/** Candidates for one child: more than a search may look at (limit `pathCandidates`) need no order. */
const MAX_RANKED = 256;

/**
 * The likeliest issuers first (RFC 4158 3.5): by key identifiers, then CAs, then those in their dates, then the nearest
 * to an anchor, then the newest. Order only: nothing is decided here. Of a crowd the likeliest are picked in one pass.
 */
export function likeliest(crowd: readonly Certificate[], context: LikelihoodContext): readonly Certificate[] {
  if (crowd.length < 2) return crowd;
  const { distanceOf } = context;
  const classes: Certificate[][] = Array.from({ length: 12 }, () => []);
  for (const candidate of crowd) {
    const same = classes[unlikeliness(candidate, context)]!;
    if (same.length < MAX_RANKED) same.push(candidate);
  }
  return classes
    .flatMap((same) =>
      same.sort((a, b) => distanceOf(a) - distanceOf(b) || b.notBefore.getTime() - a.notBefore.getTime()),
    )
    .slice(0, MAX_RANKED);
}

const KEY_WEIGHT = { named: 0, unsaid: 4, other: 8 } as const;

/** 0 to 11. */
function unlikeliness(issuer: Certificate, { child, at }: LikelihoodContext): number {
  const noCa = issuer.basicConstraints?.ca !== true;
  const outOfDates = at < issuer.notBefore || at > issuer.notAfter;
  return KEY_WEIGHT[keyRelation(issuer, child)] + (noCa ? 2 : 0) + (outOfDates ? 1 : 0);
}
