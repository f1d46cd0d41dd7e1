import type { PdfDocument } from '../document.ts';
import { isPdfArray, PdfStream } from '../object.ts';
import type { PdfPage } from '../pages.ts';

/** The decoded content of a page; an array of streams is one stream. */
export function pageContent(document: PdfDocument, page: PdfPage): Uint8Array {
  const contents = document.resolve(page.dict.get('Contents'));
  const parts = isPdfArray(contents) ? contents.map((part) => document.resolve(part)) : [contents];
  const streams = parts.filter((part): part is PdfStream => part instanceof PdfStream);
  // Streams of an array are one stream; a token may not span two (7.8.2), so white space joins them.
  const chunks = streams.map((stream) => document.streamData(stream));
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length + 1, 0)).fill(0x0a);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length + 1;
  }
  return out;
}
