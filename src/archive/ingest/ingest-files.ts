import { type ByteSource, toSource, YinxinError } from '../../foundation/core/index.ts';
import type { ItemFile } from '../model.ts';
import { chunksOf, type DigestedContent, digestContent } from './digest-content.ts';

/** A file of the item with what its bytes tell, both digests recorded (SM3 and SHA-256). */
export interface IngestedFile extends ItemFile, DigestedContent {
  /** `folder/name`: its place in every package. */
  readonly path: string;
  readonly source: ByteSource;
}

/** Looks at every file once. PACKAGE_INVALID for one that is empty or whose content is of no known type. */
export async function ingestFiles(files: readonly ItemFile[]): Promise<IngestedFile[]> {
  const ingested: IngestedFile[] = [];
  for (const file of files) {
    const path = `${file.folder}/${file.name}`;
    const source = toSource(file.data);
    const content = await digestContent(chunksOf(source));
    if (content.size === 0) throw new YinxinError('PACKAGE_INVALID', `${path} is empty`);
    if (content.mediaType === 'application/octet-stream') {
      throw new YinxinError(
        'PACKAGE_INVALID',
        `${path} has content of no known type: an archive could not open it`,
      );
    }
    ingested.push({ ...file, ...content, path, source });
  }
  return ingested;
}
