import type { FontChain, TextGlyph } from '../../../formats/font/index.ts';
import { YinxinError } from '../../../foundation/core/index.ts';
import type { FaceBox, FaceContinuation, FaceField } from '../template.ts';
import type { DrawnText } from './drawing.ts';
import { placeBlock, placeText } from './place-text.ts';
import {
  blockAt,
  heightOf,
  heightOfLines,
  linesWithin,
  overflow,
  paragraphsOf,
  type TextBlock,
} from './text-block.ts';

/** What of a field did not fit its box. */
export interface Rest {
  readonly key: string;
  readonly heading: string;
  readonly paragraphs: readonly (readonly TextGlyph[])[];
}

/** A field cut where its box ends. */
export interface CutField {
  readonly texts: readonly DrawnText[];
  readonly rest: Rest;
}

/** Above the text that goes on, and between two fields, millimetres. */
const GAP_MM = 2;
const NOTE_MM = 5;
/** A license of more pages is a mistake of its data. */
const MAX_PAGES = 50;

/** The part of a field that its box holds at the smallest size, and a note that it goes on. */
export function cutField(
  chain: FontChain,
  field: FaceField,
  text: string,
  continuation: FaceContinuation,
  labels: { readonly note: string; readonly heading: string },
): CutField {
  const { box, key } = field;
  const size = field.minSize ?? field.size;
  const noteHeight = Math.min(NOTE_MM, box.height / 2);
  const upper: FaceBox = { ...box, height: box.height - noteHeight };
  const paragraphs = paragraphsOf(chain, text, key);
  const block = blockAt(paragraphs, box.width, { ...field, wrap: true, align: 'left' }, size);
  const count = block === undefined ? 0 : linesWithin(block, upper.height);
  if (block === undefined || count === 0) throw overflow(key, box, size);
  const kept: TextBlock = { ...block, lines: block.lines.slice(0, count) };
  const noteBox = { ...box, y: upper.y + upper.height, height: noteHeight };
  const style = { ...continuation.style, size: Math.min(size, continuation.style.size), minSize: 4 };
  return {
    texts: [
      { ...placeBlock(key, kept, upper, { ...field, align: 'left', valign: 'top' }), field: key },
      placeText(chain, `the note under ${key}`, labels.note, noteBox, {
        ...style,
        wrap: false,
        align: 'right',
        valign: 'middle',
      }),
    ],
    rest: { key, heading: labels.heading, paragraphs: restOf(paragraphs, kept.lines) },
  };
}

/** The paragraphs without the lines that were placed. */
function restOf(
  paragraphs: readonly (readonly TextGlyph[])[],
  placed: readonly (readonly TextGlyph[])[],
): readonly (readonly TextGlyph[])[] {
  let next = 0;
  for (const [i, paragraph] of paragraphs.entries()) {
    let used = 0;
    // An empty paragraph is a line, too.
    do {
      const line = placed[next++];
      if (line === undefined) return [paragraph.slice(used), ...paragraphs.slice(i + 1)];
      used += line.length;
    } while (used < paragraph.length);
  }
  return [];
}

/** The texts of each continuation page. TEXT_OVERFLOW when the body is too small for anything, or the pages too many. */
export function flowRests(
  chain: FontChain,
  rests: readonly Rest[],
  { body, style, headingStyle }: FaceContinuation,
): DrawnText[][] {
  const pages: DrawnText[][] = [[]];
  let y = body.y;
  const turn = (): void => {
    if (pages.length === MAX_PAGES) throw overflow('the continuation pages', body, style.size);
    pages.push([]);
    y = body.y;
  };
  for (const { key, heading, paragraphs } of rests) {
    const title = blockAt(paragraphsOf(chain, heading, key), body.width, headingStyle, headingStyle.size);
    let block = blockAt(paragraphs, body.width, { ...style, wrap: true, align: 'left' }, style.size);
    if (title === undefined || block === undefined) throw overflow(key, body, style.size);
    while (block.lines.length > 0) {
      const titleHeight = heightOf(title);
      const textTop = y + titleHeight + GAP_MM;
      const count: number = Math.min(linesWithin(block, body.y + body.height - textTop), block.lines.length);
      if (count === 0) {
        if (y === body.y) throw tooSmall(key);
        turn();
        continue;
      }
      const part: TextBlock = { ...block, lines: block.lines.slice(0, count) };
      const height = heightOfLines(block, count);
      const at = (top: number, tall: number): FaceBox => ({ ...body, y: top, height: tall });
      pages
        .at(-1)!
        .push(
          placeBlock(`the heading of ${key}`, title, at(y, titleHeight), { ...headingStyle, valign: 'top' }),
          {
            ...placeBlock(key, part, at(textTop, height), { ...style, align: 'left', valign: 'top' }),
            field: key,
          },
        );
      y = textTop + height + 2 * GAP_MM;
      block = { ...block, lines: block.lines.slice(count) };
    }
  }
  return pages;
}

function tooSmall(key: string): YinxinError {
  return new YinxinError(
    'TEXT_OVERFLOW',
    `the body of a continuation page is too small for a line of ${key}`,
    {
      details: { box: key },
    },
  );
}
