import type { JudgeContext } from './context.ts';
import type { SignatureFacts } from './facts.ts';

/** What proves the levels above B-B. */
export interface LevelProofs {
  /** A good timestamp over the signature. */
  readonly time: boolean;
  /** A good timestamp over validation data of the file beside the signature. */
  readonly archive: boolean;
}

/**
 * The baseline level really reached (ETSI EN 319 122-1, 319 142-1): B-T needs a timestamp that was judged good, B-LT
 * also validation data in the file, B-LTA a good timestamp over both. A claim without proof raises nothing.
 */
export function levelReached(facts: SignatureFacts, proofs: LevelProofs): string {
  if (facts.kind !== 'signature' && facts.kind !== 'seal') return 'none';
  if (facts.baselineAttributes !== true) return 'none';
  if (!proofs.time) return `${facts.format}-B-B`;
  if (facts.hasValidationData !== true) return `${facts.format}-B-T`;
  return proofs.archive ? `${facts.format}-B-LTA` : `${facts.format}-B-LT`;
}

/** What of that the good timestamps prove. */
export function levelProofs(facts: SignatureFacts, { proofs, options }: JudgeContext): LevelProofs {
  if (!proofs.any) return { time: false, archive: false };
  const isProved = (object: Uint8Array): boolean => proofs.ofObject(object).time < options.at;
  // Evidence records stand outside of the file: they prove its age, and raise no level in it.
  const over = proofs.over(facts.id).filter((token) => token.ofEvidenceRecord !== true);
  const stamped = over.some(
    ({ kind, stampsArchive }) => kind === 'document-timestamp' || stampsArchive === true,
  );
  return {
    time: over.length > 0,
    archive: stamped && [...facts.crls, ...facts.ocspResponses].some(isProved),
  };
}
