import { YinxinError } from '../../../foundation/core/index.ts';

/** A ToUnicode CMap (ISO 32000-1 clause 9.10.3): character codes of one or two bytes to text. */
export interface ToUnicode {
  /** Bytes per code, from the code space ranges. */
  readonly codeLength: 1 | 2;
  readonly map: ReadonlyMap<number, string>;
}

/** A CMap of every BMP code has 65,536 entries; no font needs more. */
const MAX_ENTRIES = 70_000;

const SECTION = /begin(codespacerange|bfchar|bfrange)/g;
const ITEM = /<([0-9A-Fa-f\s]*)>|\[|\]/g;

/** Reads `bfchar` and `bfrange` sections; anything else is passed over. PDF_INVALID when a section is malformed. */
export function parseToUnicode(text: string): ToUnicode {
  const map = new Map<number, string>();
  let codeLength: 1 | 2 = 2;
  for (const begin of text.matchAll(SECTION)) {
    const kind = begin[1]!;
    const start = begin.index + begin[0].length;
    const end = text.indexOf(`end${kind}`, start);
    if (end === -1) malformed();
    const items = [...text.slice(start, end).matchAll(ITEM)].map((m) => (m[1] ?? m[0]).replace(/\s/g, ''));
    if (kind === 'codespacerange') codeLength = (items[0]?.length ?? 4) <= 2 ? 1 : 2;
    else if (kind === 'bfchar') addChars(map, items);
    else addRanges(map, items);
    if (map.size > MAX_ENTRIES)
      throw new YinxinError('LIMIT_EXCEEDED', 'a ToUnicode CMap has more entries than any font');
  }
  return { codeLength, map };
}

function addChars(map: Map<number, string>, section: readonly string[]): void {
  if (section.length % 2 !== 0) malformed();
  for (let i = 0; i < section.length; i += 2) map.set(codeOf(section[i]!), textOf(section[i + 1]!));
}

function addRanges(map: Map<number, string>, section: readonly string[]): void {
  for (let i = 0; i < section.length; ) {
    const low = codeOf(section[i]!);
    const high = codeOf(section[i + 1] ?? '');
    if (high < low || high - low > 0xffff) malformed();
    const target = section[i + 2];
    if (target === undefined) malformed();
    if (target === '[') {
      for (let code = low; code <= high; code++) map.set(code, textOf(section[i + 3 + code - low] ?? ''));
      i += 3 + (high - low + 1);
      if (section[i] !== ']') malformed();
      i++;
    } else {
      const first = textOf(target);
      const head = first.slice(0, -1);
      const last = first.charCodeAt(first.length - 1);
      for (let code = low; code <= high; code++) map.set(code, head + String.fromCharCode(last + code - low));
      i += 3;
    }
  }
}

function codeOf(hex: string): number {
  if (!/^(?:[0-9A-Fa-f]{2}){1,4}$/.test(hex)) malformed();
  return Number.parseInt(hex, 16);
}

function textOf(hex: string): string {
  if (!/^(?:[0-9A-Fa-f]{4})+$/.test(hex)) malformed();
  let out = '';
  for (let i = 0; i < hex.length; i += 4)
    out += String.fromCharCode(Number.parseInt(hex.slice(i, i + 4), 16));
  return out;
}

function malformed(): never {
  throw new YinxinError('PDF_INVALID', 'a ToUnicode CMap is malformed');
}
