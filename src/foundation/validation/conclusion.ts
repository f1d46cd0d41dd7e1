import type { Indication, SubIndication } from '../core/index.ts';
import { verdictOf } from './indication.ts';
import type { Judgement, SignatureReport } from './report.ts';

const RANK: Readonly<Record<Indication, number>> = {
  TOTAL_PASSED: 0,
  NO_SIGNATURE_FOUND: 1,
  INDETERMINATE: 2,
  TOTAL_FAILED: 3,
};

/**
 * The worst over all entries without parent. Timestamps alone are no signature: NO_SIGNATURE_FOUND.
 * A bad child timestamp proves nothing and spoils nothing: it stands as a failed check on its parent.
 */
export function concludeFile(
  signatures: readonly SignatureReport[],
  failure?: SubIndication | null,
): Judgement['conclusion'] {
  if (failure !== undefined) {
    if (failure === null) return { indication: 'INDETERMINATE', subIndications: [] };
    return { indication: verdictOf(failure).indication, subIndications: [failure] };
  }
  const top = signatures.filter((s) => s.parent === undefined);
  if (!top.some((s) => s.kind !== 'document-timestamp' && s.kind !== 'timestamp')) {
    return { indication: 'NO_SIGNATURE_FOUND', subIndications: [] };
  }
  let indication: Indication = 'TOTAL_PASSED';
  const subIndications = new Set<SubIndication>();
  for (const s of top) {
    if (RANK[s.indication] > RANK[indication]) indication = s.indication;
    if (s.subIndication !== null) subIndications.add(s.subIndication);
  }
  return { indication, subIndications: [...subIndications] };
}
