import { openPdf, type PdfFile, type PdfSignature, readSignatures } from '../../formats/pdf/index.ts';
import {
  type Change,
  type FileInput,
  isYinxinError,
  type Limits,
  type Modification,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { ChangeHistory, ChangeJudge, pageNumbers } from './changes/index.ts';
import { assessCoverage } from './coverage.ts';
import { restrictionsOf } from './modification.ts';

/** One saved state of a PDF (ISO 32000-2, 7.5.6). */
export interface PdfRevision {
  /** From 1, the oldest. */
  readonly number: number;
  /** Bytes of the file when it was saved; undefined where the revision has no end of its own (damaged files). */
  readonly size: number | undefined;
  /** Signatures of the newest state whose signed bytes end with this revision. */
  readonly signatures: readonly PdfRevisionSignature[];
  /** What it did to the state before it, by the rules of that state's signatures; `none` for the first. */
  readonly modification: Modification;
  /** In codes and words, at most 100. */
  readonly changes: readonly Change[];
}

/** A signature by its field. Nothing about its value is said. */
export interface PdfRevisionSignature {
  readonly field: string;
  readonly kind: 'signature' | 'document-timestamp';
}

/** Options of {@link readPdfRevisions} and {@link pdfAtRevision}. */
export interface PdfRevisionOptions {
  readonly limits?: Partial<Limits>;
  /** Of an encrypted file, as user or owner; the empty one is tried too. */
  readonly password?: string;
}

/**
 * The saved states of a PDF, oldest first, with what each did to the one before. Not checked: values of signatures, trust
 * (that is `verify`). Where states cannot be compared (encrypted, damaged) the later ones are `not-checked`.
 * PDF_INVALID for a file without a catalog, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function readPdfRevisions(
  file: FileInput,
  options: PdfRevisionOptions = {},
): Promise<readonly PdfRevision[]> {
  const pdf = await openPdf(toSource(file), options);
  const history = await historyOf(pdf);
  return pdf.read((document) => {
    const covered = assessCoverage(document, readSignatures(document).signatures);
    const restrictions = restrictionsOf(document, covered);
    const judge = new ChangeJudge(history.changes, restrictions, pageNumbers(document));
    const verdictOf = (index: number) => {
      if (index === 0) return NOTHING;
      return history.changes.has(index) ? judge.verdictOf(index) : UNKNOWN;
    };
    return document.revisions.map(({ index, ends }): PdfRevision => {
      const signatures = covered.flatMap((one) => (one.revision === index ? one.signature : []));
      return {
        number: index + 1,
        size: sizeOf(ends, signatures),
        signatures: signatures.map(({ fieldName, type }) => ({
          field: fieldName,
          kind: type === 'DocTimeStamp' ? 'document-timestamp' : 'signature',
        })),
        ...verdictOf(index),
      };
    });
  });
}

const NOTHING = { modification: 'none', changes: [] } as const;
const UNKNOWN = { modification: 'not-checked', changes: [] } as const;

/** As far as the states can be compared. */
async function historyOf(pdf: PdfFile): Promise<ChangeHistory> {
  const history = new ChangeHistory(0);
  try {
    while (!(await pdf.read((document) => document.locked || history.advance(document)))) {
      // A piece at a time.
    }
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
  return history;
}

/**
 * The file as it was when a revision was saved: its first bytes, nothing rewritten. `number` is from 1, the oldest.
 * ARGUMENT_INVALID for a number that the file has not; PDF_INVALID where that revision has no end of its own;
 * LIMIT_EXCEEDED, IO_FAILED.
 */
export async function pdfAtRevision(
  file: FileInput,
  number: number,
  options: PdfRevisionOptions = {},
): Promise<Uint8Array> {
  const source = toSource(file);
  const pdf = await openPdf(source, options);
  const size = await pdf.read((document) => {
    const revision = document.revisions[number - 1];
    if (revision === undefined) {
      const revisions = document.revisions.length;
      throw new YinxinError('ARGUMENT_INVALID', `the file has ${revisions} revisions`, {
        details: { option: 'revision', revisions },
      });
    }
    return sizeOf(revision.ends, readSignatures(document).signatures);
  });
  if (size === undefined) {
    throw new YinxinError('PDF_INVALID', `revision ${number} has no end of its own: the file is damaged`, {
      details: { revision: number },
    });
  }
  return source.read(0, size);
}

/** Up to the line end behind `%%EOF`, unless a signature says that it ends before. */
function sizeOf(ends: readonly number[], signatures: readonly PdfSignature[]): number | undefined {
  return ends.find((end) => signatures.some(({ range }) => range?.end === end)) ?? ends.at(-1);
}
