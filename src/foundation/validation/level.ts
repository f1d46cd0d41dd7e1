import type { SignatureFacts } from './facts.ts';
import type { BestTime } from './report.ts';

/**
 * The baseline level really reached (ETSI EN 319 122-1, 319 142-1): B-T needs a timestamp that was judged good,
 * B-LT also validation data in the file. A claim without proof raises nothing.
 */
export function levelReached(facts: SignatureFacts, best: { readonly source: BestTime['source'] }): string {
  if (facts.kind !== 'signature' && facts.kind !== 'seal') return 'none';
  if (facts.baselineAttributes !== true) return 'none';
  if (best.source !== 'signature-timestamp') return `${facts.format}-B-B`;
  return facts.hasValidationData === true ? `${facts.format}-B-LT` : `${facts.format}-B-T`;
}
