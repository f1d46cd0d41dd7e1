import { sniffMediaType } from '../../formats/media/index.ts';
import { crc32 } from '../../formats/zip/index.ts';
import { type ByteSource, concatBytes, toHex } from '../../foundation/core/index.ts';
import { createHasher } from '../../foundation/crypto/index.ts';

/** More of a file than this is not looked at to tell its type. */
const SNIFF_BYTES = 32 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/** What one pass over the bytes of a file tells. Digests in hex. */
export interface DigestedContent {
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
  readonly crc32: number;
  readonly mediaType: string;
}

/** The media type of a file of any size, by its first 32 MiB. */
export function mediaTypeOf(data: Uint8Array): string {
  return sniffMediaType(data.subarray(0, SNIFF_BYTES));
}

/** The pieces of a source in order. */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += CHUNK) {
    yield await source.read(at, Math.min(CHUNK, source.size - at));
  }
}

/** Both digests, the CRC-32 and the type, in one pass and in memory bounded by the head that tells the type. */
export async function digestContent(chunks: AsyncIterable<Uint8Array>): Promise<DigestedContent> {
  const sha256 = createHasher('sha256');
  const sm3 = createHasher('sm3');
  const head: Uint8Array[] = [];
  let size = 0;
  let crc = 0;
  for await (const chunk of chunks) {
    if (size < SNIFF_BYTES) head.push(chunk);
    size += chunk.length;
    crc = crc32(chunk, crc);
    sha256.update(chunk);
    sm3.update(chunk);
  }
  return {
    size,
    sha256: toHex(sha256.digest()),
    sm3: toHex(sm3.digest()),
    crc32: crc,
    mediaType: mediaTypeOf(head.length === 1 ? head[0]! : concatBytes(...head)),
  };
}
