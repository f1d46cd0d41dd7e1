import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfPage, PdfRectangle } from './pages.ts';

/** A place on the page as a person sees it (after /Rotate, within the crop box), in millimetres. */
export interface Placement {
  /** The corner of the visible page from which `x` and `y` count, inwards. */
  readonly corner: 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const POINTS_PER_MM = 72 / 25.4;

/** The rectangle in user space; a place that leaves the visible page is ARGUMENT_INVALID. */
export function rectangleOnPage(page: PdfPage, place: Placement): PdfRectangle {
  const { visibleBox: box, rotate } = page;
  const unit = POINTS_PER_MM / page.userUnit;
  const boxWidth = box.right - box.left;
  const boxHeight = box.top - box.bottom;
  const turned = rotate === 90 || rotate === 270;
  const seenWidth = turned ? boxHeight : boxWidth;
  const seenHeight = turned ? boxWidth : boxHeight;
  const width = place.width * unit;
  const height = place.height * unit;
  const left = place.corner.endsWith('left') ? place.x * unit : seenWidth - place.x * unit - width;
  const bottom = place.corner.startsWith('bottom') ? place.y * unit : seenHeight - place.y * unit - height;
  const slack = 0.01;
  const inside =
    width > 0 &&
    height > 0 &&
    left >= -slack &&
    bottom >= -slack &&
    left + width <= seenWidth + slack &&
    bottom + height <= seenHeight + slack;
  if (!inside) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the appearance does not lie on the visible page; move or shrink it',
      {
        details: { page: page.index + 1, widthMm: seenWidth / unit, heightMm: seenHeight / unit },
      },
    );
  }
  return toUserSpace(box, rotate, { left, bottom, right: left + width, top: bottom + height });
}

/** From the page as seen to user space: /Rotate turns the page clockwise (ISO 32000-1, table 30). */
function toUserSpace(box: PdfRectangle, rotate: PdfPage['rotate'], seen: PdfRectangle): PdfRectangle {
  const width = box.right - box.left;
  const height = box.top - box.bottom;
  const relative = {
    0: seen,
    90: { left: width - seen.top, bottom: seen.left, right: width - seen.bottom, top: seen.right },
    180: {
      left: width - seen.right,
      bottom: height - seen.top,
      right: width - seen.left,
      top: height - seen.bottom,
    },
    270: { left: seen.bottom, bottom: height - seen.right, right: seen.top, top: height - seen.left },
  }[rotate];
  return {
    left: rounded(box.left + relative.left),
    bottom: rounded(box.bottom + relative.bottom),
    right: rounded(box.left + relative.right),
    top: rounded(box.bottom + relative.top),
  };
}

/** A rectangle in millimetres of the page as it is seen; x to the right and y downwards from its top left corner. */
export interface SeenBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle in user space as a person sees it: the inverse of {@link rectangleOnPage}. */
export function seenBox(page: PdfPage, rectangle: PdfRectangle): SeenBox {
  const { visibleBox: box, rotate } = page;
  const fromLeft = rectangle.left - box.left;
  const fromTop = box.top - rectangle.top;
  const fromRight = box.right - rectangle.right;
  const fromBottom = rectangle.bottom - box.bottom;
  const [x, y] = {
    0: [fromLeft, fromTop],
    90: [fromBottom, fromLeft],
    180: [fromRight, fromBottom],
    270: [fromTop, fromRight],
  }[rotate] as [number, number];
  const [w, h] = [rectangle.right - rectangle.left, rectangle.top - rectangle.bottom];
  const [width, height] = rotate === 90 || rotate === 270 ? [h, w] : [w, h];
  const mm = page.userUnit / POINTS_PER_MM;
  return { x: x * mm, y: y * mm, width: width * mm, height: height * mm };
}

/** Ten-thousandths of a unit: the same digits on every machine. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
