import { openPdf, type PdfFile, rewriteDamaged } from '../../formats/pdf/index.ts';
import { sourceFromBytes, toSource } from '../../foundation/core/index.ts';
import type { SignPdfOptions } from './options.ts';

/** Opens the file to be signed; where the caller wants a damaged one signed, a sound copy of it. */
export async function openForSigning(
  options: Pick<SignPdfOptions, 'file' | 'limits' | 'password' | 'damaged'>,
): Promise<PdfFile> {
  const { limits, password } = options;
  const opening = {
    ...(limits === undefined ? {} : { limits }),
    ...(password === undefined ? {} : { password }),
  };
  const file = await openPdf(toSource(options.file), opening);
  if (options.damaged !== 'rewrite') return file;
  const copy = await file.read((document) => rewriteDamaged(document));
  return copy === undefined ? file : openPdf(sourceFromBytes(copy), opening);
}
