import { type ByteSource, toHex } from '../foundation/core/index.ts';
import { digestOfSource } from '../signatures/cades/index.ts';

/** SHA-256 of a whole file, hex, read in pieces. */
export async function sha256Of(source: ByteSource): Promise<string> {
  return toHex((await digestOfSource(source)('sha256'))!);
}
