import type { SignatureAppearance } from '../../formats/pdf/index.ts';
import { decodePng } from '../../formats/png/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { Seal } from '../../signatures/ses/index.ts';

/** The picture of a seal as raw samples for a PDF appearance. Only PNG seals are drawn; IMAGE_INVALID otherwise. */
export function sealPicture(seal: Seal): SignatureAppearance['image'] {
  if (seal.picture.type.toUpperCase() !== 'PNG') {
    throw new YinxinError(
      'IMAGE_INVALID',
      `a ${seal.picture.type} seal picture is not drawn yet: use a seal with a PNG`,
    );
  }
  const { width, height, data } = decodePng(seal.picture.data);
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    rgb.set(data.subarray(4 * i, 4 * i + 3), 3 * i);
    alpha[i] = data[4 * i + 3]!;
  }
  return { width, height, rgb, alpha };
}
