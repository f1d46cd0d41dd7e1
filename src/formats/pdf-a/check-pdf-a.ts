import type { ByteSource, Limits } from '../../foundation/core/index.ts';
import { openPdf, type PdfDocument } from '../pdf/index.ts';
import { checkAnnotations } from './annotations.ts';
import { checkContentStream, checkPages } from './content.ts';
import { checkEmbeddedFiles } from './embedded-files.ts';
import { checkFileStructure } from './file-structure.ts';
import { PdfACase, type PdfAFinding, readable } from './findings.ts';
import { checkFonts } from './fonts.ts';
import { checkMetadata } from './metadata.ts';
import { checkObjects } from './objects.ts';
import { checkOutputIntents } from './output-intents.ts';

/** What was found about a file that should be PDF/A-3b. */
export interface PdfAReport {
  /** As the metadata claims: `3` and `B` for a face. */
  readonly part: string | undefined;
  readonly conformance: string | undefined;
  /** No rule that is checked is broken. */
  readonly passed: boolean;
  /** Rules that are broken, with their clauses. At most 1,000. */
  readonly findings: readonly PdfAFinding[];
  /** What ISO 19005-3 demands beyond that. */
  readonly notChecked: readonly { readonly clause: string; readonly detail: string }[];
}

const NOT_CHECKED: PdfAReport['notChecked'] = [
  {
    clause: 'ISO 19005-3 6.1.6',
    detail: 'hexadecimal strings of odd length, and spacing of objects (6.1.9)',
  },
  { clause: 'ISO 19005-3 6.1.8', detail: 'whether names are UTF-8' },
  { clause: 'ISO 19005-3 6.2.8.3', detail: 'the inside of JPEG 2000 pictures' },
  {
    clause: 'ISO 19005-3 6.2.11',
    detail: 'widths and glyphs of fonts that are not TrueType CIDFonts with Identity encodings',
  },
  { clause: 'ISO 19005-3 6.6.2.3', detail: 'extension schemas of the metadata' },
  { clause: 'ISO 19005-3 6.7', detail: 'logical structure (level A)' },
];

/**
 * Checks a PDF against ISO 19005-3:2012 level B: header, trailer, streams and filters, content and resources, colours and
 * output intent, transparency, fonts with their glyphs and widths, annotations, forms, actions, metadata, embedded
 * files, optional content. The newest state of the file is checked. Made for what this library writes and for files
 * like it; what it leaves out stands in `notChecked`. It asks for ToUnicode in composite fonts, too (level U), since a
 * verifier reads a face by it. PDF_INVALID, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function checkPdfA(
  source: ByteSource,
  options: { readonly limits?: Limits } = {},
): Promise<PdfAReport> {
  const file = await openPdf(source, options.limits === undefined ? {} : { limits: options.limits });
  return file.read(examine);
}

function examine(document: PdfDocument): PdfAReport {
  const file = new PdfACase(document);
  checkFileStructure(file);
  const { part, conformance } = document.locked ? {} : checkContents(file);
  return {
    part,
    conformance,
    passed: file.findings.length === 0,
    findings: file.findings,
    notChecked: NOT_CHECKED,
  };
}

/** Nothing of it can be read in a file that does not open. */
function checkContents(file: PdfACase): { readonly part?: string; readonly conformance?: string } {
  checkObjects(file, (form, num) => checkContentStream(file, form, num));
  // What these read is told by number above when it is damaged; a tree of pages that is, only here.
  for (const check of [checkPages, checkFonts, checkAnnotations, checkEmbeddedFiles, checkOutputIntents]) {
    if (readable(() => check(file) ?? true) === undefined) {
      file.find('PDFA_CROSS_REFERENCE', 'the file cannot be read to its end');
    }
  }
  return readable(() => checkMetadata(file)) ?? {};
}
