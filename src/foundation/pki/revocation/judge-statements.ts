import { equalBytes } from '../../core/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { Findings } from '../findings.ts';
import { RevocationInquiry } from './inquiry.ts';
import { isLiftedBy, provedAt, type RevocationStatement, signedAt } from './revocation-status.ts';
import {
  algorithmProblem,
  besidePath,
  datesProblem,
  isVouchedForLife,
  type StandingProblem,
} from './signer-standing.ts';
import { gatherStatements } from './statements.ts';

/** What statements amount to at a time. */
export interface RevocationJudgement {
  /** `on-hold`: revoked with the reason certificateHold, not lifted by then. */
  readonly status: 'good' | 'revoked' | 'on-hold' | 'undecided';
  /** What decided. */
  readonly statement?: RevocationStatement;
  /** Signers of it beside the path of whose revocation nothing is known. */
  readonly unasked: readonly Certificate[];
}

/** Signers of signers that are asked about: a responder, its CRL issuer, and whoever signs for that one. */
const MAX_DEPTH = 3;

/**
 * Is the certificate revoked at `options.at`? A revocation for good counts before anything else; a hold until a later
 * statement that is good; then the newest good statement whose signers stand: in their dates, not revoked, with
 * algorithms that count.
 */
export function judgeStatements(
  statements: readonly RevocationStatement[],
  inquiry: RevocationInquiry,
): RevocationJudgement {
  return new Judgement(inquiry, [inquiry.certificate]).of(statements);
}

class Judgement {
  readonly #inquiry: RevocationInquiry;
  /** Whose standing is being asked about, by whatever certificate: they prove nothing good about themselves. */
  readonly #asking: readonly Certificate[];
  readonly #signers = new Map<Certificate, RevocationJudgement['status']>();
  readonly #problems = new Map<RevocationStatement, StandingProblem | undefined>();

  constructor(inquiry: RevocationInquiry, asking: readonly Certificate[]) {
    this.#inquiry = inquiry;
    this.#asking = asking;
  }

  of(statements: readonly RevocationStatement[]): RevocationJudgement {
    const { certificate, context } = this.#inquiry;
    const { options } = context;
    const proving = (what: string): RevocationStatement[] =>
      statements.filter((s) => provedAt(s, options.at, certificate.notAfter, options) === what);
    const revoked = proving('revoked').filter((s) => !this.#isSignerRevoked(s));
    const final = revoked.find((s) => s.reason !== 'certificateHold');
    if (final !== undefined) return this.#answer('revoked', final);
    const hold = revoked.find((s) => !statements.some((good) => this.#lifts(good, s)));
    if (hold !== undefined) return this.#answer('on-hold', hold);
    for (const good of proving('good').sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())) {
      const problem = this.#problem(good);
      if (problem === undefined) return this.#answer('good', good);
      this.#inquiry.reject(problem.code, problem.detail);
    }
    return { status: 'undecided', unasked: [] };
  }

  /** The hold had ended by the time that is asked about. */
  #lifts(good: RevocationStatement, hold: RevocationStatement): boolean {
    const { at } = this.#inquiry.context.options;
    return isLiftedBy(hold, good) && good.thisUpdate <= at && this.#problem(good) === undefined;
  }

  #answer(status: RevocationJudgement['status'], statement: RevocationStatement): RevocationJudgement {
    const unasked = this.#besides(statement).filter((c) => this.#signers.get(c) === 'undecided');
    return { status, statement, unasked };
  }

  /** Why nothing good follows from a statement; found out once. */
  #problem(statement: RevocationStatement): StandingProblem | undefined {
    if (!this.#problems.has(statement)) this.#problems.set(statement, this.#findProblem(statement));
    return this.#problems.get(statement);
  }

  #findProblem(statement: RevocationStatement): StandingProblem | undefined {
    const signatures = [statement, ...(statement.alsoSigned ?? [])];
    for (const signature of signatures) {
      const { signer } = signature;
      const isItself = this.#asking.some((c) => equalBytes(c.spki, signer.spki));
      const problem = isItself
        ? { code: 'REVOCATION_SIGNER_LOOP', detail: `${signer.subject.text} would vouch for itself` }
        : (algorithmProblem(signature, this.#inquiry) ??
          datesProblem(signature, signedAt(statement), this.#inquiry));
      if (problem !== undefined) return problem;
    }
    const revoked = this.#besides(statement).find((c) => isRevoked(this.#statusOf(c, statement)));
    if (revoked === undefined) return undefined;
    return {
      code: 'REVOCATION_SIGNER_REVOKED',
      detail: `${revoked.subject.text} signed it and is revoked itself`,
    };
  }

  /** What a revoked key says is no proof of a revocation either; of a signer that is asked about it is taken. */
  #isSignerRevoked(statement: RevocationStatement): boolean {
    return this.#besides(statement)
      .filter((c) => !this.#asking.some((asked) => equalBytes(asked.raw, c.raw)))
      .some((c) => isRevoked(this.#statusOf(c, statement)));
  }

  #besides(statement: RevocationStatement): Certificate[] {
    return [statement, ...(statement.alsoSigned ?? [])].flatMap((s) => besidePath(s, this.#inquiry));
  }

  #statusOf(signer: Certificate, statement: RevocationStatement): RevocationJudgement['status'] {
    const known = this.#signers.get(signer) ?? this.#ask(signer, statement);
    this.#signers.set(signer, known);
    return known;
  }

  #ask(signer: Certificate, statement: RevocationStatement): RevocationJudgement['status'] {
    const status = this.#askOthers(signer, statement);
    return status === 'undecided' && isVouchedForLife(signer, statement) ? 'good' : status;
  }

  #askOthers(signer: Certificate, statement: RevocationStatement): RevocationJudgement['status'] {
    const { budget, context } = this.#inquiry;
    if (this.#asking.length > MAX_DEPTH || !budget.takeQuestion()) return 'undecided';
    const paths = [statement, ...(statement.alsoSigned ?? [])].map((s) => s.signerPath ?? []);
    const path = paths.find((p) => p.includes(signer))!;
    const above = path.slice(path.indexOf(signer) + 1);
    // An anchor is believed as it is.
    if (above.length === 0) return 'good';
    const inquiry = new RevocationInquiry(signer, above, context, budget, new Findings());
    const { status, unasked } = new Judgement(inquiry, [...this.#asking, signer]).of(
      gatherStatements(inquiry),
    );
    // Good by somebody of whom nothing is known is not known to be good: keys must not vouch for each other.
    return status === 'good' && unasked.length > 0 ? 'undecided' : status;
  }
}

function isRevoked(status: RevocationJudgement['status']): boolean {
  return status === 'revoked' || status === 'on-hold';
}
