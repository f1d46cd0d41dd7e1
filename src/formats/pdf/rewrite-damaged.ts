import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { readSignatures } from './signature-dictionary.ts';
import { writeAnew } from './write-anew.ts';

/**
 * A damaged document written anew: what its catalog and information lead to, under the same numbers, behind a cross-reference
 * table. Undefined for a file that is sound. Data of streams is copied as it is. What the repair could not find is gone.
 *
 * PDF_CHANGES_FORBIDDEN for a file with signatures: none would stand. PDF_ENCRYPTED, PDF_INVALID (a stream without a right
 * length, no catalog).
 */
export function rewriteDamaged(document: PdfDocument): Uint8Array | undefined {
  if (document.findings.every(({ code }) => code === 'PDF_ENCRYPTED')) return undefined;
  if (document.encrypted) {
    throw new YinxinError('PDF_ENCRYPTED', 'the PDF is damaged and encrypted: it is not written anew');
  }
  if (readSignatures(document).signatures.length > 0) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'the PDF is damaged and signed: writing it anew breaks signatures',
    );
  }
  return writeAnew(document, document.trailer.get('Root'));
}
