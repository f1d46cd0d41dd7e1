import { equalBytes, latin1, YinxinError } from '../../core/index.ts';
import { type Certificate, nameKey } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import { namesAboveAnchors } from './name-distance.ts';

/** What names its issuer, and perhaps the issuer's key. */
type IssuedObject = Pick<Certificate, 'issuer' | 'authorityKeyIdentifier'>;

/** Certificates that a path may be built from. */
export interface CertificatePool {
  readonly anchors: readonly Certificate[];
  /** Supplied certificates that could not be read. */
  readonly unread: number;
  isAnchor(certificate: Certificate): boolean;
  /** Those whose subject is the issuer of the child (a certificate or a CRL), the likeliest first. */
  issuersOf(child: IssuedObject, at: Date): readonly Certificate[];
  /** Names chain from the certificate up to an anchor; without that no search is worth a signature. */
  mayReachAnchor(certificate: Certificate): boolean;
  /** The certificate whose key the child names as its issuer's, of whatever name: for a telling report. */
  holderOfIssuerKey(child: Certificate): Certificate | undefined;
}

/** Parses what was supplied, once per call; malformed certificates are left out and told. */
export function certificatePool(
  anchorBytes: readonly Uint8Array[],
  intermediateBytes: readonly Uint8Array[],
  memo: PkiMemo,
  findings: Findings,
): CertificatePool {
  const all = new Map<string, Certificate>();
  let unread = 0;
  readInto(all, anchorBytes, memo, (why) =>
    findings.skipped('TRUST_ANCHOR_MALFORMED', `a trust anchor was passed over: ${why}`),
  );
  const anchors = [...all.values()];
  const anchorKeys = new Set(all.keys());
  const known = new Map<Certificate, boolean>(anchors.map((anchor) => [anchor, true]));
  readInto(all, intermediateBytes, memo, (why) => {
    unread++;
    findings.skipped('CERTIFICATE_MALFORMED', `a supplied certificate was passed over: ${why}`);
  });
  const bySubject = new Map<string, Certificate[]>();
  for (const certificate of all.values()) {
    if (!known.has(certificate)) known.set(certificate, false);
    const key = nameKey(certificate.subject);
    const list = bySubject.get(key);
    if (list === undefined) bySubject.set(key, [certificate]);
    else list.push(certificate);
  }
  const distances = namesAboveAnchors(anchors, [...all.values()]);
  // Those of the pool are known as objects; any other is looked up by its bytes.
  const isAnchor = (certificate: Certificate): boolean =>
    known.get(certificate) ?? anchorKeys.has(latin1(certificate.raw));
  const distanceOf = (certificate: Certificate): number =>
    isAnchor(certificate) ? 0 : 1 + (distances.get(nameKey(certificate.issuer)) ?? Number.POSITIVE_INFINITY);
  return {
    anchors,
    unread,
    isAnchor,
    issuersOf: (child, at) =>
      ranked(bySubject.get(nameKey(child.issuer)) ?? [], (candidate) => [
        unlikeliness(candidate, child, at),
        distanceOf(candidate),
        -candidate.notBefore.getTime(),
      ]),
    mayReachAnchor: (certificate) => distanceOf(certificate) < Number.POSITIVE_INFINITY,
    holderOfIssuerKey: (child) => {
      const named = child.authorityKeyIdentifier?.keyIdentifier;
      const holds = (own: Uint8Array | undefined): boolean => own !== undefined && equalBytes(own, named!);
      return named === undefined ? undefined : [...all.values()].find((c) => holds(c.subjectKeyIdentifier));
    },
  };
}

/** The key identifiers say that another key of the same name signed (RFC 5280 4.2.1.1). */
export function isOtherKey(issuer: Certificate, child: IssuedObject): boolean {
  const named = child.authorityKeyIdentifier?.keyIdentifier;
  const own = issuer.subjectKeyIdentifier;
  return named !== undefined && own !== undefined && !equalBytes(named, own);
}

/** Key identifiers first, then CAs, then dates (RFC 4158 3.5): order only, nothing is decided here. */
function unlikeliness(issuer: Certificate, child: IssuedObject, at: Date): number {
  const outOfDates = at < issuer.notBefore || at > issuer.notAfter;
  const noCa = issuer.basicConstraints?.ca !== true;
  return (isOtherKey(issuer, child) ? 4 : 0) + (noCa ? 2 : 0) + (outOfDates ? 1 : 0);
}

function ranked(list: readonly Certificate[], rank: (c: Certificate) => readonly number[]): Certificate[] {
  if (list.length < 2) return [...list];
  return list
    .map((certificate) => ({ certificate, rank: rank(certificate) }))
    .sort((a, b) => {
      const at = a.rank.findIndex((value, i) => value !== b.rank[i]);
      return at === -1 ? 0 : a.rank[at]! - b.rank[at]!;
    })
    .map(({ certificate }) => certificate);
}

/** The whole bytes are the key: no two certificates share them, however alike somebody made them. */
function readInto(
  all: Map<string, Certificate>,
  list: readonly Uint8Array[],
  memo: PkiMemo,
  malformed: (why: string) => void,
): void {
  for (const bytes of list) {
    try {
      const key = latin1(bytes);
      if (!all.has(key)) all.set(key, memo.certificate(bytes));
    } catch (error) {
      if (!(error instanceof YinxinError)) throw error;
      malformed(error.message);
    }
  }
}
