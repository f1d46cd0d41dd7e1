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
  // In units of UTF-16: a character may be two of them.
  const starts: number[] = [];
  let length = 0;
  for (const character of line) {
    starts.push(length);
    length += character.text.length;
  }
  const hits: PdfRectangle[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length;
    hits.push(around(line.filter((_, i) => starts[i]! >= at && starts[i]! < end)));
  }
  return hits;
}

function around(characters: TextLine): PdfRectangle {
  const corners = characters.flatMap(cornersOf);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return { left: Math.min(...xs), bottom: Math.min(...ys), right: Math.max(...xs), top: Math.max(...ys) };
}

function cornersOf({ piece: { at, along, up }, share }: LineCharacter): [number, number][] {
  return share.flatMap((part) =>
    [-BELOW, ABOVE].map((height): [number, number] => [
      at[0] + part * along[0] + height * up[0],
      at[1] + part * along[1] + height * up[1],
    ]),
  );
}
