import { exifOrientation, type Jpeg, readJpeg } from '../../formats/media/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';

/** The holder's picture. Metadata (EXIF with its places and names) is taken out before embedding. */
export interface FacePhoto {
  /** Baseline or progressive JPEG, grey or RGB (YCbCr), 8 bits. CMYK is refused. */
  readonly jpeg: Uint8Array;
}

/** A photo as it is embedded. */
export type Photo = Jpeg;

const UPRIGHT = 1;

/**
 * The photo without metadata. IMAGE_INVALID for what is no grey or RGB JPEG, and for one that its EXIF says to turn:
 * without EXIF it would lie on its side.
 */
export function readPhoto({ jpeg }: FacePhoto): Photo {
  const photo = readJpeg(jpeg);
  if ((exifOrientation(jpeg) ?? UPRIGHT) !== UPRIGHT) {
    throw new YinxinError(
      'IMAGE_INVALID',
      'the photo is stored turned or mirrored (EXIF Orientation): store it upright',
    );
  }
  return photo;
}
