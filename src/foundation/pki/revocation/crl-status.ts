import { type Crl, OID } from '../../x509/index.ts';
import { type CrlPart, completePart } from './crl-part.ts';
import { scopeOf } from './crl-scope.ts';
import { crlSigner } from './crl-signer.ts';
import { withDeltas } from './delta-crl.ts';
import type { RevocationInquiry } from './inquiry.ts';
import { statementsOf } from './reason-partitions.ts';
import type { RevocationStatement } from './revocation-status.ts';

/**
 * Statements of CRLs about a certificate (RFC 5280 6.3.3): complete ones by the issuer or by the CRL issuer that the
 * certificate names, in scope, alone or with delta CRLs, of all reasons together. What was not used is told.
 */
export function crlStatements(inquiry: RevocationInquiry): RevocationStatement[] {
  const { complete, deltas, outside } = sorted(inquiry);
  const parts = complete.flatMap(({ crl, reasons }) => {
    const signature = crlSigner(crl, inquiry);
    return signature === undefined ? [] : [completePart(crl, reasons, signature, inquiry)];
  });
  const statements = statementsOf(withDeltas(parts, deltas, inquiry), inquiry);
  for (const { crl } of parts) {
    for (const quirk of crl.findings)
      inquiry.warn(quirk, `tolerated quirk of a CRL of ${crl.issuer.text}`, 'RFC 5280 5.1');
  }
  if (!statements.some((s) => s.status === 'good')) {
    for (const why of new Set(outside)) {
      inquiry.tell('CRL_SCOPE', `a CRL of ${inquiry.certificate.issuer.text} says nothing here: ${why}`);
    }
  }
  tellFreshest(parts, deltas, inquiry);
  return statements;
}

interface Sorted {
  readonly complete: readonly Pick<CrlPart, 'crl' | 'reasons'>[];
  readonly deltas: readonly Crl[];
  /** Why CRLs of the issuer are not about the certificate. */
  readonly outside: readonly string[];
}

/** The CRLs that are about the certificate by their issuer and scope. */
function sorted(inquiry: RevocationInquiry): Sorted {
  const complete: Pick<CrlPart, 'crl' | 'reasons'>[] = [];
  const deltas: Crl[] = [];
  const outside: string[] = [];
  for (const crl of likeliestFirst(inquiry.context)) {
    const scope = scopeOf(crl, inquiry.certificate);
    if (scope.outside !== undefined) outside.push(scope.outside);
    if (scope.reasons.size === 0) continue;
    if (crl.nextUpdate !== undefined && crl.nextUpdate < crl.thisUpdate) {
      inquiry.reject(
        'CRL_DATES',
        `a CRL of ${crl.issuer.text} was not used: its next update lies before this one`,
      );
    } else if (crl.baseCrlNumber === undefined) complete.push({ crl, reasons: scope.reasons });
    else deltas.push(crl);
  }
  return { complete, deltas, outside };
}

/** Those that speak for `at`, then later ones, then older ones: what can be checked is bounded. */
function likeliestFirst({ data, options: { at } }: RevocationInquiry['context']): Crl[] {
  const distance = ({ thisUpdate, nextUpdate }: Crl): readonly [number, number] => {
    if (thisUpdate > at) return [1, thisUpdate.getTime()];
    return [nextUpdate === undefined || at <= nextUpdate ? 0 : 2, -thisUpdate.getTime()];
  };
  return [...new Set(data.crls)]
    .map((crl) => ({ crl, distance: distance(crl) }))
    .sort(({ distance: [a, x] }, { distance: [b, y] }) => a - b || x - y)
    .map(({ crl }) => crl);
}

/** A newer list of changes is announced (RFC 5280 4.2.1.15, 5.2.6) and was not given: nothing is refused for it. */
function tellFreshest(parts: readonly CrlPart[], deltas: readonly Crl[], inquiry: RevocationInquiry): void {
  const { certificate } = inquiry;
  const announced =
    parts.length > 0 &&
    (certificate.extensions.has(OID.freshestCrl) || parts.some(({ crl }) => crl.freshestCrl !== undefined));
  if (!announced || deltas.length > 0) return;
  inquiry.tell(
    'FRESHEST_CRL_NOT_GIVEN',
    `${certificate.subject.text}: no delta CRL was given, though there are some`,
  );
}
