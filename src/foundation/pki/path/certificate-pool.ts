import { equalBytes, groupBy, YinxinError } from '../../core/index.ts';
import { type Certificate, nameKey } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import { type IssuedObject, keyRelation } from './key-relation.ts';
import { likeliest } from './likelihood.ts';
import { namesAboveAnchors } from './name-distance.ts';

/** Certificates that a path may be built from. */
export interface CertificatePool {
  readonly anchors: readonly Certificate[];
  /** Supplied certificates that could not be read. */
  readonly unread: number;
  isAnchor(certificate: Certificate): boolean;
  /** Those whose subject is the issuer of the child (a certificate or a CRL): the likeliest, and these first. */
  issuersOf(child: IssuedObject, at: Date): readonly Certificate[];
  /**
   * Those of {@link issuersOf} from which names chain up to an anchor and whose key identifier does not contradict: no
   * other is worth a signature.
   */
  anchoredIssuersOf(child: IssuedObject, at: Date): readonly Certificate[];
  /** The certificate whose key the child names as its issuer's, of whatever name: for a telling report. */
  holderOfIssuerKey(child: IssuedObject): Certificate | undefined;
}

/** Parses what was supplied, once per call; malformed certificates are left out and told. */
export function certificatePool(
  anchorBytes: readonly Uint8Array[],
  intermediateBytes: readonly Uint8Array[],
  memo: PkiMemo,
  findings: Findings,
): CertificatePool {
  const read = new Set<Certificate>();
  readInto(read, anchorBytes, memo, 'TRUST_ANCHOR_MALFORMED', 'trust anchor', findings);
  const anchors = [...read];
  const isKnownAnchor = new Set(anchors);
  const unread = readInto(
    read,
    intermediateBytes,
    memo,
    'CERTIFICATE_MALFORMED',
    'supplied certificate',
    findings,
  );
  const all = [...read];
  const distances = namesAboveAnchors(anchors, all);
  const distanceOf = (certificate: Certificate): number =>
    isKnownAnchor.has(certificate)
      ? 0
      : 1 + (distances.get(nameKey(certificate.issuer)) ?? Number.POSITIVE_INFINITY);
  const bySubject = groupBy(all, (certificate) => nameKey(certificate.subject));
  const anchored = groupBy(
    all.filter((certificate) => distanceOf(certificate) < Number.POSITIVE_INFINITY),
    (certificate) => nameKey(certificate.subject),
  );
  return {
    anchors,
    unread,
    // The same bytes read at another time are another object: every byte decides then.
    isAnchor: (certificate) =>
      isKnownAnchor.has(certificate) || anchors.some(({ raw }) => equalBytes(raw, certificate.raw)),
    issuersOf: (child, at) =>
      likeliest(bySubject.get(nameKey(child.issuer)) ?? [], { child, at, distanceOf }),
    anchoredIssuersOf: (child, at) => {
      const named = anchored.get(nameKey(child.issuer)) ?? [];
      const possible = named.filter((candidate) => keyRelation(candidate, child) !== 'other');
      return likeliest(possible, { child, at, distanceOf });
    },
    holderOfIssuerKey: (child) => all.find((candidate) => keyRelation(candidate, child) === 'named'),
  };
}

/** Malformed certificates that are told one by one; of more, only their number. */
const MAX_TOLD = 20;

/** Adds what can be read and answers with the number of the rest. The memo knows the same bytes again. */
function readInto(
  all: Set<Certificate>,
  list: readonly Uint8Array[],
  memo: PkiMemo,
  code: string,
  what: string,
  findings: Findings,
): number {
  let unread = 0;
  for (const bytes of list) {
    try {
      all.add(memo.certificate(bytes));
    } catch (error) {
      if (!(error instanceof YinxinError)) throw error;
      if (unread++ < MAX_TOLD) findings.skipped(code, `a ${what} was passed over: ${error.message}`);
    }
  }
  if (unread > MAX_TOLD) findings.skipped(code, `of the ${what}s ${unread} were passed over as malformed`);
  return unread;
}
