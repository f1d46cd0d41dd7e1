import type { Indication, SubIndication, Trust } from '../core/index.ts';
import type { SignatureFacts } from './facts.ts';

/** The indication of one signature, and why. */
export interface Verdict {
  readonly indication: Exclude<Indication, 'NO_SIGNATURE_FOUND'>;
  readonly subIndication: SubIndication | null;
}

/** Sub-indications that come with TOTAL_FAILED (ETSI EN 319 102-1 table 5). All others are INDETERMINATE (table 6). */
const FAILING: ReadonlySet<SubIndication> = new Set([
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
]);

const PASSED: Verdict = { indication: 'TOTAL_PASSED', subIndication: null };

/** A sub-indication with the main indication it belongs to. */
export function verdictOf(subIndication: SubIndication): Verdict {
  return { indication: FAILING.has(subIndication) ? 'TOTAL_FAILED' : 'INDETERMINATE', subIndication };
}

/**
 * From the four axes to one indication, in the order of ETSI EN 319 102-1 clause 5.3: format, cryptography,
 * what was covered and changed, then trust. The first axis that is not good decides.
 */
export function verdictFromAxes(
  facts: SignatureFacts,
  trust: { readonly trust: Trust; readonly subIndication: SubIndication | null },
): Verdict {
  const malformed = facts.formatFailure === undefined ? undefined : verdictOf(facts.formatFailure);
  if (malformed?.indication === 'TOTAL_FAILED') return malformed;
  // A demand that is merely not met (5.2.8, after the value) does not hide that the value is wrong.
  if (facts.cryptography === 'broken') return verdictOf(brokenBy(facts));
  if (malformed !== undefined) return malformed;
  if (facts.cryptography === 'not-checked') return verdictOf(uncheckedBy(facts));
  if (facts.modification === 'disallowed') return verdictOf('FORMAT_FAILURE');
  if (facts.coverage === 'partial' || facts.coverage === 'none') return verdictOf('SIG_CONSTRAINTS_FAILURE');
  if (facts.modification === 'not-checked') return verdictOf('SIG_CONSTRAINTS_FAILURE');
  if (trust.trust === 'trusted') return PASSED;
  return verdictOf(trust.subIndication ?? 'CERTIFICATE_CHAIN_GENERAL_FAILURE');
}

function brokenBy(facts: SignatureFacts): SubIndication {
  const digest = facts.checks.some((c) => c.status === 'failed' && /DIGEST|HASH|IMPRINT/.test(c.code));
  return digest ? 'HASH_FAILURE' : 'SIG_CRYPTO_FAILURE';
}

function uncheckedBy(facts: SignatureFacts): SubIndication {
  return facts.coverage === 'none' ? 'SIGNED_DATA_NOT_FOUND' : 'CRYPTO_CONSTRAINTS_FAILURE';
}
