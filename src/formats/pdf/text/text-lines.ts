import type { PlacedText } from './placed-text.ts';

/** One character of a line: `from` and `to` along the line. */
export interface LineCharacter {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Size of the font along `up`. */
  readonly em: number;
  readonly piece: PlacedText;
  /** Which part of the piece it is. */
  readonly share: readonly [start: number, end: number];
}

/** Characters that stand side by side on one baseline, from left to right as they are read. */
export type TextLine = readonly LineCharacter[];

/** Baselines nearer than this part of an em are one: rise and rounding. */
const SAME_BASELINE = 0.35;
/** Two glyphs of one character nearer than this part of its width are one, printed twice to look bold. */
const SAME_PLACE = 0.5;
/** Forms set words wide apart; above this it is another column. */
const LARGEST_GAP = 2;

interface Placed extends LineCharacter {
  /** Distance of the baseline from the origin. */
  readonly height: number;
}

/**
 * Lines of a page, whatever the order in which its content draws them: text of one direction and one baseline, broken at
 * wide gaps. White space is left out; compatibility characters are written as what they mean (NFKC).
 */
export function textLines(pieces: readonly PlacedText[]): TextLine[] {
  const byDirection = new Map<number, Placed[]>();
  for (const piece of pieces) {
    const [degrees, characters] = placed(piece);
    const list = byDirection.get(degrees);
    if (list === undefined) byDirection.set(degrees, characters);
    else for (const character of characters) list.push(character);
  }
  return [...byDirection.values()].flatMap((characters) => baselines(characters).flatMap(segments));
}

function placed(piece: PlacedText): [number, Placed[]] {
  const { at, along, up } = piece;
  const length = Math.hypot(...along);
  // A mark without advance lies in the direction of its line all the same.
  const [x, y] = length > 0 ? along : [up[1], -up[0]];
  const norm = Math.hypot(x, y) || 1;
  const [dx, dy] = [x / norm, y / norm];
  const degrees = (Math.round((Math.atan2(dy, dx) * 180) / Math.PI) + 360) % 360;
  const start = at[0] * dx + at[1] * dy;
  const height = at[1] * dx - at[0] * dy;
  const em = Math.hypot(...up);
  const characters = meant(piece.text);
  const out: Placed[] = [];
  for (const [i, text] of characters.entries()) {
    if (isBlank(text)) continue;
    const share = [i / characters.length, (i + 1) / characters.length] as const;
    const [from, to] = [start + share[0] * length, start + share[1] * length];
    out.push({ text, from, to, em, piece, share, height });
  }
  return [degrees, out];
}

/** Nearly all pieces are one character that means itself: printable ASCII, or a Chinese one of the first block. */
const ITSELF = /^[!-~\u4e00-\u9fff]$/;

function meant(text: string): string[] {
  return ITSELF.test(text) ? [text] : [...text].flatMap((one) => [...one.normalize('NFKC')]);
}

/** White space, and format characters that show nothing. */
export function isBlank(character: string): boolean {
  return !ITSELF.test(character) && /^[\s\p{Z}\p{Cc}\p{Cf}]*$/u.test(character);
}

function baselines(characters: readonly Placed[]): Placed[][] {
  const lines: Placed[][] = [];
  let last: Placed | undefined;
  for (const character of [...characters].sort((a, b) => b.height - a.height)) {
    const near = last !== undefined && last.height - character.height <= SAME_BASELINE * last.em;
    if (near) lines.at(-1)!.push(character);
    else {
      lines.push([character]);
      // The first of a line is its measure: else a slope of small steps would be one line.
      last = character;
    }
  }
  return lines;
}

function segments(line: Placed[]): TextLine[] {
  const out: Placed[][] = [];
  let last: Placed | undefined;
  for (const character of line.sort((a, b) => a.from - b.from)) {
    if (last !== undefined && isDouble(last, character)) continue;
    if (last === undefined || character.from - last.to > LARGEST_GAP * Math.max(last.em, character.em)) {
      out.push([character]);
    } else out.at(-1)!.push(character);
    last = character;
  }
  return out;
}

function isDouble(a: Placed, b: Placed): boolean {
  return a.text === b.text && b.from - a.from < SAME_PLACE * (a.to - a.from);
}
