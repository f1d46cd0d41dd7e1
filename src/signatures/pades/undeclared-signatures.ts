import { nameOf, type PdfDocument, PdfRef, type PdfSignature, pages } from '../../formats/pdf/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';

/** Pages looked at, and what is on them. */
const MAX_PAGES = 1_000;
const MAX_ANNOTATIONS = 20_000;

/**
 * Signatures that the file shows and its form does not declare, in words. Readers that search for them call them
 * signatures; by the form (ISO 32000-2, 12.7.2) they are none, and nobody verifies them.
 */
export function undeclaredSignatures(
  document: PdfDocument,
  signatures: readonly PdfSignature[],
): readonly string[] {
  const found: string[] = [];
  const certification = document.dict(document.catalog().get('Perms'))?.get('DocMDP');
  const isDeclared = signatures.some(
    ({ ref }) => certification instanceof PdfRef && ref?.num === certification.num,
  );
  if (certification !== undefined && !isDeclared)
    found.push('/Perms names a certification that no field holds');
  found.push(...shownOnPages(document, signatures));
  return found;
}

function shownOnPages(document: PdfDocument, signatures: readonly PdfSignature[]): string[] {
  const declared = new Set(signatures.flatMap(({ ref, field }) => [ref?.num, field?.num]));
  const found: string[] = [];
  let looked = 0;
  try {
    for (const page of pages(document)) {
      if (page.index >= MAX_PAGES) break;
      for (const item of document.array(page.dict.get('Annots')) ?? []) {
        if (looked++ >= MAX_ANNOTATIONS) return found;
        const widget = document.dict(item);
        const value = widget?.get('V');
        const isSigned = nameOf(document.resolve(widget?.get('FT'))) === 'Sig' && value !== undefined;
        const isDeclared = [item, value].some((one) => one instanceof PdfRef && declared.has(one.num));
        if (isSigned && !isDeclared)
          found.push(`page ${page.index + 1} shows a signature that no form declares`);
      }
    }
  } catch (error) {
    if (!isYinxinError(error, 'PDF_INVALID')) throw error;
  }
  return found;
}
