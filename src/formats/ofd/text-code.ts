import { attributeValue, type XmlElement } from '../xml/index.ts';
import { readNumber } from './box.ts';
import { malformed } from './elements.ts';

/** One character of a text object, at its base point in the coordinates of the object. */
export interface PlacedCharacter {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Characters of one text object: real ones hold a line. */
const MAX_CHARACTERS = 100_000;

/**
 * The characters of one TextCode (GB/T 33190-2016 clause 11.3). A coordinate that is not written is that of the code
 * before it; a delta that is not written is no movement. OFD_INVALID.
 */
export function placeCharacters(
  code: XmlElement,
  before: { readonly x: number; readonly y: number } | undefined,
): { readonly start: { readonly x: number; readonly y: number }; readonly characters: PlacedCharacter[] } {
  const start = {
    x: coordinate(attributeValue(code, 'X'), before?.x),
    y: coordinate(attributeValue(code, 'Y'), before?.y),
  };
  // Line ends of a pretty printed file are no characters of the page.
  const texts = [...code.text.replace(/[\r\n]+[ \t]*/g, '')];
  if (texts.length > MAX_CHARACTERS) throw malformed('a text object holds more characters than any line');
  const deltaX = readDeltas(attributeValue(code, 'DeltaX'), texts.length);
  const deltaY = readDeltas(attributeValue(code, 'DeltaY'), texts.length);
  let { x, y } = start;
  const characters = texts.map((text, i) => {
    const placed = { text, x, y };
    x += deltaX[i] ?? 0;
    y += deltaY[i] ?? 0;
    return placed;
  });
  return { start, characters };
}

function coordinate(text: string | undefined, before: number | undefined): number {
  if (text === undefined && before !== undefined) return before;
  return readNumber(text ?? '0');
}

/** Numbers in a row; `g n d` stands for `n` times `d`. Not more than there are characters to move. */
function readDeltas(text: string | undefined, max: number): number[] {
  const words = (text ?? '').trim().split(/[ \t\r\n]+/);
  if (words[0] === '') return [];
  const out: number[] = [];
  for (let i = 0; i < words.length && out.length < max; i++) {
    if (words[i] !== 'g') {
      out.push(readNumber(words[i]!));
      continue;
    }
    const count = readNumber(words[i + 1] ?? '');
    const delta = readNumber(words[i + 2] ?? '');
    for (let n = 0; n < count && out.length < max; n++) out.push(delta);
    i += 2;
  }
  return out;
}
