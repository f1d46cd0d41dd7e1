import {
  type Check,
  formatTime,
  isYinxinError,
  type NotChecked,
  type SubIndication,
  YinxinError,
} from '../../core/index.ts';
import { clauseOfProfile, judgeAlgorithms } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { type PkiMemo, pkiMemo } from '../memo.ts';
import type { PathOptions } from '../path-report.ts';
import { validatePath } from '../validate-path.ts';
import { type SignedList, signedListsOf } from './list-signature.ts';
import type { IssuerList, ListedIssuer } from './model.ts';
import { Outcome } from './outcome.ts';
import { readIssuerList } from './read.ts';

/** Options of {@link verifyIssuerList}; what is taken from `PathOptions` means the same as there. */
export interface VerifyIssuerListOptions
  extends Pick<PathOptions, 'algorithms' | 'profile' | 'memo' | 'limits'> {
  /** The canonical JSON; absent: it stands inside the signature (attached). */
  readonly list?: Uint8Array;
  /** CMS SignedData over it, DER. */
  readonly signature: Uint8Array;
  /** Who may sign lists, DER: these certificates themselves; a chain to one of them makes no signer of lists. */
  readonly trustAnchors: readonly Uint8Array[];
  /** Validation time. */
  readonly at: Date;
  /** Sequence of the newest list of this body that was seen: an older one is refused. Unset: not looked at. */
  readonly lastSequence?: number;
}

