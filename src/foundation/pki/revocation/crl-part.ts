import { equalBytes } from '../../core/index.ts';
import { type Certificate, type Crl, OID, type RevocationReason, sameName } from '../../x509/index.ts';
import { type EntryState, entryState, notProcessed } from './crl-entry-state.ts';
import type { RevocationInquiry } from './inquiry.ts';
import { effectiveDate, type StatementSignature } from './revocation-status.ts';

/** A CRL that was signed by who may, in scope for the certificate, with what it says of it. */
export interface CrlPart {
  readonly crl: Crl;
  readonly delta?: Crl;
  /** Reasons it covers. */
  readonly reasons: ReadonlySet<RevocationReason>;
  readonly signature: StatementSignature;
  readonly state: EntryState | { readonly kind: 'undecided' };
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
}

/** A complete CRL by itself. What it cannot say stands in the inquiry. */
export function completePart(
  crl: Crl,
  reasons: ReadonlySet<RevocationReason>,
  signature: StatementSignature,
  inquiry: RevocationInquiry,
): CrlPart {
  return {
    crl,
    reasons,
    signature,
    state: stateOf(crl, inquiry),
    thisUpdate: crl.thisUpdate,
    ...(crl.nextUpdate === undefined ? {} : { nextUpdate: crl.nextUpdate }),
  };
}

function stateOf(crl: Crl, inquiry: RevocationInquiry): CrlPart['state'] {
  const state = entryState(crl, inquiry.certificate);
  if (state.kind === 'revoked') return state;
  const undecided = (code: string, why: string): { kind: 'undecided' } => {
    inquiry.reject(code, `a CRL of ${crl.issuer.text} does not tell: ${why}`);
    return { kind: 'undecided' };
  };
  const problem = notProcessed(crl);
  if (problem !== undefined) return undecided('CRL_CRITICAL_EXTENSION', problem);
  // RFC 5280 5.3.1: removeFromCRL stands in delta CRLs alone.
  if (state.kind === 'removed')
    return undecided('CRL_ENTRY_REMOVED', 'it is complete and says removeFromCRL');
  return state;
}

/**
 * The base with what changed since then (RFC 5280 5.2.4, 6.3.3 (c), (h) to (k)). A revocation for good stays one,
 * whatever a delta removes: only a hold can be lifted.
 */
export function withDelta(base: CrlPart, delta: Crl, certificate: Certificate): CrlPart {
  const { crl, reasons, signature } = base;
  return {
    crl,
    delta,
    reasons,
    signature,
    state: changedState(base.state, entryState(delta, certificate)),
    // The combined list is as old as its delta, however old the base.
    thisUpdate: delta.thisUpdate,
    ...(delta.nextUpdate === undefined ? {} : { nextUpdate: delta.nextUpdate }),
  };
}

function changedState(before: CrlPart['state'], change: EntryState): CrlPart['state'] {
  if (change.kind === 'not-listed') return before;
  const isHold = before.kind === 'revoked' && before.reason === 'certificateHold';
  if (change.kind === 'removed') return isHold ? { kind: 'not-listed' } : before;
  if (before.kind !== 'revoked') return change;
  const revokedAt = effectiveDate(before.revokedAt, change.revokedAt);
  return isHold ? { ...change, revokedAt } : { ...before, revokedAt };
}

/** Same issuer, same scope, same key identifier (RFC 5280 5.2.4, 6.3.3 (c)). */
export function isDeltaOf(delta: Crl, base: Crl): boolean {
  if (!sameName(delta.issuer, base.issuer)) return false;
  const [ours, theirs] = [delta, base].map((crl) => crl.extensions.get(OID.issuingDistributionPoint)?.value);
  const isSameScope = ours === undefined || theirs === undefined ? ours === theirs : equalBytes(ours, theirs);
  const [key, baseKey] = [delta, base].map((crl) => crl.authorityKeyIdentifier?.keyIdentifier);
  const isSameKey = key === undefined || baseKey === undefined || equalBytes(key, baseKey);
  return isSameScope && isSameKey;
}

/** The base holds all that the delta builds on, and the delta is the newer one (RFC 5280 5.2.4). */
export function fitsUpon(delta: Crl, base: Crl): boolean {
  if (base.crlNumber === undefined || delta.crlNumber === undefined) return false;
  const isComplete = base.crlNumber >= delta.baseCrlNumber!;
  return isComplete && base.crlNumber < delta.crlNumber && base.thisUpdate <= delta.thisUpdate;
}
