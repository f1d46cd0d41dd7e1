import { readJpeg } from '../../formats/media/index.ts';
import type { SignatureAppearance } from '../../formats/pdf/index.ts';
import { decodePng } from '../../formats/png/index.ts';
import { copyBytes, equalBytes, YinxinError } from '../../foundation/core/index.ts';
import type { Seal } from '../../signatures/ses/index.ts';

type Picture = NonNullable<SignatureAppearance['image']>;

/**
 * The picture of a seal for a PDF appearance: the samples of a PNG with their transparency, or the file of an RGB JPEG as
 * it is, which has none and covers what is below. A verifier compares either with the seal. IMAGE_INVALID for all others:
 * SVG and OFD have no one rendering that everybody would see.
 */
export function sealPicture(seal: Seal): Picture {
  const known = PICTURES.get(seal.raw);
  if (known !== undefined && equalBytes(known.raw, seal.raw)) return known.picture;
  const picture = readPicture(seal);
  PICTURES.set(seal.raw, { raw: copyBytes(seal.raw), picture });
  return picture;
}

/** By the bytes that the caller holds, which are compared: one seal goes into one file after the other. */
const PICTURES = /* @__PURE__ */ new WeakMap<
  Uint8Array,
  { readonly raw: Uint8Array; readonly picture: Picture }
>();

function readPicture({ picture: { type, data } }: Seal): Picture {
  switch (type.toUpperCase()) {
    case 'PNG':
      return pngSamples(data);
    case 'JPG':
    case 'JPEG':
      return jpegFile(data);
    default:
      throw new YinxinError(
        'IMAGE_INVALID',
        'a seal picture of this type is not put into a PDF: have the seal made with a PNG or a JPEG',
        { details: { type: type.slice(0, 20) } },
      );
  }
}

function pngSamples(bytes: Uint8Array): Picture {
  const { width, height, data } = decodePng(bytes);
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    rgb.set(data.subarray(4 * i, 4 * i + 3), 3 * i);
    alpha[i] = data[4 * i + 3]!;
  }
  return { width, height, rgb, alpha, unchanging: true };
}

/** With its metadata: the file in the PDF must be the one in the seal, to the octet. */
function jpegFile(jpeg: Uint8Array): Picture {
  const { width, height, components } = readJpeg(jpeg);
  if (components === 3) return { width, height, jpeg, components };
  throw new YinxinError(
    'IMAGE_INVALID',
    'the seal picture is a grey JPEG: have the seal made with one in RGB',
  );
}
