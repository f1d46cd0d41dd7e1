import type { OfdText, PlacedCharacter } from '../../formats/ofd/index.ts';
import type { BoxMm } from '../place/index.ts';

/** A character of the page with the object it stands in. */
interface Letter extends PlacedCharacter {
  readonly object: OfdText;
}

/** Part of the size of a font that stands above its base line: that of the usual Chinese fonts. */
const ASCENT = 0.88;
/** Objects further apart than this many sizes of the font are not one text. */
const MAX_GAP = 1;
/** Behind the Latin letters. */
const FIRST_WIDE = 0x300;
const SPACE = /^\s$/u;

/**
 * Where a text stands on a page, in the order of the page's text. White space is not compared. A text may be spread
 * over several objects that follow each other on one line; a new line, or a gap of more than one character, ends it.
 * Hidden text is not searched. Boxes are as exact as base points and sizes tell: the metrics of fonts are not read.
 */
export function findText(texts: readonly OfdText[], wanted: string): readonly BoxMm[] {
  const needle = [...wanted].filter((letter) => !SPACE.test(letter));
  const out: BoxMm[] = [];
  for (const run of runsOf(texts.filter(({ hidden }) => !hidden))) {
    let at = 0;
    while (at + needle.length <= run.length) {
      if (needle.every((letter, i) => run[at + i]!.text === letter)) {
        out.push(boxOf(run.slice(at, at + needle.length)));
        at += needle.length;
      } else at++;
    }
  }
  return out;
}

/** Texts that are read as one, without their white space. */
function runsOf(texts: readonly OfdText[]): readonly (readonly Letter[])[] {
  const runs: Letter[][] = [];
  let last: Letter | undefined;
  for (const object of texts) {
    const letters = object.characters.map((character) => ({ ...character, object }));
    const first = letters[0];
    if (first === undefined) continue;
    if (last === undefined || !continues(last, first)) runs.push([]);
    const run = runs.at(-1)!;
    for (const letter of letters) if (!SPACE.test(letter.text)) run.push(letter);
    last = letters.at(-1)!;
  }
  return runs;
}

function continues(last: Letter, next: Letter): boolean {
  const { size } = next.object;
  const gap = next.x - (last.x + advanceOf(last));
  return Math.abs(next.y - last.y) < size / 2 && Math.abs(gap) <= MAX_GAP * size;
}

function boxOf(letters: readonly Letter[]): BoxMm {
  const left = Math.min(...letters.map(({ x }) => x));
  const right = Math.max(...letters.map((letter) => letter.x + advanceOf(letter)));
  const top = Math.min(...letters.map(({ y, object }) => y - ASCENT * object.size));
  const bottom = Math.max(...letters.map(({ y, object }) => y + (1 - ASCENT) * object.size));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Ideographs are as wide as the font is high, letters about half. */
function advanceOf({ text, object }: Letter): number {
  return (text.codePointAt(0) ?? 0) < FIRST_WIDE ? object.size / 2 : object.size;
}
