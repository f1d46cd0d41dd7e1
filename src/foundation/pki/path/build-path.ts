import { equalBytes, type Limits } from '../../core/index.ts';
import { type Certificate, nameKey } from '../../x509/index.ts';
import type { PkiMemo } from '../memo.ts';
import type { CertificatePool } from './certificate-pool.ts';
import { inheritsParameters, withInheritedKey } from './inherited-key.ts';
import { isTelling } from './key-relation.ts';
import { type PathSearch, SearchBudget } from './path-search.ts';

/** Where a search takes its certificates from. */
export interface PathSources {
  readonly pool: CertificatePool;
  readonly limits: Limits;
  readonly memo: PkiMemo;
  readonly options: { readonly at: Date };
}

/** Certificates in one path: RFC 5280 sets no bound, real ones have three to five. */
export const MAX_PATH = 16;

type Path = readonly Certificate[];

/** `hopeless`: no path leads on from here, whatever lies below. */
type Outcome = 'found' | 'hopeless' | 'cut-short';

/**
 * All paths from a certificate to an anchor whose signatures are right, the likeliest first (RFC 4158). Names must
 * chain; no certificate, and no name with the same key, comes twice. Bounded over the whole search are the candidates,
 * the signatures checked and the complete paths (limits `pathCandidates`, `pathSignatures`, `pathsJudged`); a
 * certificate from which names lead to no anchor, or that was found to lead nowhere, costs nothing further.
 */
export function* findPaths(leaf: Certificate, sources: PathSources, search: PathSearch): Generator<Path> {
  yield* new PathFinder(sources, search).extend([leaf]);
}

class PathFinder {
  readonly #pool: CertificatePool;
  readonly #at: Date;
  readonly #search: PathSearch;
  readonly #budget: SearchBudget;
  readonly #hopeless = new Set<Certificate>();
  /** Some issuer has a key that is not complete by itself. */
  #inherits = false;

  constructor({ pool, limits, memo, options }: PathSources, search: PathSearch) {
    this.#pool = pool;
    this.#at = options.at;
    this.#search = search;
    this.#budget = new SearchBudget(limits, memo, search);
  }

  *extend(path: Path): Generator<Path, Outcome> {
    const position = path.length - 1;
    const last = path[position]!;
    if (this.#pool.isAnchor(last)) return yield* this.#complete(path);
    if (path.length >= MAX_PATH) {
      this.#budget.deadEnd({ certificate: last, position, result: 'too-long' });
      return 'cut-short';
    }
    const named = this.#pool.anchoredIssuersOf(last, this.#at);
    const issuers = named.filter((issuer) => !repeats(path, issuer));
    if (named.length === 0) this.#budget.deadEnd({ certificate: last, position, result: 'no-issuer' });
    let outcome: Outcome = issuers.length < named.length ? 'cut-short' : 'hopeless';
    for (const issuer of issuers) {
      const above = yield* this.#through(issuer, path);
      if (this.#search.exhausted) return 'cut-short';
      if (above === 'hopeless') this.#hopeless.add(issuer);
      else if (above !== undefined && outcome !== 'found') outcome = above;
    }
    return outcome;
  }

  /** What lies beyond one issuer; undefined where it is none of this certificate. */
  *#through(issuer: Certificate, path: Path): Generator<Path, Outcome | undefined> {
    if (this.#hopeless.has(issuer)) return 'hopeless';
    if (!this.#budget.candidate() || !this.#isLinked(path, issuer)) return undefined;
    return yield* this.extend([...path, issuer]);
  }

  #isLinked(path: Path, issuer: Certificate): boolean {
    const position = path.length - 1;
    const child = path[position]!;
    const link = this.#budget.link(child, issuer);
    if (link === undefined) return false;
    if (link.result === 'valid') return true;
    // The key is complete only when the path above is known: the signature is checked then.
    if (link.result === 'unsupported' && inheritsParameters(issuer)) {
      this.#inherits = true;
      return true;
    }
    if (link.result !== 'invalid' || isTelling(child, issuer)) {
      this.#budget.deadEnd({ certificate: child, position, issuer, ...link });
    }
    return false;
  }

  *#complete(path: Path): Generator<Path, Outcome> {
    const whole = this.#inherits ? withAllKeys(path, this.#budget) : path;
    if (whole === undefined || !this.#budget.path()) return 'cut-short';
    yield whole;
    return 'found';
  }
}

/**
 * Keys that inherit their parameters get them from the anchor downwards, and what was signed with them is checked now.
 * Undefined where a signature is wrong then; an anchor has nobody to inherit from.
 */
function withAllKeys(path: Path, budget: SearchBudget): Path | undefined {
  const out = [...path];
  for (let i = path.length - 1; i > 0; i--) {
    if (!inheritsParameters(path[i]!)) continue;
    const issuer = i === path.length - 1 ? path[i]! : withInheritedKey(path[i]!, out[i + 1]!);
    out[i] = issuer;
    const link = budget.link(path[i - 1]!, issuer);
    if (link?.result === 'valid') continue;
    if (link !== undefined) budget.deadEnd({ certificate: path[i - 1]!, position: i - 1, issuer, ...link });
    return undefined;
  }
  return out;
}

/** The same certificate, or the same name with the same key, again: a loop (RFC 4158 2.4.2). */
function repeats(path: Path, issuer: Certificate): boolean {
  return path.some(
    (c) =>
      c === issuer || (equalBytes(c.spki, issuer.spki) && nameKey(c.subject) === nameKey(issuer.subject)),
  );
}
