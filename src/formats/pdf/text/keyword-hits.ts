import type { PdfRectangle } from '../pages.ts';
import type { PlacedText } from './placed-text.ts';
import { isBlank, type LineCharacter, type TextLine, textLines } from './text-lines.ts';

/** What is below and above the baseline, as parts of the em: Chinese fonts have it so. */
const BELOW = 0.12;
const ABOVE = 0.88;

/** Where a keyword stands on a page: the rectangles around each hit, in user space, in no order. */
export function keywordHits(pieces: readonly PlacedText[], keyword: string): PdfRectangle[] {
  const wanted = [...keyword.normalize('NFKC')].filter((one) => !isBlank(one)).join('');
  return wanted === '' ? [] : textLines(pieces).flatMap((line) => hitsInLine(line, wanted));
}

function hitsInLine(line: TextLine, wanted: string): PdfRectangle[] {
  const text = line.map((character) => character.text).join('');
  if (!text.includes(wanted)) return [];
  const hits: PdfRectangle[] = [];
  // Places in units of UTF-16: a character may be two of them. The line is walked once for all hits.
  let index = 0;
  let unit = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
    while (unit < at) unit += line[index++]!.text.length;
    const first = index;
    while (unit < at + wanted.length) unit += line[index++]!.text.length;
    hits.push(around(line.slice(first, index)));
  }
  return hits;
}

function around(characters: TextLine): PdfRectangle {
  const none = Number.POSITIVE_INFINITY;
  let [left, bottom, right, top] = [none, none, -none, -none];
  for (const [x, y] of characters.flatMap(cornersOf)) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return { left, bottom, right, top };
}

function cornersOf({ piece: { at, along, up }, share }: LineCharacter): [number, number][] {
  return share.flatMap((part) =>
    [-BELOW, ABOVE].map((height): [number, number] => [
      at[0] + part * along[0] + height * up[0],
      at[1] + part * along[1] + height * up[1],
    ]),
  );
}
