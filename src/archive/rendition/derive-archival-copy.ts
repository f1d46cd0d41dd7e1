import {
  type ByteSource,
  canonicalJsonBytes,
  type FileInput,
  formatTime,
  type JsonValue,
  type Limits,
  toHex,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { chunksOf, digestContent } from '../ingest/index.ts';
import type { VerifiedFile, VerifyFile } from '../ports.ts';
import { ofdCopy } from './ofd-copy.ts';
import { pdfCopy } from './pdf-copy.ts';
import type { Rendition, TakenSignature } from './taken-signature.ts';

export type { TakenSignature } from './taken-signature.ts';

/** Options of {@link deriveArchivalCopy}. */
export interface DeriveArchivalCopyOptions {
  /** When the copy is made: it stands in the record. */
  readonly at: Date;
  /** Verifies the original first: a signature that failed is not turned into a clean copy. */
  readonly verifyFile: VerifyFile;
  readonly name?: string;
  readonly limits?: Limits;
}

/** What a copy is of, and what was taken out of it. Plain JSON. */
export interface ArchivalCopyRecord {
  readonly schema: 'yinxin.archival-copy/1';
  readonly at: string;
  readonly rule: string;
  readonly source: {
    readonly name: string;
    readonly mediaType: string;
    readonly size: number;
    readonly sha256: string;
    readonly sm3: string;
  };
  readonly copy: { readonly size: number; readonly sha256: string; readonly sm3: string };
  readonly taken: readonly TakenSignature[];
  /** Pictures of signatures and seals that were drawn into the pages. */
  readonly drawn: number;
  /** Verdict on the signatures of the original when the copy was made. */
  readonly report: VerifiedFile;
}

/** A copy for the archive, to be kept beside the signed original. */
export interface ArchivalCopy {
  readonly file: Uint8Array;
  readonly mediaType: 'application/pdf' | 'application/ofd';
  readonly record: ArchivalCopyRecord;
  /** The record as canonical JSON: a file of the item like the copy. */
  readonly recordFile: Uint8Array;
}

/**
 * The rendition that an archive keeps beside a signed PDF or OFD (GB/T 42133-2022 6.13, as implementations read it):
 * signatures are taken out and kept in a record, with their bytes and the verdict on them; what they showed is drawn into
 * the pages, so that the copy looks as the original did. The original itself is the proof and must be kept too.
 *
 * Not checked: whether the copy is PDF/A or OFD/A (`checkFormat` of `packageArchive`). PACKAGE_INVALID for a signature
 * that failed, for a file without any, and for pictures that cannot be drawn; FORMAT_UNKNOWN for other formats;
 * PDF_ENCRYPTED, PDF_INVALID, OFD_INVALID, LIMIT_EXCEEDED.
 */
export async function deriveArchivalCopy(
  file: FileInput,
  options: DeriveArchivalCopyOptions,
): Promise<ArchivalCopy> {
  const source = toSource(file);
  const original = await digestContent(chunksOf(source));
  const name = options.name ?? 'original';
  const report = await verified(source, name, options.verifyFile);
  const rendition = await render(source, original.mediaType, options);
  const record: ArchivalCopyRecord = {
    schema: 'yinxin.archival-copy/1',
    at: formatTime(options.at),
    rule: 'GB/T 42133-2022 6.13',
    source: {
      name,
      mediaType: original.mediaType,
      size: original.size,
      sha256: original.sha256,
      sm3: original.sm3,
    },
    copy: {
      size: rendition.file.length,
      sha256: toHex(digest('sha256', rendition.file)),
      sm3: toHex(digest('sm3', rendition.file)),
    },
    taken: rendition.taken,
    drawn: rendition.drawn,
    report: JSON.parse(JSON.stringify(report)) as VerifiedFile,
  };
  return {
    file: rendition.file,
    mediaType: original.mediaType as ArchivalCopy['mediaType'],
    record,
    recordFile: canonicalJsonBytes(record as unknown as JsonValue),
  };
}

async function verified(source: ByteSource, name: string, verifyFile: VerifyFile): Promise<VerifiedFile> {
  const report = await verifyFile(source, name);
  const { indication, subIndications } = report.conclusion;
  if (indication === 'TOTAL_FAILED') {
    throw refused(`a signature in it failed (${subIndications.join(', ')}): a clean copy would hide that`);
  }
  if (indication === 'NO_SIGNATURE_FOUND') throw refused('it has no signature: keep it as it is');
  return report;
}

function render(
  source: ByteSource,
  mediaType: string,
  { limits, at }: DeriveArchivalCopyOptions,
): Promise<Rendition> {
  if (mediaType === 'application/pdf') return pdfCopy(source, limits);
  if (mediaType === 'application/ofd') return ofdCopy(source, at, limits);
  throw new YinxinError('FORMAT_UNKNOWN', 'copies for the archive are made of PDF and OFD', {
    details: { mediaType },
  });
}

function refused(message: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', `the file is not copied for the archive: ${message}`);
}
