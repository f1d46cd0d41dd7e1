import { equalBytes } from '../../core/index.ts';
import type { Crl } from '../../x509/index.ts';
import { entryState, notProcessed } from './crl-entry-state.ts';
import { type CrlPart, fitsUpon, isDeltaOf, withDelta } from './crl-part.ts';
import { crlSigner } from './crl-signer.ts';
import type { RevocationInquiry } from './inquiry.ts';
import type { StatementSignature } from './revocation-status.ts';

/** A delta CRL whose signature was checked. */
interface SignedDelta {
  readonly crl: Crl;
  readonly signature: StatementSignature;
}

/**
 * Complete CRLs with the delta CRLs that fit upon them: each delta upon the newest base (RFC 5280 5.2.4). A delta that
 * fits upon none still tells of a revocation, and that an older list is not the last word: that one speaks no longer
 * than to the issue of the delta.
 */
export function withDeltas(
  bases: readonly CrlPart[],
  deltas: readonly Crl[],
  inquiry: RevocationInquiry,
): CrlPart[] {
  let out = [...bases];
  for (const delta of deltas) {
    const signature = signatureOf(delta, inquiry);
    if (signature === undefined) continue;
    const signed = { crl: delta, signature };
    const base = baseFor(signed, bases);
    if (base !== undefined) out.push(withDelta(base, delta, inquiry.certificate));
    else out = [...out.map((part) => outdatedBy(delta, part)), ...alone(signed, bases, inquiry)];
  }
  return out;
}

function signatureOf(delta: Crl, inquiry: RevocationInquiry): StatementSignature | undefined {
  const isNumbered = delta.crlNumber !== undefined && delta.crlNumber >= delta.baseCrlNumber!;
  if (isNumbered) return crlSigner(delta, inquiry);
  // RFC 5280 5.2.4: a delta has a number of its own, in the one sequence with its bases.
  const detail = `a delta CRL of ${delta.issuer.text} was not used: its number does not follow that of its base`;
  return inquiry.reject('CRL_DELTA_NUMBER', detail);
}

/** The newest base that the delta fits upon, signed by the same key (RFC 5280 6.3.3 (h)). */
function baseFor({ crl, signature }: SignedDelta, bases: readonly CrlPart[]): CrlPart | undefined {
  if (notProcessed(crl) !== undefined) return undefined;
  return bases
    .filter((base) => isDeltaOf(crl, base.crl) && fitsUpon(crl, base.crl))
    .filter((base) => equalBytes(base.signature.signer.spki, signature.signer.spki))
    .sort((a, b) => (a.crl.crlNumber! < b.crl.crlNumber! ? 1 : -1))[0];
}

function outdatedBy(delta: Crl, part: CrlPart): CrlPart {
  if (!isDeltaOf(delta, part.crl) || part.thisUpdate >= delta.thisUpdate) return part;
  const isEarlier = part.nextUpdate !== undefined && part.nextUpdate <= delta.thisUpdate;
  return isEarlier ? part : { ...part, nextUpdate: delta.thisUpdate };
}

/** A revocation in a delta counts without its base. */
function alone(
  { crl, signature }: SignedDelta,
  bases: readonly CrlPart[],
  inquiry: RevocationInquiry,
): CrlPart[] {
  const isOld = bases.some((base) => isDeltaOf(crl, base.crl) && base.thisUpdate >= crl.thisUpdate);
  if (!isOld) {
    const problem = notProcessed(crl);
    inquiry.reject(
      problem === undefined ? 'CRL_DELTA_WITHOUT_BASE' : 'CRL_CRITICAL_EXTENSION',
      `a delta CRL of ${crl.issuer.text} was not used: ${
        problem ?? `give the complete CRL of number ${crl.baseCrlNumber} or later, before ${crl.crlNumber}`
      }`,
    );
  }
  const state = entryState(crl, inquiry.certificate);
  if (state.kind !== 'revoked') return [];
  const { thisUpdate, nextUpdate } = crl;
  const dates = { thisUpdate, ...(nextUpdate === undefined ? {} : { nextUpdate }) };
  return [{ crl, reasons: new Set(), signature, state, ...dates }];
}
