import {
  hybridFindings,
  openPdf,
  type PdfFinding,
  readSecurityStore,
  readSignatures,
} from '../../formats/pdf/index.ts';
import {
  assertWithin,
  type ByteSource,
  type Check,
  DEFAULT_LIMITS,
  type Limits,
  type NotChecked,
  type ValidationData,
} from '../../foundation/core/index.ts';
import type { FileFacts } from '../../foundation/validation/index.ts';
import { attachedSeals } from './attached-seals.ts';
import type { SignatureContext } from './context.ts';
import { assessCoverage, type Covered } from './coverage.ts';
import { type SignatureGroup, storedBeforeTimestamps, withCovers } from './covers.ts';
import { fieldPictures } from './field-pictures.ts';
import { assessModification, type Modifications } from './modification.ts';
import { preparedContent } from './prepared-content.ts';
import { RangeDigests } from './range-digests.ts';
import { inspectSignature } from './signature.ts';
import { undeclaredSignatures } from './undeclared-signatures.ts';

/** Options of {@link inspectPdf}. */
export interface InspectPdfOptions {
  readonly limits?: Partial<Limits>;
  /** Of an encrypted file, as user or owner; the empty one is tried too. */
  readonly password?: string;
}

/**
 * What the signatures of a PDF say: values, coverage by revision, and what was changed afterwards. No trust.
 *
 * Each later revision is compared with the one before it (`modification`, `changes`): validation data, document
 * timestamps, signatures and the filling of forms are permitted where no DocMDP, FieldMDP or /Lock forbids them;
 * annotations only where a certification of level 3 permits them; everything else is `disallowed`. What cannot be
 * compared (encrypted or damaged files, bytes that are no revision) stays `not-checked`, with the reason.
 *
 * Not checked: what the page shows, seed values, /Prop_Build, legal attestations. Throws PDF_INVALID for a file without
 * a catalog, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function inspectPdf(source: ByteSource, options: InspectPdfOptions = {}): Promise<FileFacts> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const file = await openPdf(source, {
    limits,
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  const survey = await file.read((document) => {
    const { signatures, problems } = readSignatures(document);
    assertWithin('signatures', signatures.length, limits);
    const findings = [...document.findings, ...(signatures.length > 0 ? hybridFindings(document) : [])];
    const covered = assessCoverage(document, signatures);
    return {
      covered,
      undeclared: undeclaredSignatures(document, signatures),
      prepared: signatures.length > 0 ? preparedContent(document) : [],
      attached: signatures.length > 0 ? attachedSeals(document) : [],
      doubtful: isDoubtful(findings, problems),
      stored: storedBeforeTimestamps(document, covered),
      problems,
      store: readSecurityStore(document),
      findings,
    };
  });
  const digests = new RangeDigests(source, rangesOf(survey.covered));
  const { covered, removed, prepared } = await assessModification(file, survey.covered, survey.doubtful);
  const groups: SignatureGroup[] = [];
  for (const [index, one] of covered.entries()) {
    const pictures: SignatureContext['pictures'] = (isKnown) =>
      file.read((document) => fieldPictures(document, one.signature.fieldName, one.revision, isKnown));
    const id = `sig-${index + 1}`;
    const facts = await inspectSignature(one, digests, survey.store, id, pictures);
    groups.push({ covered: one, facts });
  }
  return {
    format: 'pdf',
    signatures: withCovers(groups, survey.store, survey.stored),
    checks: [
      ...findingChecks(survey.findings),
      ...treeChecks(survey.problems),
      ...removedChecks(removed),
      ...survey.undeclared.map(undeclaredCheck),
      ...preparedChecks(prepared),
      ...survey.prepared,
      ...survey.attached,
    ],
    notChecked: [...unread(survey.findings, survey.store)],
  };
}

/** A file that had to be guessed at, or a form that two readers see differently, is no ground for a good verdict. */
function isDoubtful(findings: readonly PdfFinding[], problems: readonly string[]): boolean {
  return problems.length > 0 || findings.some(({ code }) => DAMAGE.has(code));
}

const DAMAGE: ReadonlySet<string> = new Set<PdfFinding['code']>([
  'PDF_REPAIRED',
  'PDF_XREF_SIZE',
  'PDF_TRAILER',
  'PDF_DUPLICATE_KEY',
  'PDF_HYBRID',
  'PDF_HEADER',
]);

/** Ranges of colliding signatures are left out: hashing them could cost the square of the file. */
function rangesOf(covered: readonly Covered[]) {
  return covered.flatMap(({ signature, problems }) =>
    signature.range === undefined || problems.some((p) => p.code === 'BYTE_RANGE_COLLISION')
      ? []
      : [signature.range],
  );
}

function findingChecks(findings: readonly PdfFinding[]): Check[] {
  return findings
    .filter((finding) => finding.code !== 'PDF_ENCRYPTED')
    .map(({ code, detail }) => ({
      code,
      status: DAMAGE.has(code) ? 'failed' : 'warning',
      detail,
      clause: 'ISO 32000-1 7.5',
    }));
}

function treeChecks(problems: readonly string[]): Check[] {
  return problems.map((detail) => ({
    code: 'PDF_FORM',
    status: 'failed',
    detail,
    clause: 'ISO 32000-1 12.7.3',
  }));
}

/** Nothing was done with it yet: a warning, before or beside any attack. */
function preparedChecks({ unused, ambiguous }: Modifications['prepared']): Check[] {
  const warning = (code: string, what: string, numbers: readonly number[], clause: string): Check[] =>
    numbers.length === 0
      ? []
      : [
          {
            code,
            status: 'warning',
            detail: `${what}: ${numbers.join(', ')}`,
            clause: `ISO 32000-1 ${clause}`,
          },
        ];
  const shown = 'objects that could be shown are used nowhere in the signed revision';
  const twice = 'objects give a key twice, and readers take one or the other';
  return [
    ...warning('PDF_UNUSED_CONTENT', shown, unused, '7.3.10'),
    ...warning('PDF_DUPLICATE_KEY', twice, ambiguous, '7.3.7'),
  ];
}

function undeclaredCheck(detail: string): Check {
  return { code: 'PDF_SIGNATURE_UNDECLARED', status: 'failed', detail, clause: 'ISO 32000-2 12.7.2' };
}

function removedChecks(removed: readonly string[] | undefined): Check[] {
  const clause = 'ETSI EN 319 142-1 5; ISO 32000-1 12.7.4.5';
  if (removed === undefined) {
    const detail = 'the file has too many revisions to look for signatures that were taken away';
    return [{ code: 'PDF_SIGNATURE_REMOVED', status: 'not-run', detail, clause }];
  }
  return removed.map((name) => ({
    code: 'PDF_SIGNATURE_REMOVED',
    status: 'failed',
    detail: `the signature in "${name}" of an earlier revision was taken away or exchanged`,
    clause,
  }));
}

function* unread(
  findings: readonly PdfFinding[],
  store: ValidationData & { readonly unreadable: number },
): Generator<NotChecked> {
  for (const { code, detail } of findings) if (code === 'PDF_ENCRYPTED') yield { code, detail };
  if (store.unreadable > 0) {
    yield { code: 'DSS_UNREADABLE', detail: `${store.unreadable} entries of the DSS cannot be read` };
  }
}
