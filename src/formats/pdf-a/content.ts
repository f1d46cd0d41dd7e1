import { isYinxinError } from '../../foundation/core/index.ts';
import {
  contentOperations,
  isPdfArray,
  nameOf,
  type PdfDict,
  PdfName,
  type PdfObject,
  PdfStream,
  PdfString,
  pages,
} from '../pdf/index.ts';
import { numberOf, type PdfACase } from './findings.ts';
import { checkIntent } from './graphics-state.ts';
import { noteColourSpace } from './x-objects.ts';

/** Operators of ISO 32000-1, annex A. */
const OPERATORS = new Set(
  'b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y \' "'.split(
    ' ',
  ),
);
/** Nesting of q (6.1.13). */
const MAX_SAVED = 28;
/** Which dictionary of the resources an operator takes a name from. */
const TAKES: Readonly<Record<string, string>> = {
  Do: 'XObject',
  Tf: 'Font',
  gs: 'ExtGState',
  sh: 'Shading',
  cs: 'ColorSpace',
  CS: 'ColorSpace',
};
const NAMED_SPACES = new Set(['DeviceRGB', 'DeviceGray', 'DeviceCMYK', 'Pattern']);
const SHOWS = new Set(['Tj', 'TJ', "'", '"']);

/** Pages with their resources (6.2.2), and what they draw with. */
export function checkPages(file: PdfACase): void {
  for (const page of pages(file.document)) {
    const contents = file.resolve(page.dict.get('Contents'));
    const streams = (isPdfArray(contents) ? contents : [contents]).map((part) => file.resolve(part));
    const data = streams
      .filter((part): part is PdfStream => part instanceof PdfStream)
      .map((part) => file.data(part) ?? new Uint8Array(0));
    const { num } = page.ref;
    const { left, bottom, right, top } = page.visibleBox;
    if ([right - left, top - bottom].some((side) => side < 3 || side > 14_400)) {
      file.find('PDFA_LIMIT', 'a page is smaller than 3 or larger than 14,400 units', num);
    }
    const group = file.dict(page.dict.get('Group'));
    if (group?.get('CS') !== undefined) noteColourSpace(file, group.get('CS'), 0, num);
    walkContent(file, joined(data), file.dict(page.dict.get('Resources')), num);
  }
}

/** A form or pattern: it must bring its own resources (6.2.2). */
export function checkContentStream(file: PdfACase, stream: PdfStream, num: number): void {
  const data = file.data(stream);
  if (data === undefined) return;
  walkContent(file, data, file.dict(stream.dict.get('Resources')), num);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 0)).fill(0x0a);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length + 1;
  }
  return out;
}

interface ContentState {
  saved: number;
  /** Number of the current font's object. */
  font: number | undefined;
  readonly resources: PdfDict | undefined;
  readonly num: number;
}

function walkContent(file: PdfACase, data: Uint8Array, resources: PdfDict | undefined, num: number): void {
  const state: ContentState = { saved: 0, font: undefined, resources, num };
  try {
    for (const { operator, operands } of contentOperations(data))
      checkOperation(file, operator, operands, state);
  } catch (error) {
    if (!isYinxinError(error, 'PDF_INVALID')) throw error;
    file.find('PDFA_CONTENT', `the content cannot be read: ${error.message}`, num);
  }
}

function checkOperation(
  file: PdfACase,
  operator: string,
  operands: readonly PdfObject[],
  state: ContentState,
): void {
  if (!OPERATORS.has(operator))
    file.find('PDFA_CONTENT', `an unknown operator ${operator.slice(0, 16)}`, state.num);
  if (operator === 'q' && ++state.saved === MAX_SAVED + 1)
    file.find('PDFA_LIMIT', 'q is nested deeper than 28', state.num);
  if (operator === 'Q') state.saved--;
  noteColours(file, operator);
  if (operator === 'ri') checkIntent(file, nameOf(operands[0]), state.num);
  if (operator === 'ID') checkInlineImage(file, operands, state.num);
  const kind = Object.hasOwn(TAKES, operator) ? TAKES[operator] : undefined;
  if (kind !== undefined) takeResource(file, kind, nameOf(operands[0]), state);
  if (SHOWS.has(operator)) noteCodes(file, operands, state.font);
}

function noteColours(file: PdfACase, operator: string): void {
  if (operator === 'rg' || operator === 'RG') file.deviceColours.add('rgb');
  if (operator === 'g' || operator === 'G') file.deviceColours.add('grey');
  if (operator === 'k' || operator === 'K') file.deviceColours.add('cmyk');
}

function takeResource(file: PdfACase, kind: string, name: string | undefined, state: ContentState): void {
  if (kind === 'ColorSpace' && name !== undefined && NAMED_SPACES.has(name)) {
    noteColourSpace(file, new PdfName(name), 0, state.num);
    return;
  }
  const value = name === undefined ? undefined : file.dict(state.resources?.get(kind))?.get(name);
  if (value === undefined) {
    file.find(
      'PDFA_RESOURCES',
      `/${name?.slice(0, 32) ?? ''} is not in the resources of its content`,
      state.num,
    );
    return;
  }
  if (kind === 'ColorSpace') noteColourSpace(file, value, 0, state.num);
  if (kind === 'Font') state.font = numberOf(value);
}

/** Keys of an inline image: no LZW, no interpolation, device colours like any other (6.1.10, 6.2.8). */
function checkInlineImage(file: PdfACase, operands: readonly PdfObject[], num: number): void {
  const value = (...keys: readonly string[]): PdfObject | undefined => {
    const at = operands.findIndex((item, i) => i % 2 === 0 && keys.includes(nameOf(item) ?? ''));
    return at < 0 ? undefined : operands[at + 1];
  };
  const filters = value('F', 'Filter');
  const names = (isPdfArray(filters) ? filters : [filters]).map((item) => nameOf(item));
  if (names.some((name) => name === 'LZW' || name === 'LZWDecode' || name === 'Crypt')) {
    file.find('PDFA_INLINE_IMAGE', 'a filter of an inline image is not permitted', num);
  }
  if (value('I', 'Interpolate') === true)
    file.find('PDFA_IMAGE', 'an inline image is to be interpolated', num);
  if (value('IM', 'ImageMask') !== true) noteColourSpace(file, value('CS', 'ColorSpace'), 0, num);
}

/** Two bytes each: which fonts read them so is told by the fonts themselves. */
function noteCodes(file: PdfACase, operands: readonly PdfObject[], font: number | undefined): void {
  if (font === undefined) return;
  const codes = file.shownCodes.get(font) ?? new Set<number>();
  file.shownCodes.set(font, codes);
  const strings = operands.flatMap((item) => (isPdfArray(item) ? item : [item]));
  for (const string of strings) {
    if (!(string instanceof PdfString)) continue;
    for (let i = 0; i + 1 < string.bytes.length; i += 2)
      codes.add((string.bytes[i]! << 8) | string.bytes[i + 1]!);
  }
}
