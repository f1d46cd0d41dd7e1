import { openOfd } from '../../formats/ofd/index.ts';
import { type ByteSource, isYinxinError, type Limits } from '../../foundation/core/index.ts';
import { readSesSignature } from '../ses/index.ts';
import { readListed, readLists, readNamed } from './listed.ts';

/** A seal inside a signature of an OFD: its bytes, and the entry that the signature is. */
export interface OfdSeal {
  readonly seal: Uint8Array;
  /** Signature.xml as entry name. */
  readonly signature: string;
}

/**
 * The seals that stand inside the signed values of an OFD, in the order of its lists. Nothing is verified; signatures
 * that cannot be read, or hold no seal, are passed over. The codes of `inspectOfd`.
 */
export async function sealsOfOfd(source: ByteSource, limits?: Limits): Promise<OfdSeal[]> {
  const ofd = await openOfd(source, limits);
  const found: OfdSeal[] = [];
  for (const { file } of await readListed(ofd, await readLists(ofd))) {
    const value = file === undefined ? undefined : await readNamed(ofd, file.signedValue);
    if (file === undefined || value === undefined || !('bytes' in value)) continue;
    try {
      found.push({ seal: readSesSignature(value.bytes).seal.raw, signature: file.name });
    } catch (error) {
      if (!isYinxinError(error)) throw error;
    }
  }
  return found;
}
