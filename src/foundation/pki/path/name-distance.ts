import { groupBy } from '../../core/index.ts';
import { type Certificate, nameKey } from '../../x509/index.ts';

/**
 * How many certificates lie between a name and an anchor, by names alone: 0 for subjects of anchors, one more for each
 * certificate below. A name without an entry leads nowhere. One walk over all certificates, linear in their number.
 */
export function namesAboveAnchors(
  anchors: readonly Certificate[],
  all: readonly Certificate[],
): ReadonlyMap<string, number> {
  const issuedBy = groupBy(all, (certificate) => nameKey(certificate.issuer));
  const distances = new Map<string, number>();
  for (const anchor of anchors) distances.set(nameKey(anchor.subject), 0);
  // A Map is walked in the order of adding, with what is added on the way: nearer names come first.
  for (const [name, distance] of distances) {
    for (const certificate of issuedBy.get(name) ?? []) {
      const subject = nameKey(certificate.subject);
      if (!distances.has(subject)) distances.set(subject, distance + 1);
    }
  }
  return distances;
}
