import type { PdfDocument } from './document.ts';
import { readFields } from './fields.ts';
import { countOf, isPdfArray, nameOf, PdfDict, type PdfObject, PdfRef, PdfString } from './object.ts';
import { hexValue } from './syntax.ts';
import { decodeTextString } from './text-string.ts';

/** The signed ranges: from `0` to the gap, and from behind it. */
export interface SignedRange {
  /** Length of the part before the gap. */
  readonly gapStart: number;
  /** Offset of the first byte behind the gap. */
  readonly gapEnd: number;
  /** Offset after the last signed byte. */
  readonly end: number;
}

/** A part of the file. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** A filled signature field, as found in the original bytes. Nothing about its value is checked here. */
export interface PdfSignature {
  readonly fieldName: string;
  /** The field; undefined when it is no object of its own. */
  readonly field: PdfRef | undefined;
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  /** `Sig` or `DocTimeStamp`; `Sig` where absent. */
  readonly type: string;
  readonly subFilter: string | undefined;
  /** Decoded /Contents, padding included; empty when there is none. */
  readonly contents: Uint8Array;
  /** Byte strings of /Cert, which holds the certificates where /Contents is a bare value (adbe.x509.rsa_sha1). */
  readonly certificates: readonly Uint8Array[];
  /** Set when /ByteRange is four possible numbers; the signature counts only if `problems` is empty too. */
  readonly range: SignedRange | undefined;
  /** What a /ByteRange of another shape names, in its order: it can be hashed, and is never a good signature. */
  readonly oddRange: readonly ByteSpan[] | undefined;
  /** Broken rules on the dictionary, by code, with words. */
  readonly problems: readonly { readonly code: string; readonly detail: string }[];
  readonly reason: string | undefined;
  readonly location: string | undefined;
  readonly signingTime: string | undefined;
}

/** Filled signature fields of the newest revision, in the order of their ends, and problems of the field tree. */
export function readSignatures(document: PdfDocument): {
  readonly signatures: readonly PdfSignature[];
  readonly problems: readonly string[];
} {
  const { fields, problems } = readFields(document);
  const seen = new Set<number>();
  const found: PdfSignature[] = [];
  const all = [...problems];
  for (const field of fields) {
    if (field.type !== 'Sig' || field.value === undefined) continue;
    const ref = field.value instanceof PdfRef ? field.value : undefined;
    if (ref !== undefined && seen.has(ref.num)) {
      all.push(`two fields share the signature dictionary ${ref.num}`);
      continue;
    }
    if (ref !== undefined) seen.add(ref.num);
    found.push({ ...signatureOf(document, field.name, field.value, ref), field: field.ref });
  }
  const end = (signature: PdfSignature): number => signature.range?.end ?? Number.POSITIVE_INFINITY;
  found.sort((a, b) => (end(a) === end(b) ? 0 : end(a) - end(b)));
  return { signatures: found, problems: all };
}

function signatureOf(
  document: PdfDocument,
  fieldName: string,
  value: PdfObject,
  ref: PdfRef | undefined,
): Omit<PdfSignature, 'field'> {
  const resolved = document.resolve(value);
  const dict = resolved instanceof PdfDict ? resolved : PdfDict.of({});
  const problems: { code: string; detail: string }[] = [];
  const problem = (code: string, detail: string): void => void problems.push({ code, detail });
  if (!(resolved instanceof PdfDict))
    problem('SIGNATURE_DICTIONARY', 'the value of the field is no dictionary');
  for (const key of dict.duplicateKeys) problem('SIGNATURE_DICTIONARY', `the key ${key} stands there twice`);
  const contents = dict.get('Contents');
  const numbers = byteRangeOf(document, dict);
  const range = rangeOf(document, numbers, contents, problem);
  const text = (key: string): string | undefined => {
    const string = document.resolve(dict.get(key));
    return string instanceof PdfString ? decodeTextString(string) : undefined;
  };
  return {
    fieldName,
    ref,
    dict,
    type: nameOf(document.resolve(dict.get('Type'))) ?? 'Sig',
    subFilter: nameOf(document.resolve(dict.get('SubFilter'))),
    contents: contents instanceof PdfString ? contents.bytes : new Uint8Array(0),
    certificates: certificatesOf(document, dict),
    range,
    oddRange: range === undefined ? spansOf(document, numbers) : undefined,
    problems,
    reason: text('Reason'),
    location: text('Location'),
    signingTime: text('M'),
  };
}