/** Answer of {@link verifyIssuerList}. */
export interface IssuerListReport {
  /** `valid`: authentic, and fresh enough to believe somebody by it. */
  readonly status: 'valid' | 'invalid' | 'indeterminate';
  readonly subIndication?: SubIndication;
  /** As read; present when a pinned certificate in its dates signed it. */
  readonly list?: IssuerList<ListedIssuer>;
  /** Whom the list lets believe; empty unless `valid`. Ask `listedAt`, which knows times and states. */
  readonly entries: readonly ListedIssuer[];
  /** Compromised keys of an authentic list, stale and superseded ones too: bad news does not run out. */
  readonly compromised: readonly ListedIssuer[];
  /** Authentic, and nextUpdate lies before `at`. */
  readonly stale: boolean;
  readonly signer?: Certificate;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Verifies a signed issuer list (`docs/issuer-list.md`): CMS of RFC 5652 or GB/T 35275 over its bytes by a pinned
 * certificate that the signature names; its syntax; the pin in its dates and its algorithms at `at` (at issuedAt, where
 * that is later); no step back behind `lastSequence`; nextUpdate not passed (else ISSUER_LIST_STALE). A list that is
 * later than `at` is used, and told. Never throws for a bad list; ARGUMENT_INVALID for a malformed call.
 * Not checked: revocation of a pin (take it out of `trustAnchors`), chains of the certificates in the list.
 */
export async function verifyIssuerList(options: VerifyIssuerListOptions): Promise<IssuerListReport> {
  assertOptions(options);
  const memo = options.memo ?? pkiMemo();
  const outcome = new Outcome();
  const signed = await signedListsOf(options.signature, options.list, options.trustAnchors, outcome);
  const [first] = signed;
  const list = first === undefined ? undefined : readOrRefuse(first.bytes, memo, outcome);
  const signer = list === undefined ? undefined : await signerInForce(signed, list, options, memo, outcome);
  if (list === undefined || signer === undefined) return report(outcome, options);
  checkTimes(list, options, outcome);
  return report(outcome, options, list, signer);
}

function report(
  { status, subIndication, checks, notChecked }: Outcome,
  { at }: VerifyIssuerListOptions,
  list?: IssuerList<ListedIssuer>,
  signer?: Certificate,
): IssuerListReport {
  const entries = list?.entries ?? [];
  return {
    status,
    ...(subIndication === undefined ? {} : { subIndication }),
    ...(list === undefined ? {} : { list }),
    entries: status === 'valid' ? entries : [],
    compromised: entries.filter(({ state }) => state === 'compromised'),
    stale: list !== undefined && list.nextUpdate < at,
    ...(signer === undefined ? {} : { signer }),
    checks,
    notChecked,
  };
}

function readOrRefuse(
  bytes: Uint8Array,
  memo: PkiMemo,
  outcome: Outcome,
): IssuerList<ListedIssuer> | undefined {
  try {
    return readIssuerList(bytes, memo);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    outcome.refuse('invalid', 'FORMAT_FAILURE', 'ISSUER_LIST_SYNTAX', error.message);
    return undefined;
  }
}

/** The first pin that signed and counts; with the reason of the first that does not, where none does. */
async function signerInForce(
  signed: readonly SignedList[],
  list: IssuerList,
  options: VerifyIssuerListOptions,
  memo: PkiMemo,
  outcome: Outcome,
): Promise<Certificate | undefined> {
  const time = new Date(Math.max(list.issuedAt.getTime(), options.at.getTime()));
  const attempts: Outcome[] = [];
  for (const candidate of signed) {
    const attempt = await checkPin(candidate, time, options, memo);
    if (attempt.status === 'valid') {
      outcome.absorb(attempt);
      return candidate.signer;
    }
    attempts.push(attempt);
  }
  outcome.absorb(attempts[0]!);
  return undefined;
}

async function checkPin(
  { signer, algorithms: uses }: SignedList,
  at: Date,
  { algorithms, profile, limits }: VerifyIssuerListOptions,
  memo: PkiMemo,
): Promise<Outcome> {
  const outcome = new Outcome();
  const rules = {
    ...(algorithms === undefined ? {} : { algorithms }),
    ...(profile === undefined ? {} : { profile }),
  };
  const verdict = judgeAlgorithms(uses, at, rules);
  const clause = 'ETSI TS 119 312';
  for (const { reason } of verdict.refused) {
    outcome.refuse('indeterminate', verdict.subIndication!, 'ALGORITHM_LEGACY', reason, clause);
  }
  if (verdict.outsideProfile.length > 0) {
    const detail = `the list is signed with algorithms outside the profile ${profile}`;
    const norm = clauseOfProfile(profile!);
    outcome.refuse('indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE', 'PROFILE_ALGORITHM', detail, norm);
  }
  const path = await validatePath({
    certificate: signer.raw,
    trustAnchors: [signer.raw],
    at,
    revocation: 'none',
    memo,
    ...rules,
    ...(limits === undefined ? {} : { limits }),
  });
  outcome.absorb(path);
  return outcome;
}

function checkTimes(list: IssuerList, { at, lastSequence }: VerifyIssuerListOptions, outcome: Outcome): void {
  const { sequence, issuedAt, nextUpdate } = list;
  if (lastSequence !== undefined && sequence < lastSequence) {
    const detail = `list ${sequence} is older than list ${lastSequence}, which was seen already`;
    outcome.refuse('invalid', 'SIG_CONSTRAINTS_FAILURE', 'ISSUER_LIST_SEQUENCE', detail);
  }
  if (nextUpdate < at) {
    const detail = `a newer list was due at ${formatTime(nextUpdate)}: give it`;
    outcome.refuse('indeterminate', 'TRY_LATER', 'ISSUER_LIST_STALE', detail);
  } else {
    outcome.add('ISSUER_LIST_FRESH', 'passed', `list ${sequence} counts until ${formatTime(nextUpdate)}`);
  }
  if (issuedAt > at) {
    const detail = `the list is of ${formatTime(issuedAt)}, later than ${formatTime(at)}`;
    outcome.add('ISSUER_LIST_LATER', 'warning', detail);
  }
}

function assertOptions({ at, lastSequence }: VerifyIssuerListOptions): void {
  if (!(at instanceof Date) || Number.isNaN(at.getTime())) {
    throw new YinxinError('ARGUMENT_INVALID', 'give the validation time `at` as a Date');
  }
  if (lastSequence !== undefined && !Number.isSafeInteger(lastSequence)) {
    throw new YinxinError('ARGUMENT_INVALID', 'give lastSequence as a whole number');
  }
}
