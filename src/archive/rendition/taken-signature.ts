import { toBase64, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';

/** A signature that was taken out of a copy, kept as it was. */
export interface TakenSignature {
  /** Name of the field (PDF), or Signature.xml as entry name (OFD). */
  readonly name: string;
  /** Each file or value of it as it stood in the original, base64, with its SHA-256. */
  readonly values: readonly { readonly name: string; readonly sha256: string; readonly base64: string }[];
}

/** A copy before it is recorded. */
export interface Rendition {
  readonly file: Uint8Array;
  readonly taken: readonly TakenSignature[];
  /** How many pictures of signatures and seals now stand in the pages. */
  readonly drawn: number;
}

/** A value as it is kept. */
export function keptValue(name: string, bytes: Uint8Array): TakenSignature['values'][number] {
  return { name, sha256: toHex(digest('sha256', bytes)), base64: toBase64(bytes) };
}
