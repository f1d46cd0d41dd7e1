import { equalBytes, type Limits } from '../../core/index.ts';
import type { Certificate, SignedByResult } from '../../x509/index.ts';
import type { PkiMemo } from '../memo.ts';
import { type CertificatePool, isOtherKey } from './certificate-pool.ts';

/** A way that led nowhere, kept for the report. */
export interface DeadEnd {
  readonly certificate: Certificate;
  readonly issuer?: Certificate;
  readonly result: SignedByResult['result'] | 'no-issuer' | 'too-long';
  readonly detail?: string;
}

/** Where a search takes its certificates from. */
export interface PathSources {
  readonly pool: CertificatePool;
  readonly limits: Limits;
  readonly memo: PkiMemo;
  readonly options: { readonly at: Date };
}

/** State of one search. */
export interface PathSearch {
  readonly deadEnds: DeadEnd[];
  /** Candidates looked at so far. */
  used: number;
  exhausted: boolean;
}

/** Certificates in one path: RFC 5280 sets no bound, real ones have three to five. */
const MAX_PATH = 16;

/**
 * All paths from a certificate to an anchor whose signatures are right, the likeliest first. Names must chain; no
 * certificate comes twice; the number of candidates is bounded over the whole search (limit `pathCandidates`).
 */
export function* findPaths(
  leaf: Certificate,
  { pool, limits, memo, options }: PathSources,
  search: PathSearch,
): Generator<readonly Certificate[]> {
  function* extend(path: readonly Certificate[]): Generator<readonly Certificate[]> {
    const last = path[path.length - 1]!;
    if (pool.isAnchor(last)) return yield path;
    if (path.length >= MAX_PATH) {
      search.deadEnds.push({ certificate: last, result: 'too-long' });
      return;
    }
    const issuers = pool.issuersOf(last, options.at).filter((issuer) => !repeats(path, issuer));
    if (issuers.length === 0) search.deadEnds.push({ certificate: last, result: 'no-issuer' });
    for (const issuer of issuers) {
      search.used++;
      if (search.used > limits.pathCandidates) {
        search.exhausted = true;
        return;
      }
      const { result, detail } = memo.signedBy(last, issuer);
      if (result === 'valid') yield* extend([...path, issuer]);
      else if (result !== 'invalid' || !isOtherKey(issuer, last)) {
        search.deadEnds.push({
          certificate: last,
          issuer,
          result,
          ...(detail === undefined ? {} : { detail }),
        });
      }
    }
  }
  yield* extend([leaf]);
}

/** The same certificate, or the same name with the same key, again: a loop (RFC 4158 2.4.2). */
function repeats(path: readonly Certificate[], issuer: Certificate): boolean {
  return path.some(
    (c) =>
      equalBytes(c.raw, issuer.raw) ||
      (equalBytes(c.subject.raw, issuer.subject.raw) && equalBytes(c.spki, issuer.spki)),
  );
}
