import type { PDFContext, PDFRef } from '@cantoo/pdf-lib';
import { readJpeg } from '../../formats/media/index.ts';

/** The holder's picture. Metadata (EXIF with its places and names) is taken out before embedding. */
export interface FacePhoto {
  /** Baseline or progressive JPEG, grey or RGB (YCbCr), 8 bits. CMYK is refused. */
  readonly jpeg: Uint8Array;
}

/** Registers the photo as image /Photo; nothing without one. Throws IMAGE_INVALID. */
export function embedPhoto(context: PDFContext, photo: FacePhoto | undefined): Record<string, PDFRef> {
  if (photo === undefined) return {};
  const { bytes, width, height, components } = readJpeg(photo.jpeg);
  const image = context.register(
    context.stream(bytes, {
      Type: 'XObject',
      Subtype: 'Image',
      Width: width,
      Height: height,
      BitsPerComponent: 8,
      ColorSpace: components === 1 ? 'DeviceGray' : 'DeviceRGB',
      Filter: 'DCTDecode',
    }),
  );
  return { Photo: image };
}
