import { openPdf } from '../../formats/pdf/index.ts';
import { readZip } from '../../formats/zip/index.ts';
import {
  type ByteSource,
  indexOfBytes,
  isYinxinError,
  type Limits,
  utf8,
} from '../../foundation/core/index.ts';

/** How much of the end of a picture is looked at for its end mark. */
const TAIL = 64 * 1024;

/**
 * Why a file does not open as what its first bytes say it is; `undefined` where it does, or where nobody here knows
 * better. PDF by its catalog, ZIP, ASiC and OFD by their directory, JPEG and PNG by their end mark.
 */
export async function openingFault(
  source: ByteSource,
  mediaType: string,
  limits?: Limits,
): Promise<string | undefined> {
  try {
    if (mediaType === 'application/pdf') await openPdf(source, limits === undefined ? {} : { limits });
    else if (mediaType === 'application/ofd' || mediaType.endsWith('zip')) await readZip(source, limits);
    else if (mediaType === 'image/jpeg' && !(await endsWith(source, Uint8Array.of(0xff, 0xd9)))) return CUT;
    else if (mediaType === 'image/png' && !(await endsWith(source, utf8('IEND')))) return CUT;
    return undefined;
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
    return error.message;
  }
}

const CUT = 'the picture is cut off';

async function endsWith(source: ByteSource, mark: Uint8Array): Promise<boolean> {
  const length = Math.min(TAIL, source.size);
  return indexOfBytes(await source.read(source.size - length, length), mark) !== -1;
}
