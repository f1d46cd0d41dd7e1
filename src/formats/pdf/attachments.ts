import type { PdfDocument } from './document.ts';
import { nameOf, type PdfDict, PdfRef, PdfStream, PdfString } from './object.ts';
import { pdfInvalid } from './syntax.ts';
import { decodeTextString } from './text-string.ts';

/** A file embedded in a PDF (ISO 32000-1 clause 7.11.4). */
export interface PdfAttachment {
  /** /UF, else /F, of the file specification. */
  readonly name: string;
  /** AFRelationship of PDF/A-3 (`Data`, `Source`, …). */
  readonly relationship: string | undefined;
  readonly data: Uint8Array;
}

const MAX_DEPTH = 32;
const MAX_FILES = 1_000;

/**
 * Embedded files by the name tree of the catalog, in its order; data is decoded and bounded.
 * A tree with a loop, a file without data and more than 1,000 files are PDF_INVALID.
 */
export function attachments(document: PdfDocument, revision?: number): PdfAttachment[] {
  const names = document.dict(document.catalog(revision).get('Names'), revision);
  const root = names?.get('EmbeddedFiles');
  if (root === undefined) return [];
  const out: PdfAttachment[] = [];
  walk(document, root instanceof PdfRef ? root : undefined, document.dict(root, revision), out, new Set(), 0);
  return out;
}

function walk(
  document: PdfDocument,
  ref: PdfRef | undefined,
  node: PdfDict | undefined,
  out: PdfAttachment[],
  seen: Set<number>,
  depth: number,
): void {
  if (node === undefined) throw pdfInvalid('a node of the embedded files is missing');
  if (depth > MAX_DEPTH || (ref !== undefined && seen.has(ref.num)))
    throw pdfInvalid('the tree of embedded files forms a loop');
  if (ref !== undefined) seen.add(ref.num);
  const leaves = document.array(node.get('Names')) ?? [];
  for (let i = 1; i < leaves.length; i += 2) {
    const specification = document.dict(leaves[i]);
    if (specification === undefined) throw pdfInvalid('an embedded file has no specification');
    out.push(read(document, specification));
    if (out.length > MAX_FILES) throw pdfInvalid('more than 1,000 embedded files');
  }
  for (const kid of document.array(node.get('Kids')) ?? []) {
    walk(document, kid instanceof PdfRef ? kid : undefined, document.dict(kid), out, seen, depth + 1);
  }
}

function read(document: PdfDocument, specification: PdfDict): PdfAttachment {
  const name = document.resolve(specification.get('UF') ?? specification.get('F'));
  const files = document.dict(specification.get('EF'));
  const stream = document.resolve(files?.get('F') ?? files?.get('UF'));
  if (!(name instanceof PdfString) || !(stream instanceof PdfStream))
    throw pdfInvalid('an embedded file has no name or data');
  return {
    name: decodeTextString(name),
    relationship: nameOf(document.resolve(specification.get('AFRelationship'))),
    data: document.streamData(stream),
  };
}
