import {
  type FileInput,
  formatTime,
  readAll,
  toSource,
  YinxinError,
} from '../../../foundation/core/index.ts';
import type { Check, NotChecked } from '../../../foundation/validation/index.ts';
import { isMendable } from '../conclude.ts';
import { digestsOf, sameDigests } from '../digests.ts';
import { check } from '../file-checks.ts';
import {
  type SupplementReport,
  verifySupplement,
  verifyWithdrawal,
  type WithdrawalReport,
} from '../follow-up/index.ts';
import type { DocumentKind, FileDigests, Receipt } from '../model.ts';
import type { VerifyApplicationOptions } from '../options.ts';
import { type ApplicationReport, verifyApplication } from '../verify-application.ts';
import { type ReceiptReport, verifyReceipt } from '../verify-receipt.ts';
import { type HistoryState, nextState } from './rules.ts';

/** One document of a history. */
export interface HistoryDocument {
  readonly kind: DocumentKind;
  readonly file: FileInput;
}

/** Options of {@link verifyApplicationHistory}. */
export interface VerifyHistoryOptions extends VerifyApplicationOptions {
  /** SHA-256 (hex) of the last document that is known from elsewhere: a history that is cut before it is found. */
  readonly lastKnown?: string;
}

/** One document with its own report. */
export type HistoryEntry =
  | { readonly kind: 'application'; readonly report: ApplicationReport }
  | { readonly kind: 'receipt'; readonly report: ReceiptReport }
  | { readonly kind: 'supplement'; readonly report: SupplementReport }
  | { readonly kind: 'withdrawal'; readonly report: WithdrawalReport };

