import type { PdfBytes } from './bytes.ts';
import { decodeStream, type Resolve } from './filters.ts';
import { countOf, type PdfStream } from './object.ts';
import { pdfInvalid } from './syntax.ts';

/** Length of the raw data of a stream, and the offset after its `endobj`; nothing of the data is read. */
export function streamExtent(
  bytes: PdfBytes,
  stream: PdfStream,
  resolve: Resolve,
): { readonly length: number; readonly end: number } {
  const length = countOf(resolve(stream.dict.get('Length')));
  if (length === undefined || stream.start + length > bytes.size) {
    throw pdfInvalid('a stream without a right /Length', stream.start);
  }
  const end = bytes.parseAt(stream.start + length, (lexer) => {
    lexer.expectKeyword('endstream');
    lexer.expectKeyword('endobj');
    return lexer.offset;
  });
  return { length, end };
}

/** Raw bytes of a stream by its /Length, which must lead to `endstream`. */
export function rawStreamData(
  bytes: PdfBytes,
  stream: PdfStream,
  resolve: Resolve,
): { readonly raw: Uint8Array; readonly end: number } {
  const { length, end } = streamExtent(bytes, stream, resolve);
  return { raw: bytes.slice(stream.start, length), end };
}

/** Decoded data of a stream, and the offset after its `endobj`. */
export function streamData(
  bytes: PdfBytes,
  stream: PdfStream,
  resolve: Resolve,
  maxBytes: number,
): { readonly data: Uint8Array; readonly end: number } {
  const { raw, end } = rawStreamData(bytes, stream, resolve);
  return { data: decodeStream(stream.dict, raw, resolve, maxBytes), end };
}
