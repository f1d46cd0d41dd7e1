import { type ByteSource, sourceFromBytes } from '../../foundation/core/index.ts';
import { chunksOf, type DigestedContent, digestContent, type IngestedFile } from '../ingest/index.ts';

/** One file of a package to be written, with both digests. */
export interface PackagePart extends DigestedContent {
  readonly path: string;
  readonly title: string;
  readonly source: ByteSource;
  /** Set for files of the item; the others support it. */
  readonly file?: IngestedFile;
}

/** A supporting file as a part. */
export async function partOf(path: string, title: string, data: Uint8Array): Promise<PackagePart> {
  const source = sourceFromBytes(data);
  return { path, title, source, ...(await digestContent(chunksOf(source))) };
}

/** A file of the item as a part. */
export function partOfFile(file: IngestedFile): PackagePart {
  const { path, title, source, size, sha256, sm3, crc32, mediaType } = file;
  return { path, title, source, size, sha256, sm3, crc32, mediaType, file };
}
