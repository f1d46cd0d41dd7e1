import { equalBytes, YinxinError } from '../../core/index.ts';
import { type Certificate, mayIssue } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';

/** Certificates that a path may be built from. */
export interface CertificatePool {
  readonly anchors: readonly Certificate[];
  isAnchor(certificate: Certificate): boolean;
  /** Those whose subject is the issuer of the child, the likeliest first. */
  issuersOf(child: Certificate, at: Date): readonly Certificate[];
}

/** Parses what was supplied, once per call; malformed certificates are left out and told. */
export function certificatePool(
  anchorBytes: readonly Uint8Array[],
  intermediateBytes: readonly Uint8Array[],
  memo: PkiMemo,
  findings: Findings,
): CertificatePool {
  const anchors = parseAll(anchorBytes, memo, findings);
  const all = [...anchors];
  for (const candidate of parseAll(intermediateBytes, memo, findings)) {
    if (!all.some((known) => equalBytes(known.raw, candidate.raw))) all.push(candidate);
  }
  const isAnchor = (certificate: Certificate): boolean =>
    anchors.some((a) => equalBytes(a.raw, certificate.raw));
  const issuersOf = (child: Certificate, at: Date): Certificate[] =>
    all
      .filter((candidate) => mayIssue(candidate, child.issuer))
      .map((candidate) => ({ candidate, score: likelihood(candidate, child, isAnchor(candidate), at) }))
      .sort((a, b) => b.score - a.score)
      .map(({ candidate }) => candidate);
  return { anchors, isAnchor, issuersOf };
}

/** The key identifiers say that another key of the same name signed (RFC 5280 4.2.1.1). */
export function isOtherKey(issuer: Certificate, child: Certificate): boolean {
  const named = child.authorityKeyIdentifier?.keyIdentifier;
  const own = issuer.subjectKeyIdentifier;
  return named !== undefined && own !== undefined && !equalBytes(named, own);
}

/** Key identifiers first, then anchors, then those in their dates: order only, nothing is decided here. */
function likelihood(issuer: Certificate, child: Certificate, anchor: boolean, at: Date): number {
  const inDates = at >= issuer.notBefore && at <= issuer.notAfter;
  return (isOtherKey(issuer, child) ? 0 : 4) + (anchor ? 2 : 0) + (inDates ? 1 : 0);
}

function parseAll(list: readonly Uint8Array[], memo: PkiMemo, findings: Findings): Certificate[] {
  const out: Certificate[] = [];
  for (const bytes of list) {
    try {
      const certificate = memo.certificate(bytes);
      if (!out.some((known) => equalBytes(known.raw, certificate.raw))) out.push(certificate);
    } catch (error) {
      if (!(error instanceof YinxinError)) throw error;
      findings.skipped('CERTIFICATE_MALFORMED', `a supplied certificate was passed over: ${error.message}`);
    }
  }
  return out;
}
