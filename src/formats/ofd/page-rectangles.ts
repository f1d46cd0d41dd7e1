import { attributeValue, type XmlElement } from '../xml/index.ts';
import { type Box, parseBox, readNumber } from './box.ts';
import type { OfdPage } from './document.ts';
import { assertRoot, children, requiredAttribute } from './elements.ts';
import type { OfdPackage } from './package.ts';
import { isHidden } from './page-text.ts';

/** Bars of a code: real ones have some thousands. */
const MAX_RECTANGLES = 200_000;
const WORDS_OF_ONE = 13;
const LETTERS = ['M', 'L', 'L', 'L', 'C'];

/**
 * The rectangles of one filled path of a page (GB/T 33190-2016 clause 9), in millimetres: how a drawn code is read back.
 * Nothing where the object is hidden, transformed, clipped, stroked, not black, or drawn as anything but rectangles
 * along the axes: a code that cannot be read plainly is not read at all. OFD_INVALID, XML_INVALID, ZIP_INVALID.
 */
export async function pathRectangles(
  ofd: OfdPackage,
  page: OfdPage,
  objectId: string,
): Promise<Box[] | undefined> {
  const root = await ofd.readXml(page.name);
  assertRoot(root, 'Page', page.name);
  const layers = children(root, 'Content').flatMap((content) => children(content, 'Layer'));
  const found = layers
    .filter((layer) => !isHidden(layer))
    .flatMap((layer) => children(layer, 'PathObject'))
    .filter((path) => attributeValue(path, 'ID')?.trim() === objectId);
  const [path] = found;
  if (path === undefined || found.length > 1 || !isPlain(path)) return undefined;
  const { x, y } = parseBox(requiredAttribute(path, 'Boundary'));
  const words = children(path, 'AbbreviatedData').flatMap((data) => data.text.trim().split(/[ \t\r\n]+/));
  if (words.length % WORDS_OF_ONE !== 0 || words.length / WORDS_OF_ONE > MAX_RECTANGLES) return undefined;
  const out: Box[] = [];
  for (let at = 0; at < words.length; at += WORDS_OF_ONE) {
    const box = rectangleOf(words.slice(at, at + WORDS_OF_ONE));
    if (box === undefined) return undefined;
    out.push({ ...box, x: box.x + x, y: box.y + y });
  }
  return out;
}

/** Filled with black, not stroked, in its own coordinates. */
function isPlain(path: XmlElement): boolean {
  if (isHidden(path) || attributeValue(path, 'CTM') !== undefined) return false;
  if (children(path, 'Clips').length > 0 || attributeValue(path, 'Alpha') !== undefined) return false;
  const colours = children(path, 'FillColor');
  const [colour] = colours;
  return (
    attributeValue(path, 'Fill') === 'true' &&
    attributeValue(path, 'Stroke') === 'false' &&
    colour !== undefined &&
    colours.length === 1 &&
    attributeValue(colour, 'Value') === '0 0 0' &&
    attributeValue(colour, 'Alpha') === undefined
  );
}

/** M and three L from the upper left corner around, then C. */
function rectangleOf(words: readonly string[]): Box | undefined {
  const letters = [words[0], words[3], words[6], words[9], words[12]];
  if (letters.some((letter, i) => letter !== LETTERS[i])) return undefined;
  const numbers = [1, 2, 4, 5, 7, 8, 10, 11].map((i) => readNumber(words[i]!));
  const [left = 0, top = 0, right = 0, top2 = 0, right2 = 0, bottom = 0, left2 = 0, bottom2 = 0] = numbers;
  if (left !== left2 || right !== right2 || top !== top2 || bottom !== bottom2) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
