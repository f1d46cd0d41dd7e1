import type { OfdBody, OfdPackage, OfdStamp } from '../../formats/ofd/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { readSesSignature, type SealPicture } from '../ses/index.ts';
import { readListed, readLists, readNamed } from './listed.ts';

/** One signature of an OFD with all that belongs to it, to be taken out of a copy. */
export interface TakenOfdSignature {
  /** Signature.xml as entry name. */
  readonly name: string;
  readonly body: OfdBody;
  /** Signature.xml, SignedValue and the seal file, as they stand in the package. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly stamps: readonly OfdStamp[];
  /** What its stamps show; unset where no seal is in the value. */
  readonly picture?: SealPicture;
}

/**
 * Every signature of every list, read whole. Nothing is verified. OFD_INVALID for one that cannot be read: it could not
 * be taken out whole either. Otherwise the codes of `inspectOfd`.
 */
export async function signaturesToTake(ofd: OfdPackage): Promise<TakenOfdSignature[]> {
  const taken: TakenOfdSignature[] = [];
  for (const { body, entry, file, fault } of await readListed(ofd, await readLists(ofd))) {
    if (file === undefined) {
      throw new YinxinError('OFD_INVALID', `${entry.file} cannot be read: ${fault ?? 'it is missing'}`);
    }
    const files = [{ name: file.name, bytes: file.bytes }];
    for (const name of [file.signedValue, file.seal, file.stampImage]) {
      const found = name === undefined ? undefined : await readNamed(ofd, name);
      if (found !== undefined && 'bytes' in found) files.push({ name: name!, bytes: found.bytes });
    }
    const value = files.find(({ name }) => name === file.signedValue);
    const picture = value === undefined ? undefined : pictureIn(value.bytes);
    taken.push({
      name: file.name,
      body,
      files,
      stamps: file.stamps,
      ...(picture === undefined ? {} : { picture }),
    });
  }
  return taken;
}

/** The picture of the seal in a value; a value by GB/T 35275 holds none. */
function pictureIn(value: Uint8Array): SealPicture | undefined {
  try {
    return readSesSignature(value).seal.picture;
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}
