import { equalBytes, isYinxinError, toHex } from '../../core/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { ListedIssuer, ListedPurpose } from './model.ts';
import type { IssuerListReport } from './verify.ts';

/** What a verified list says; a report of `verifyIssuerList` is one. */
export type VerifiedIssuers = Pick<IssuerListReport, 'entries' | 'compromised'>;

/** Why a certificate is not believed by a list. */
export type ListedProblem =
  /** The certificate stands in no entry, or the list must not be used. */
  | 'NOT_LISTED'
  /** It stands there for other purposes. */
  | 'PURPOSE_NOT_LISTED'
  /** No entry of the purpose covers the time of the act. */
  | 'NOT_LISTED_THEN'
  /** Its key is compromised, and nothing proves that the act is older. */
  | 'KEY_COMPROMISED';

/**
 * May an act of a certificate be believed by a list? `time` is when the act is said to have happened, `provedTime` when
 * it is proved to have existed already (by a timestamp that itself is believed); unset: no such proof.
 *
 * An entry of the purpose must cover the time of the act, which cannot be later than its proof. A compromised key
 * refuses everything, under whichever certificate and entry, that is not proved to be older than the compromise.
 */
export function listedAt(
  list: VerifiedIssuers,
  certificate: Certificate,
  purpose: ListedPurpose,
  time: Date,
  provedTime?: Date,
): 'listed' | ListedProblem {
  if (isKeyCompromised(list, certificate, provedTime)) return 'KEY_COMPROMISED';
  const entries = list.entries.filter((entry) => equalBytes(entry.certificate, certificate.raw));
  if (entries.length === 0) return 'NOT_LISTED';
  const fitting = entries.filter(({ purposes }) => purposes.includes(purpose));
  if (fitting.length === 0) return 'PURPOSE_NOT_LISTED';
  const act = provedTime !== undefined && provedTime < time ? provedTime : time;
  return fitting.some(({ from, to }) => act >= from && act <= to) ? 'listed' : 'NOT_LISTED_THEN';
}

/** Is the key of a certificate compromised by a list, for what is not proved to be older than that? */
export function isKeyCompromised(
  list: Pick<VerifiedIssuers, 'compromised'>,
  certificate: Certificate,
  provedTime?: Date,
): boolean {
  return list.compromised.some(
    ({ parsed, compromisedAt }) =>
      (provedTime === undefined || provedTime >= compromisedAt!) &&
      equalBytes(keyOf(parsed), keyOf(certificate)),
  );
}

/**
 * Certificates that a list lets believe for acts of a time, by purpose, as anchors and pins: those whose entry covers the
 * time, `provedTime` being when the act is proved to have existed (unset: no such proof), without compromised keys where
 * that is not before the compromise. The rules of {@link listedAt}, for all certificates at once.
 */
export function trustOfIssuerList(
  list: VerifiedIssuers,
  time: Date,
  provedTime?: Date,
): Readonly<Record<ListedPurpose, readonly Uint8Array[]>> {
  const act = provedTime !== undefined && provedTime < time ? provedTime : time;
  const compromised = new Set(
    list.compromised
      .filter(({ compromisedAt }) => provedTime === undefined || provedTime >= compromisedAt!)
      .map((entry) => keyNameOf(entry)),
  );
  const inForce = list.entries.filter(({ from, to }) => act >= from && act <= to);
  const believed =
    compromised.size === 0 ? inForce : inForce.filter((entry) => !compromised.has(keyNameOf(entry)));
  const of = (purpose: ListedPurpose): Uint8Array[] => {
    const chosen = believed.filter(({ purposes }) => purposes.includes(purpose));
    // One certificate may stand in several entries (two types, two hosts).
    return [...new Map(chosen.map(({ certificate }) => [toHex(certificate), certificate])).values()];
  };
  return {
    signers: of('signers'),
    timestamps: of('timestamps'),
    sealMakers: of('sealMakers'),
    licenseIssuers: of('licenseIssuers'),
    statusIssuers: of('statusIssuers'),
  };
}

/** A list is asked again and again: the keys of its entries are spelt once. */
const keyNames = /* @__PURE__ */ new WeakMap<ListedIssuer, string>();

function keyNameOf(entry: ListedIssuer): string {
  const name = keyNames.get(entry) ?? toHex(keyOf(entry.parsed));
  keyNames.set(entry, name);
  return name;
}

/** One spelling of a key: SM2 keys come under two identifiers, points compressed or not. */
function keyOf(certificate: Certificate): Uint8Array {
  try {
    return certificate.publicKey.primitive?.spki ?? certificate.spki;
  } catch (error) {
    if (isYinxinError(error)) return certificate.spki;
    throw error;
  }
}
