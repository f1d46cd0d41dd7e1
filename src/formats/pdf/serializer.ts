import { latin1, toHex } from '../../foundation/core/index.ts';
import { isPdfArray, PdfDict, PdfName, type PdfObject, PdfRef, PdfString } from './object.ts';
import type { PartWriter } from './part-writer.ts';
import { isRegular, pdfInvalid } from './syntax.ts';

/** Bytes to be written as they are (a placeholder of fixed width). */
export class RawToken {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A stream to be written: its dictionary without /Length, and its encoded data. */
export interface NewStream {
  readonly dict: PdfDict;
  readonly data: Uint8Array;
}

/** A value as PDF text, one byte per character. Streams cannot stand inside values. */
export function serializeValue(value: PdfObject): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return serializeNumber(value);
  if (value instanceof PdfName) return serializeName(value.value);
  if (value instanceof PdfString) return serializeString(value);
  if (value instanceof PdfRef) return `${value.num} ${value.gen} R`;
  if (value instanceof PdfDict) return serializeDict(value);
  if (isPdfArray(value)) return `[${value.map(serializeValue).join(' ')}]`;
  throw pdfInvalid('a stream where a direct value must stand');
}

/** A dictionary, with tokens that are written as they are (placeholders) behind its own entries. */
export function serializeDict(dict: PdfDict, raw: Readonly<Record<string, RawToken>> = {}): string {
  // Joined as it goes: dictionaries are most of what is written.
  let text = '<< ';
  dict.entries.forEach((value, key) => {
    text += `${serializeName(key)} ${serializeValue(value)} `;
  });
  for (const key of Object.keys(raw)) text += `${serializeName(key)} ${raw[key]!.text} `;
  return `${text}>>`;
}

/** Reals without exponent (ISO 32000-1, 7.3.3). */
function serializeNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toFixed(20).replace(/\.?0+$/, '');
}

/** What nearly all names are made of: none of it needs an escape. */
const PLAIN_NAME = /^[A-Za-z0-9_.+-]*$/;

function serializeName(name: string): string {
  if (PLAIN_NAME.test(name)) return `/${name}`;
  let out = '/';
  for (const character of name) {
    const code = character.charCodeAt(0);
    const plain = isRegular(code) && code !== 0x23 && code > 0x20 && code < 0x7f;
    out += plain ? character : `#${code.toString(16).padStart(2, '0')}`;
  }
  return out;
}

function serializeString(string: PdfString): string {
  const printable = string.bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  if (string.hex || !printable) return `<${toHex(string.bytes)}>`;
  return `(${latin1(string.bytes).replace(/[\\()]/g, '\\$&')})`;
}

/** Writes `num gen obj … endobj` with a line end. */
export function writeObject(out: PartWriter, num: number, gen: number, body: string | NewStream): void {
  if (typeof body === 'string') {
    out.text(`${num} ${gen} obj\n${body}\nendobj\n`);
    return;
  }
  const dict = serializeDict(body.dict.with({ Length: body.data.length }));
  out.text(`${num} ${gen} obj\n${dict}\nstream\n`);
  if (body.data.length > 0) out.data(body.data);
  out.text('\nendstream\nendobj\n');
}
