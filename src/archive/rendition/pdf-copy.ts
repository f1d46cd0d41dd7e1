import { flattenSignatures, openPdf, readSignatures } from '../../formats/pdf/index.ts';
import { type ByteSource, type Limits, sourceFromBytes, YinxinError } from '../../foundation/core/index.ts';
import { keptValue, type Rendition } from './taken-signature.ts';

/** A PDF without signatures, and what they were. PDF_INVALID, PDF_ENCRYPTED, LIMIT_EXCEEDED. */
export async function pdfCopy(source: ByteSource, limits?: Limits): Promise<Rendition> {
  const options = limits === undefined ? {} : { limits };
  const pdf = await openPdf(source, options);
  const { flattened, taken } = await pdf.read((document) => ({
    flattened: flattenSignatures(document),
    taken: readSignatures(document).signatures.map(({ fieldName, contents }) => ({
      name: fieldName,
      values: [keptValue('Contents', contents)],
    })),
  }));
  // Proved on the file itself: a copy that still names a signature would be taken for a signed one.
  const again = await openPdf(sourceFromBytes(flattened.file), options);
  const left = await again.read((document) => readSignatures(document).signatures.length);
  if (left > 0) throw new YinxinError('PDF_INVALID', 'a signature could not be taken out of the PDF');
  return { file: flattened.file, taken, drawn: flattened.drawn };
}
