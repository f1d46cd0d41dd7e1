import type { ByteSink, ByteSource } from '../../foundation/core/index.ts';

const CHUNK = 1024 * 1024;

/** Writes a source to a sink in pieces; the sink stays open. */
export async function copySource(source: ByteSource, sink: ByteSink): Promise<void> {
  for (let at = 0; at < source.size; at += CHUNK) {
    await sink.write(await source.read(at, Math.min(CHUNK, source.size - at)));
  }
}
