import {
  isPdfArray,
  nameOf,
  type PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '../pdf/index.ts';
import { checkAction, checkTriggers } from './actions.ts';
import { dictionaryOf, type PdfACase, readable } from './findings.ts';
import { checkGraphicsState } from './graphics-state.ts';
import { checkXObject } from './x-objects.ts';

/** Filters of ISO 32000-1 table 6, but LZW and encryption (6.1.7.2). */
const FILTERS = new Set([
  ...['ASCIIHexDecode', 'ASCII85Decode', 'RunLengthDecode', 'FlateDecode'],
  ...['CCITTFaxDecode', 'JBIG2Decode', 'DCTDecode', 'JPXDecode'],
]);
/** Limits of 6.1.13. */
const MAX_INTEGER = 2_147_483_647;
const MAX_REAL = 3.403e38;
const MAX_STRING = 32_767;
const MAX_NAME = 127;
const MAX_DEPTH = 100;

/** Every object of the file once, whatever points to it; calls `stream` with each content stream by itself. */
export function checkObjects(file: PdfACase, stream: (form: PdfStream, num: number) => void): void {
  const { document } = file;
  const view = document.view();
  for (let num = 1; num < document.nextObjectNumber; num++) {
    const ref = new PdfRef(num);
    const object = readable(() => view.glance(ref));
    if (object === undefined) {
      if (view.entry(num) !== undefined) file.find('PDFA_CROSS_REFERENCE', 'the object cannot be read', num);
      continue;
    }
    checkValue(file, object.value, num, 0);
    if (object.value instanceof PdfStream) {
      checkStream(file, object.value, num);
      if (isContent(object.value.dict)) stream(object.value, num);
    }
  }
}

function isContent(dict: PdfDict): boolean {
  return nameOf(dict.get('Subtype')) === 'Form' || dict.get('PatternType') === 1;
}

function checkValue(file: PdfACase, value: PdfObject, num: number, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'number') {
    const limit = Number.isInteger(value) ? MAX_INTEGER : MAX_REAL;
    if (Math.abs(value) > limit + 1) file.find('PDFA_LIMIT', 'a number is out of range', num);
  } else if (value instanceof PdfString) {
    // The value of a signature is longer by nature, and no text (6.4.3).
    if (value.bytes.length > MAX_STRING && !value.hex)
      file.find('PDFA_LIMIT', 'a string is longer than 32,767 bytes', num);
  } else if (value instanceof PdfName) {
    if (value.value.length > MAX_NAME) file.find('PDFA_LIMIT', 'a name is longer than 127 bytes', num);
  } else if (isPdfArray(value)) {
    for (const item of value) checkValue(file, item, num, depth + 1);
  } else {
    const dict = dictionaryOf(value);
    if (dict !== undefined) checkDictionary(file, dict, value instanceof PdfStream, num, depth);
  }
}

function checkDictionary(file: PdfACase, dict: PdfDict, isStream: boolean, num: number, depth: number): void {
  if (dict.duplicateKeys.length > 0) file.find('PDFA_CROSS_REFERENCE', 'a dictionary gives a key twice', num);
  checkAction(file, dict, num);
  checkTriggers(file, dict, num);
  checkGraphicsState(file, dict, num);
  if (isStream) checkXObject(file, dict, num);
  for (const item of dict.entries.values()) checkValue(file, item, num, depth + 1);
}

function checkStream(file: PdfACase, stream: PdfStream, num: number): void {
  const { dict } = stream;
  for (const key of ['F', 'FFilter', 'FDecodeParms']) {
    if (dict.get(key) !== undefined) file.find('PDFA_STREAM_EXTERNAL', `the stream has /${key}`, num);
  }
  if (readable(() => file.document.view().extent(stream)) === undefined) {
    file.find('PDFA_STREAM_LENGTH', '/Length does not lead to endstream', num);
  }
  const filters = file.resolve(dict.get('Filter'));
  for (const item of isPdfArray(filters) ? filters : filters === undefined ? [] : [filters]) {
    const name = nameOf(file.resolve(item));
    if (name === undefined || !FILTERS.has(name)) {
      file.find('PDFA_FILTER', `the filter ${name?.slice(0, 32) ?? '(none)'} is not permitted`, num);
    }
  }
}
