const APP1 = 0xe1;
const SOS = 0xda;
const ORIENTATION = 0x0112;
const SHORT = 3;
/** `Exif` and two zero bytes, then a TIFF header of eight. */
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const TIFF_HEADER = 8;

/** How a JPEG is to be turned for showing: 1 upright, 2 to 8 turned or mirrored (EXIF 2.32, 4.6.4). Undefined: not said. */
export function exifOrientation(jpeg: Uint8Array): number | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 4 <= jpeg.length; ) {
    const marker = jpeg[at + 1];
    if (jpeg[at] !== 0xff || marker === SOS) return undefined;
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    const data = at + 4;
    if (marker === APP1 && EXIF.every((byte, i) => jpeg[data + i] === byte)) {
      const start = data + EXIF.length;
      const end = Math.min(at + 2 + length, jpeg.length);
      if (start < end) return orientationIn(new DataView(jpeg.buffer, jpeg.byteOffset + start, end - start));
    }
    at += 2 + length;
  }
  return undefined;
}

/** Looks through the first directory of a TIFF structure. */
function orientationIn(tiff: DataView): number | undefined {
  if (tiff.byteLength < TIFF_HEADER) return undefined;
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return undefined;
  const count = tiff.getUint16(directory, little);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > tiff.byteLength) return undefined;
    const isOrientation =
      tiff.getUint16(entry, little) === ORIENTATION && tiff.getUint16(entry + 2, little) === SHORT;
    if (isOrientation) return tiff.getUint16(entry + 8, little);
  }
  return undefined;
}
