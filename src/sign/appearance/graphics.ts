import { readJpeg } from '../../formats/media/index.ts';
import type { JpegImage, RawImage } from '../../formats/pdf/index.ts';
import { decodePng } from '../../formats/png/index.ts';
import { darkRuns, qrMatrix } from '../../formats/qr/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { type Box, pdfNumber, rectangle } from './operators.ts';

/** Something with proportions of its own. */
export interface Graphic {
  /** Width by height. */
  readonly aspect: number;
  /** Operators that draw it over the box. */
  draw(box: Box): string;
  /** By the name that the operators use. */
  readonly images: Readonly<Record<string, RawImage | JpegImage>>;
}

/** A PNG or JPEG. IMAGE_INVALID. */
export function pictureGraphic(file: Uint8Array): Graphic {
  const image = file[0] === 0xff ? jpegImage(file) : pngImage(file);
  return {
    aspect: image.width / image.height,
    images: { Picture: image },
    draw: ({ x, y, width, height }) => {
      const matrix = [width, 0, 0, height, x, y].map(pdfNumber).join(' ');
      return `q ${matrix} cm /Picture Do Q`;
    },
  };
}

function jpegImage(file: Uint8Array): JpegImage {
  const { bytes, width, height, components } = readJpeg(file);
  return { jpeg: bytes, width, height, components };
}

function pngImage(file: Uint8Array): RawImage {
  const { width, height, data } = decodePng(file);
  const rgb = new Uint8Array(3 * width * height);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    rgb[3 * i] = data[4 * i]!;
    rgb[3 * i + 1] = data[4 * i + 1]!;
    rgb[3 * i + 2] = data[4 * i + 2]!;
    alpha[i] = data[4 * i + 3]!;
  }
  return { width, height, rgb, alpha };
}

/** ISO/IEC 18004: four light modules on every side. */
const QUIET_ZONE = 4;
/** 0.34 mm, two pixels at 150 dpi: below this a scan of the page is a matter of luck. */
const LEAST_MODULE = (0.34 * 72) / 25.4;

/** A QR code. QR_TOO_LARGE where it does not fit its box legibly, QR_INVALID for empty content. */
export function qrGraphic(content: string): Graphic {
  const matrix = qrMatrix(content);
  return {
    aspect: 1,
    images: {},
    draw: (box) => {
      const module = box.width / (matrix.length + 2 * QUIET_ZONE);
      if (module < LEAST_MODULE) {
        throw new YinxinError('QR_TOO_LARGE', 'the QR code does not print legibly in its box; enlarge it', {
          details: { modules: matrix.length, leastSide: LEAST_MODULE * (matrix.length + 2 * QUIET_ZONE) },
        });
      }
      const top = box.y + box.height;
      const bars = darkRuns(matrix).map((run) =>
        rectangle({
          x: box.x + (run.x + QUIET_ZONE) * module,
          y: top - (run.y + QUIET_ZONE + 1) * module,
          width: run.length * module,
          height: module,
        }),
      );
      return `q 1 g ${rectangle(box)} f 0 g\n${bars.join('\n')}\nf Q`;
    },
  };
}
