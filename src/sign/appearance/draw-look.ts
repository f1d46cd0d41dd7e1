import type { Draw, DrawingSize, PdfDrawing } from '../../formats/pdf/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { type Graphic, pictureGraphic, qrGraphic } from './graphics.ts';
import { type Box, rectangle, rgb } from './operators.ts';
import type { VisibleSignature } from './options.ts';
import { chainOf, drawTextBlock } from './text-block.ts';
import { UsedFonts } from './used-fonts.ts';

/** Points around and between the parts, in small boxes a part of their shorter side. */
const GAP = 3;
const GAP_SHARE = 0.04;
/** Beside text, pictures take at most this part of the length of the box. */
const GRAPHICS_SHARE = 0.5;
const BORDER_WIDTH = 0.75;
/** Boxes wider than this are filled in a row. */
const ROW_ASPECT = 1.2;

/**
 * What draws a visible signature into a box of any size. Pictures are read and fonts opened here, once.
 * IMAGE_INVALID, QR_INVALID, FONT_INVALID; ARGUMENT_INVALID where there is nothing to show; and of the drawing
 * TEXT_OVERFLOW, GLYPH_MISSING, QR_TOO_LARGE.
 */
export function drawLook(look: VisibleSignature): Draw {
  const { text, picture, qr } = look;
  if (text === undefined && picture === undefined && qr === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'a visible signature shows text, a picture or a QR code');
  }
  const graphics = [
    ...(picture === undefined ? [] : [pictureGraphic(picture)]),
    ...(qr === undefined ? [] : [qrGraphic(qr)]),
  ];
  const chain = text === undefined ? undefined : chainOf(text);
  return (size) => {
    const { boxes, rest } = arrange(look, graphics, size);
    const fonts = new UsedFonts();
    const operators = [
      ...ground(look, size),
      ...graphics.map((graphic, i) => graphic.draw(boxes[i]!)),
      ...(text === undefined || chain === undefined ? [] : [drawTextBlock(text, chain, fonts, rest)]),
    ];
    const images: PdfDrawing['images'] = Object.assign({}, ...graphics.map((graphic) => graphic.images));
    return { operators: operators.join('\n'), images: images ?? {}, fonts: fonts.embedded() };
  };
}

function ground({ border, background }: VisibleSignature, { width, height }: DrawingSize): string[] {
  const out: string[] = [];
  if (background !== undefined) {
    out.push(`q ${rgb(background)} rg ${rectangle({ x: 0, y: 0, width, height })} f Q`);
  }
  if (border !== undefined) {
    const half = BORDER_WIDTH / 2;
    const inner = { x: half, y: half, width: width - BORDER_WIDTH, height: height - BORDER_WIDTH };
    out.push(`q ${rgb(border)} RG ${BORDER_WIDTH} w ${rectangle(inner)} S Q`);
  }
  return out;
}

interface Arranged {
  readonly boxes: readonly Box[];
  /** What is left for the text. */
  readonly rest: Box;
}

/**
 * Pictures one after the other, as large as their share permits, in their own proportions; the text takes the rest.
 * Worked out along the box (`length`) and across it, which are swapped for a column.
 */
function arrange(look: VisibleSignature, graphics: readonly Graphic[], size: DrawingSize): Arranged {
  const gap = Math.min(GAP, GAP_SHARE * Math.min(size.width, size.height));
  const isRow =
    look.arrangement === undefined ? size.width >= ROW_ASPECT * size.height : look.arrangement === 'row';
  const [length, across] = isRow ? [size.width, size.height] : [size.height, size.width];
  const inner = { length: length - 2 * gap, across: across - 2 * gap };
  const hasText = look.text !== undefined;
  const spaces = gap * Math.max(0, graphics.length - (hasText ? 0 : 1));
  const share = hasText ? GRAPHICS_SHARE * inner.length : inner.length - spaces;
  // How long each is for every point across.
  const shapes = graphics.map(({ aspect }) => (isRow ? aspect : 1 / aspect));
  const together = shapes.reduce((sum, shape) => sum + shape, 0);
  const breadth = together === 0 ? 0 : Math.min(inner.across, share / together);
  const used = breadth * together;
  const free = hasText ? 0 : inner.length - used - spaces;
  const boxes: Box[] = [];
  let at = gap + free / 2;
  const place = (from: number, long: number, side: number, broad: number): Box =>
    isRow
      ? { x: from, y: side, width: long, height: broad }
      : { x: side, y: length - from - long, width: broad, height: long };
  for (const shape of shapes) {
    boxes.push(place(at, shape * breadth, gap + (inner.across - breadth) / 2, breadth));
    at += shape * breadth + gap;
  }
  return { boxes, rest: place(at, Math.max(0, length - gap - at), gap, inner.across) };
}
