import type { FontChain } from '../../../formats/font/index.ts';
import type { FaceSheet } from '../sheet.ts';
import type { FaceField, FaceLanguage, FaceText } from '../template.ts';
import { visibleFields, visibleText } from '../visible-fields.ts';
import { placeCode } from './code.ts';
import { cutField, flowRests, type Rest } from './continuation.ts';
import type { DrawnPage, DrawnText, FaceDrawing } from './drawing.ts';
import { groundsOf } from './ground.ts';
import { labelText, type PageNumbers } from './label.ts';
import { placeBlock, placeText } from './place-text.ts';
import { fitBlock, overflow, paragraphsOf } from './text-block.ts';

/** What is laid out. */
export interface LayOutFace {
  readonly sheet: FaceSheet;
  readonly fields: Readonly<Record<string, string>>;
  readonly qr: readonly (readonly boolean[])[];
  readonly photo: boolean;
  readonly fonts: FontChain;
  readonly language: FaceLanguage;
}

/**
 * Places everything: each text fitted into its box (wrapped, then shrunk, then continued on further pages, never
 * clipped), the code as bars, the ground below. LICENSE_INVALID, GLYPH_MISSING, TEXT_OVERFLOW, QR_TOO_LARGE.
 */
export function layOutFace(options: LayOutFace): FaceDrawing {
  const { sheet, fields, qr, photo, fonts } = options;
  visibleFields(sheet, fields);
  const placed = sheet.fields.map((field) => placeField(field, options));
  const rests = placed.flatMap(({ rest }) => (rest === undefined ? [] : [rest]));
  const flowed = rests.length === 0 ? [] : flowRests(fonts, rests, sheet.continuation!);
  const pages = 1 + flowed.length;
  const grounds = groundsOf(sheet);
  const first: DrawnPage = {
    ...sheet.page,
    ground: grounds.first,
    items: [
      ...(photo && sheet.photo !== undefined ? [{ kind: 'photo' as const, box: sheet.photo }] : []),
      ...readingOrder([
        ...placeLabels(sheet.texts, options, { page: 1, pages }),
        ...markedOnce(placed.flatMap(({ texts }) => texts)),
      ]),
      placeCode(qr, sheet.qr),
    ],
  };
  const later = flowed.map(
    (texts, i): DrawnPage => ({
      ...sheet.page,
      ground: grounds.continuation,
      items: [...placeRepeated(options, { page: i + 2, pages }), ...texts],
    }),
  );
  return { pages: [first, ...later] };
}

interface PlacedField {
  readonly texts: readonly DrawnText[];
  readonly rest?: Rest;
}

function placeField(field: FaceField, { sheet, fields, fonts, language }: LayOutFace): PlacedField {
  const value = fields[field.key] ?? '';
  if (value === '') return { texts: [] };
  const text = visibleText(field, value);
  const block = fitBlock(paragraphsOf(fonts, text, field.key), field.box, field);
  if (block !== undefined) {
    return { texts: [{ ...placeBlock(field.key, block, field.box, field), field: field.key }] };
  }
  const { continuation } = sheet;
  if (field.continues !== true || continuation === undefined) {
    throw overflow(field.key, field.box, field.minSize ?? field.size);
  }
  const numbers = { page: 1, pages: 1 };
  const heading = labelText(field.label ?? field.key, language, numbers);
  return cutField(fonts, field, text, continuation, {
    note: labelText(continuation.note, language, numbers),
    heading,
  });
}

function placeLabels(
  texts: readonly FaceText[],
  { fonts, language }: LayOutFace,
  numbers: PageNumbers,
): DrawnText[] {
  return texts.flatMap((item) => {
    const text = labelText(item.text, language, numbers);
    return text === '' ? [] : [placeText(fonts, `text “${text}”`, text, item.box, item)];
  });
}

/** Head and foot of a continuation page. Fields stand here again and bear no mark: they are compared where they first stand. */
function placeRepeated(options: LayOutFace, numbers: PageNumbers): DrawnText[] {
  const { sheet, fields, fonts } = options;
  const { texts, fields: repeated = [] } = sheet.continuation!;
  const values = repeated.flatMap((field) => {
    const value = fields[field.key] ?? '';
    return value === '' ? [] : [placeText(fonts, field.key, visibleText(field, value), field.box, field)];
  });
  return readingOrder([...placeLabels(texts, options, numbers), ...values]);
}

/** A verifier joins what bears one mark: a field that stands twice is marked once. */
function markedOnce(texts: readonly DrawnText[]): DrawnText[] {
  const marked = new Set<string>();
  return texts.map((text) => {
    if (text.field === undefined || !marked.has(text.field)) {
      if (text.field !== undefined) marked.add(text.field);
      return text;
    }
    const { field: _field, ...unmarked } = text;
    return unmarked;
  });
}

/** Rows from the top, then from the left: what a text extractor that trusts the file's order will give. */
function readingOrder(texts: readonly DrawnText[]): DrawnText[] {
  const middle = ({ box }: DrawnText): number => box.y + box.height / 2;
  return [...texts].sort((a, b) => middle(a) - middle(b) || a.box.x - b.box.x);
}
