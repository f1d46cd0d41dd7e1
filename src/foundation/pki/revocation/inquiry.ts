import type { Limits } from '../../core/index.ts';
import type { Certificate, SignedByResult } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import type { CertificatePool } from '../path/index.ts';
import type { PathOptions } from '../path-report.ts';
import type { RevocationData } from './revocation-source.ts';

/** What revocation is decided from. */
export interface RevocationContext {
  readonly options: PathOptions;
  readonly limits: Limits;
  readonly memo: PkiMemo;
  readonly pool: CertificatePool;
  readonly data: RevocationData;
}

/** Signers beside the path that are asked about for one certificate, their paths and revocation: real ones need two. */
const MAX_QUESTIONS = 32;

/** What one certificate may cost: signatures of data (limit `pathSignatures`), and questions about signers. */
export class RevocationBudget {
  #signatures: number;
  #questions = MAX_QUESTIONS;

  constructor({ pathSignatures }: Limits) {
    this.#signatures = pathSignatures;
  }

  /** One signature may be checked. */
  takeSignature(): boolean {
    return this.#signatures-- > 0;
  }

  /** The path or the revocation of one more signer may be asked about. */
  takeQuestion(): boolean {
    return this.#questions-- > 0;
  }
}

/** The question whether one certificate is revoked, and what it is answered from. */
export class RevocationInquiry {
  readonly certificate: Certificate;
  /** The issuer first, the anchor last. */
  readonly above: readonly Certificate[];
  readonly context: RevocationContext;
  readonly budget: RevocationBudget;
  /** Codes of data that is about the certificate and could not be used. */
  readonly unusable: string[] = [];
  readonly #findings: Findings;

  constructor(
    certificate: Certificate,
    above: readonly Certificate[],
    context: RevocationContext,
    budget: RevocationBudget,
    findings: Findings,
  ) {
    this.certificate = certificate;
    this.above = above;
    this.context = context;
    this.budget = budget;
    this.#findings = findings;
  }

  /** Who issued the certificate. */
  get issuer(): Certificate {
    return this.above[0]!;
  }

  /** Data that is about the certificate was not used, and why. */
  reject(code: string, detail: string): undefined {
    this.unusable.push(code);
    this.tell(code, detail);
    return undefined;
  }

  /** Something is not known, and nothing is refused for it. */
  tell(code: string, detail: string): void {
    this.#findings.skipped(code, detail);
  }

  /** What was tolerated of the value of data that was used, its algorithm and the key that made it. */
  warnOfQuirks(value: SignedByResult, what: string, signer: Certificate): void {
    const quirks = [...(value.findings ?? []), ...signer.publicKey.findings];
    const detail = `tolerated in the signature of ${what} by ${signer.subject.text}`;
    for (const quirk of new Set(quirks)) this.warn(quirk, detail, 'GB/T 20518-2018; RFC 5280 4.1.1.2');
  }

  /** A tolerated quirk of data that was used. */
  warn(code: string, detail: string, clause: string): void {
    this.#findings.warning(code, detail, clause);
  }
}
