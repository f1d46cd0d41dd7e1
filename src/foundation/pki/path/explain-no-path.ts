import type { Limits } from '../../core/index.ts';
import { type Certificate, isSelfIssued } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import { MAX_PATH } from './build-path.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { isTelling, keyRelation } from './key-relation.ts';
import type { DeadEnd, PathSearch } from './path-search.ts';

/** What the explanation looks at. */
export interface NoPathContext {
  readonly pool: CertificatePool;
  readonly memo: PkiMemo;
  readonly limits: Limits;
  readonly options: { readonly at: Date; readonly trustAnchors: readonly Uint8Array[] };
}

const CLAUSE = 'ETSI EN 319 102-1 5.2.6';

/**
 * Why no path to an anchor was found, the most telling reason first: a search given up (then nothing is decided), a
 * wrong signature, a signature that is not supported, a certificate or an anchor that is missing.
 */
export function explainNoPath(
  leaf: Certificate,
  context: NoPathContext,
  search: PathSearch,
  findings: Findings,
): void {
  if (search.exhausted) {
    refuseUndecided(context, search, findings);
    return;
  }
  const way = climb(leaf, context);
  const ends = [...search.deadEnds, ...(way.end === undefined ? [] : [way.end])];
  const broken = ends.find((d) => d.result === 'invalid' || d.result === 'mismatch');
  const unsupported = ends.find((d) => d.result === 'unsupported');
  if (broken !== undefined) refuseBroken(broken, findings);
  else if (unsupported !== undefined) refuseUnsupported(unsupported, findings);
  else {
    const tooLong = ends.some((d) => d.result === 'too-long');
    const detail = tooLong
      ? `no path of at most ${MAX_PATH} certificates leads to a trust anchor`
      : missing(way.path, context);
    findings.refuse('unknown', 'NO_CERTIFICATE_CHAIN_FOUND', 'PATH', detail, CLAUSE);
  }
}

/** One way up by names and signatures, whether or not it leads to an anchor: as far as the certificates go. */
function climb(
  leaf: Certificate,
  { pool, memo, options }: NoPathContext,
): { path: Certificate[]; end?: DeadEnd } {
  const path = [leaf];
  while (path.length < MAX_PATH) {
    const last = path[path.length - 1]!;
    const [issuer] = pool
      .issuersOf(last, options.at)
      .filter((c) => !path.includes(c) && keyRelation(c, last) !== 'other');
    if (issuer === undefined) break;
    const { result, detail } = memo.signedBy(last, issuer);
    if (result !== 'valid') {
      if (result === 'invalid' && !isTelling(last, issuer)) break;
      return {
        path,
        end: {
          certificate: last,
          position: path.length - 1,
          issuer,
          result,
          ...(detail === undefined ? {} : { detail }),
        },
      };
    }
    path.push(issuer);
  }
  return { path };
}

function refuseUndecided({ limits }: NoPathContext, search: PathSearch, findings: Findings): void {
  const limit = search.limit ?? 'pathCandidates';
  const detail = `no path was found within ${limits[limit]} (limit ${limit}): give fewer certificates`;
  findings.skipped('PATH_BUDGET', detail);
  findings.refuse('unknown', 'NO_CERTIFICATE_CHAIN_FOUND', 'PATH', detail, CLAUSE);
}

function refuseBroken(end: DeadEnd, findings: Findings): void {
  const why = end.result === 'mismatch' ? `names two algorithms (${end.detail ?? ''})` : 'is wrong';
  findings.refuse(
    'untrusted',
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'CERTIFICATE_SIGNATURE',
    `the signature of ${labelOfEnd(end)} under the key of ${end.issuer?.subject.text ?? ''} ${why}`,
    'RFC 5280 6.1.3 (a)(1)',
  );
}

function refuseUnsupported(end: DeadEnd, findings: Findings): void {
  const words = `the signature of ${labelOfEnd(end)} is not supported (${end.detail ?? ''})`;
  findings.skipped('ALGORITHM_UNSUPPORTED', words);
  findings.refuse('unknown', 'CRYPTO_CONSTRAINTS_FAILURE', 'CERTIFICATE_SIGNATURE', words, CLAUSE);
}

function labelOfEnd({ certificate, position }: DeadEnd): string {
  return `certificate ${position} (${certificate.subject.text})`;
}

function missing(path: readonly Certificate[], { pool, options }: NoPathContext): string {
  const given = options.trustAnchors.length;
  if (given === 0) return 'no trust anchor was given for this purpose';
  if (pool.anchors.length === 0) return `none of the ${given} trust anchors given can be read`;
  const last = path[path.length - 1]!;
  const where = path.length === 1 ? '' : `, ${path.length - 1} above the certificate in question,`;
  if (isSelfIssued(last)) return `the path ends at ${last.subject.text}${where} which is no trust anchor`;
  const holder = pool.holderOfIssuerKey(last);
  const otherKeys = pool.issuersOf(last, options.at).filter((c) => keyRelation(c, last) === 'other').length;
  const hints = [
    ...(otherKeys === 0
      ? []
      : [`${otherKeys} of that name were given, with another key identifier than it names`]),
    ...(holder === undefined
      ? []
      : [`the key that it names is that of ${holder.subject.text}, another name`]),
    ...(pool.unread === 0 ? [] : [`${pool.unread} of the certificates given could not be read`]),
  ];
  const sentence = `no certificate of ${last.issuer.text} leads from ${last.subject.text}${where} to a trust anchor: give it`;
  return [sentence, ...hints].join('; ');
}