function certificatesOf(document: PdfDocument, dict: PdfDict): readonly Uint8Array[] {
  const stored = document.resolve(dict.get('Cert'));
  const list = isPdfArray(stored) ? stored.map((item) => document.resolve(item)) : [stored];
  return list.flatMap((item) => (item instanceof PdfString ? item.bytes : []));
}

/** The values of /ByteRange; none where it is no array. */
function byteRangeOf(document: PdfDocument, dict: PdfDict): readonly (PdfObject | undefined)[] {
  const stored = document.resolve(dict.get('ByteRange'));
  return isPdfArray(stored) ? stored.slice(0, MAX_NUMBERS + 1).map((item) => document.resolve(item)) : [];
}

/** Numbers in a /ByteRange that anybody looks at. */
const MAX_NUMBERS = 16;

function isNatural(numbers: readonly (PdfObject | undefined)[]): numbers is readonly number[] {
  return numbers.every((n) => countOf(n) !== undefined);
}

/** Offsets and lengths in pairs, ascending and inside of the file; anything else cannot be hashed with any meaning. */
function spansOf(
  document: PdfDocument,
  numbers: readonly (PdfObject | undefined)[],
): readonly ByteSpan[] | undefined {
  const isPaired = numbers.length > 0 && numbers.length <= MAX_NUMBERS && numbers.length % 2 === 0;
  if (!isPaired || !isNatural(numbers)) return undefined;
  const spans: ByteSpan[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    const start = numbers[i]!;
    spans.push({ start, end: start + numbers[i + 1]! });
  }
  const isAscending = spans.every(({ start }, i) => i === 0 || start >= spans[i - 1]!.end);
  return isAscending && spans.at(-1)!.end <= document.bytes.size ? spans : undefined;
}

/**
 * ByteRange must be four numbers from 0 that leave out exactly the hexadecimal string of /Contents
 * (ISO 32000-2, 12.8.1; ETSI EN 319 142-1, 5.1): every other shape has served an attack.
 */
function rangeOf(
  document: PdfDocument,
  numbers: readonly (PdfObject | undefined)[],
  contents: PdfObject | undefined,
  problem: (code: string, detail: string) => void,
): SignedRange | undefined {
  if (numbers.length !== 4 || !isNatural(numbers)) {
    problem('BYTE_RANGE', '/ByteRange is not four numbers that are not negative');
    return undefined;
  }
  const [start, before, gapEnd, after] = numbers as readonly [number, number, number, number];
  const end = gapEnd + after;
  if (start !== 0) {
    problem('BYTE_RANGE', '/ByteRange does not start at 0');
    return undefined;
  }
  if (before > gapEnd || end > document.bytes.size || !Number.isSafeInteger(end)) {
    problem('BYTE_RANGE', '/ByteRange overlaps itself or leaves the file');
    return undefined;
  }
  if (!(contents instanceof PdfString) || !contents.hex) {
    problem('CONTENTS', '/Contents is not a hexadecimal string in the dictionary itself');
    return undefined;
  }
  if (contents.start !== before || contents.end !== gapEnd) {
    problem('BYTE_RANGE_GAP', '/ByteRange leaves out something else than the string of /Contents');
  }
  if (contents.bytes.length === 0) problem('CONTENTS', '/Contents is empty');
  else if (!isPlainHex(document.bytes.slice(contents.start + 1, contents.end - contents.start - 2))) {
    problem('CONTENTS', '/Contents is not an even number of hexadecimal digits of one letter case');
  }
  return { gapStart: before, gapEnd, end };
}

const [UPPER, LOWER, NO_DIGIT] = [1, 2, 4];

/** What each byte is among hexadecimal digits: a value has some thousands of them. */
const HEX_KIND: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (hexValue(byte) < 0) return NO_DIGIT;
  return byte > 0x60 ? LOWER : byte > 0x40 ? UPPER : 0;
});

/**
 * /Contents is the one part of the file that no digest covers: blanks, a missing digit or mixed letter case would
 * let bytes change unseen, so one spelling only is taken.
 */
function isPlainHex(bytes: Uint8Array): boolean {
  let kinds = 0;
  // By index: an iterator takes twice the time.
  for (let i = 0; i < bytes.length; i++) kinds |= HEX_KIND[bytes[i]!]!;
  const mixed = (kinds & LOWER) !== 0 && (kinds & UPPER) !== 0;
  return bytes.length % 2 === 0 && (kinds & NO_DIGIT) === 0 && !mixed;
}
