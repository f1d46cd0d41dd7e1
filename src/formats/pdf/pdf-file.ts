import { type ByteSource, DEFAULT_LIMITS, type Limits } from '../../foundation/core/index.ts';
import { PdfBytes } from './bytes.ts';
import { PdfDocument } from './document.ts';

/** An opened PDF. Questions about it run inside {@link read}, which fetches what they need. */
export interface PdfFile {
  readonly source: ByteSource;
  readonly size: number;
  /** Runs a synchronous question; it must have no side effects, since it may run more than once. */
  read<T>(question: (document: PdfDocument) => T): Promise<T>;
}

/** Options of {@link openPdf}. */
export interface OpenPdfOptions {
  readonly limits?: Partial<Limits>;
  /** Files up to this size are read whole (64 MiB where absent); above, in blocks of 64 KiB. */
  readonly wholeFileBytes?: number;
  /** Of an encrypted file, as user or owner; the empty one is tried too. */
  readonly password?: string;
}

/**
 * Opens a PDF lazily: header, cross-reference chain and catalog are read, nothing else. Damaged files are
 * repaired for reading and say so in `findings`. Encrypted files (standard handler, revisions 2 to 6) are read where the
 * password fits; else they open, and their strings and streams stay encrypted.
 * PDF_INVALID when no catalog can be found, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function openPdf(source: ByteSource, options: OpenPdfOptions = {}): Promise<PdfFile> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bytes = await PdfBytes.open(source, options.wholeFileBytes);
  const document = await bytes.run(() => PdfDocument.open(bytes, limits, options.password));
  return { source, size: source.size, read: (question) => bytes.run(() => question(document)) };
}