/** Result of {@link verifyApplicationHistory}. Plain JSON. */
export interface HistoryReport {
  readonly schema: 'yinxin.application-history-report/1';
  readonly at: string;
  readonly conclusion: 'valid' | 'invalid' | 'undecided';
  /** Codes that forbid a better conclusion. */
  readonly reasons: readonly string[];
  /** Where the application stands, as far as the history holds. */
  readonly state: HistoryState | null;
  readonly entries: readonly HistoryEntry[];
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/** Documents of one application: real ones have about five. */
const MAX_DOCUMENTS = 100;
const CLAUSE = '电子签名法 art. 6 item 3';

/**
 * One history: application → receipt → supplement → receipt → withdrawal …, each document verified by itself, bound to
 * the application and to the one before by both digests, in a possible order, at times that do not run backwards. What
 * is swapped, left out, inserted, reordered or of another application breaks it. Not checked: what came after the last
 * document (unless `lastKnown` names one).
 * ARGUMENT_INVALID for an empty list or over 100 documents.
 */
export async function verifyApplicationHistory(
  documents: readonly HistoryDocument[],
  options: VerifyHistoryOptions,
): Promise<HistoryReport> {
  const files = await readDocuments(documents);
  const entries: HistoryEntry[] = [];
  const checks: Check[] = [];
  const [first] = files;
  const application =
    first?.kind === 'application' ? await verifyApplication(first.bytes, options) : undefined;
  if (application === undefined)
    checks.push(failed('HISTORY_ORDER', 'a history begins with its application'));
  else await walk(files, application, options, entries, checks);
  checks.push(...lastKnownCheck(files, options));
  const { conclusion, reasons } = conclude(entries, checks);
  const known = options.lastKnown !== undefined;
  return {
    schema: 'yinxin.application-history-report/1',
    at: formatTime(options.at),
    conclusion,
    reasons,
    state: stateOf(entries),
    entries,
    checks,
    notChecked: known
      ? []
      : [{ code: 'HISTORY_END', detail: 'whether anything came after the last document is not known' }],
  };
}

interface ReadDocument {
  readonly kind: DocumentKind;
  readonly bytes: Uint8Array;
  readonly digests: FileDigests;
}

async function readDocuments(documents: readonly HistoryDocument[]): Promise<ReadDocument[]> {
  if (documents.length === 0 || documents.length > MAX_DOCUMENTS)
    throw new YinxinError('ARGUMENT_INVALID', `give 1 to ${MAX_DOCUMENTS} documents`);
  const read: ReadDocument[] = [];
  for (const { kind, file } of documents) {
    const bytes = await readAll(toSource(file));
    read.push({ kind, bytes, digests: digestsOf(bytes) });
  }
  return read;
}

/** Document by document; each is verified with the one before it at hand. */
async function walk(
  files: readonly ReadDocument[],
  application: ApplicationReport,
  options: VerifyHistoryOptions,
  entries: HistoryEntry[],
  checks: Check[],
): Promise<void> {
  entries.push({ kind: 'application', report: application });
  let state = nextState(undefined, { kind: 'application' });
  let time = application.application?.submittedAt ?? null;
  let asked: Receipt | undefined;
  for (const [i, file] of files.entries()) {
    if (i === 0) continue;
    const before = files[i - 1]!;
    const entry = await verifyNext(file, before, files[0]!, application, options);
    entries.push(entry);
    const place = `${i + 1} (${file.kind})`;
    const next = nextState(state, eventOf(entry));
    if (next === undefined)
      checks.push(failed('HISTORY_ORDER', `document ${place} has no place after ${state ?? 'nothing'}`));
    else state = next;
    checks.push(linkCheck(entry, before, place));
    const { statedAt } = entry.report as ReceiptReport;
    if (statedAt !== null && time !== null)
      checks.push(orderCheck(Date.parse(time) <= Date.parse(statedAt), place));
    const receipt = entry.kind === 'receipt' ? entry.report.receipt : null;
    if (receipt !== null && time !== null && before.kind !== 'receipt')
      checks.push(orderCheck(Date.parse(time) <= Date.parse(receipt.sentAt), place));
    time = statedAt ?? time;
    if (receipt?.decision === 'supplement') {
      checks.push(...atOnceChecks(asked, receipt, place));
      asked ??= receipt;
    }
  }
}

async function verifyNext(
  file: ReadDocument,
  before: ReadDocument,
  first: ReadDocument,
  application: ApplicationReport,
  options: VerifyHistoryOptions,
): Promise<HistoryEntry> {
  const { kind, bytes } = file;
  switch (kind) {
    case 'application':
      return { kind, report: await verifyApplication(bytes, options) };
    case 'receipt': {
      const given = { ...options, application: first.bytes, previous: before.bytes };
      return { kind, report: await verifyReceipt(bytes, given) };
    }
    case 'supplement':
      return {
        kind,
        report: await verifySupplement(bytes, { ...options, application, receipt: before.bytes }),
      };
    case 'withdrawal':
      return {
        kind,
        report: await verifyWithdrawal(bytes, { ...options, application, previous: before.bytes }),
      };
  }
}

function eventOf(entry: HistoryEntry): Parameters<typeof nextState>[1] {
  const decision = entry.kind === 'receipt' ? entry.report.receipt?.decision : undefined;
  return { kind: entry.kind, ...(decision === undefined ? {} : { decision }) };
}

/** What a document says of the one before it: its kind too, so that nothing passes for something else. */
function linkCheck(entry: HistoryEntry, before: ReadDocument, place: string): Check {
  const same = ((): boolean => {
    switch (entry.kind) {
      case 'receipt':
        return isLink(entry.report.receipt?.previous, before);
      case 'withdrawal':
        return isLink(entry.report.withdrawal?.previous, before);
      case 'supplement': {
        const receipt = entry.report.supplement?.receipt;
        return receipt !== undefined && isLink({ kind: 'receipt', ...receipt }, before);
      }
      case 'application':
        return false;
    }
  })();
  const detail = same
    ? `document ${place} follows the one before it`
    : `document ${place} follows another than the one before it`;
  return check('HISTORY_LINK', same ? 'passed' : 'failed', detail, CLAUSE);
}

function isLink(
  stated: (FileDigests & { readonly kind: DocumentKind }) | undefined,
  before: ReadDocument,
): boolean {
  return stated !== undefined && stated.kind === before.kind && sameDigests(stated, before.digests);
}

function orderCheck(ordered: boolean, place: string): Check {
  return ordered
    ? check('HISTORY_TIMES', 'passed', `document ${place} is younger than the one before it`, CLAUSE)
    : failed('HISTORY_TIMES', `document ${place} says to be older than the one before it`);
}

/** What was not asked for the first time is asked too late (行政许可法 art. 32); the document is genuine all the same. */
function atOnceChecks(first: Receipt | undefined, receipt: Receipt, place: string): Check[] {
  if (first === undefined) return [];
  const known = new Set(first.reasons.map(({ code }) => code));
  return receipt.reasons
    .filter(({ code }) => !known.has(code))
    .map(({ code }) =>
      check(
        'HISTORY_SUPPLEMENT_AT_ONCE',
        'warning',
        `document ${place} asks for ${code} anew`,
        '行政许可法 art. 32',
      ),
    );
}

function lastKnownCheck(files: readonly ReadDocument[], { lastKnown }: VerifyHistoryOptions): Check[] {
  if (lastKnown === undefined) return [];
  const there = files.some(({ digests }) => digests.sha256 === lastKnown.toLowerCase());
  return [
    there
      ? check('HISTORY_END', 'passed', 'the last known document is in the history', CLAUSE)
      : failed('HISTORY_END', 'the history is cut: the last known document is not in it'),
  ];
}

function conclude(
  entries: readonly HistoryEntry[],
  checks: readonly Check[],
): Pick<HistoryReport, 'conclusion' | 'reasons'> {
  const verdicts = entries.map(({ report }) => report.conclusion);
  const bad = checks.some(({ status }) => status === 'failed') || verdicts.some((v) => v === 'invalid');
  const unsound = isUnsound(entries);
  const open = verdicts.some((v) => v === 'undecided');
  const reasons = [
    ...entries.flatMap(({ report }) => report.reasons),
    ...checks.filter(({ status }) => status === 'failed').map(({ code }) => code),
  ];
  const conclusion = bad || unsound ? 'invalid' : open ? 'undecided' : 'valid';
  return { conclusion, reasons: [...new Set(reasons)] };
}

/** Wrong fields of the form may be mended by a supplement; until then nothing may be accepted. Any other fault stays. */
function isUnsound(entries: readonly HistoryEntry[]): boolean {
  const [first] = entries;
  const application = first?.kind === 'application' ? first.report : undefined;
  if (application?.conclusion !== 'not-acceptable') return false;
  const mended = entries.some(
    ({ kind, report }) => kind === 'supplement' && hasForm(report as SupplementReport),
  );
  return !isMendable(application.reasons) || (stateOf(entries) === 'accepted' && !mended);
}

function hasForm({ conclusion, form }: SupplementReport): boolean {
  return conclusion === 'valid' && form !== null;
}

function stateOf(entries: readonly HistoryEntry[]): HistoryState | null {
  let state: HistoryState | undefined;
  for (const entry of entries) {
    const next = nextState(state, eventOf(entry));
    if (next === undefined) break;
    state = next;
  }
  return state ?? null;
}

function failed(code: string, detail: string): Check {
  return check(code, 'failed', detail, CLAUSE);
}
