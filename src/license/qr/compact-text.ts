import { fromLatin1, latin1, YinxinError } from '../../foundation/core/index.ts';

/** Lead bytes of GB/T 2312 in its two-byte form: signs in rows 1 and 3, characters in rows 16 to 87. */
const ROWS = [0xa1, 0xa3, ...Array.from({ length: 0xf7 - 0xb0 + 1 }, (_, i) => 0xb0 + i)];
/** Read in two ways in practice (middle dot, dash): such a text stays in UTF-8. */
const AMBIGUOUS: ReadonlySet<number> = new Set([0xa1a4, 0xa1aa]);

let codes: ReadonlyMap<string, number> | undefined;

/**
 * A Chinese text in few bytes: ASCII in one, GB/T 2312 in two, where all of it is such and that is shorter than UTF-8;
 * otherwise the text itself. Every text has one form.
 */
export function compactText(text: string): string | Uint8Array {
  codes ??= table();
  let out = '';
  let shorter = false;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) {
      out += character;
      continue;
    }
    const pair = codes.get(character);
    if (pair === undefined) return text;
    // UTF-8 takes two bytes up to U+07FF.
    shorter ||= code > 0x7ff;
    out += String.fromCharCode(pair >> 8, pair & 0xff);
  }
  return shorter ? fromLatin1(out) : text;
}

/** Reads {@link compactText}. QR_INVALID for another form than it writes. */
export function readCompactText(value: string | Uint8Array): string {
  const text = typeof value === 'string' ? value : decoded(value);
  const again = compactText(text);
  const same =
    typeof value === 'string'
      ? again === value
      : typeof again !== 'string' && latin1(again) === latin1(value);
  if (same) return text;
  throw new YinxinError(
    'QR_INVALID',
    'license code: a text is not in its one form: the code was not made by the profile',
  );
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new YinxinError('QR_INVALID', 'license code: a text cannot be read', { cause });
  }
}

function table(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const out = new Map<string, number>();
  for (const lead of ROWS) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const code = lead * 256 + trail;
      if (AMBIGUOUS.has(code)) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      // The unassigned ends of a row are private use.
      if (!/\p{Co}|\p{Cn}|\ufffd/u.test(character) && !out.has(character)) out.set(character, code);
    }
  }
  return out;
}
