import { YinxinError } from '../../foundation/core/index.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Base45 (RFC 9285): two bytes become three characters, a last single byte two. */
export function toBase45(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    let value = pair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    for (let i = pair ? 3 : 2; i > 0; i--) {
      out += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return out;
}

/** Reads base45 strictly: QR_INVALID for another character, length or a value above 65535 (or 255 at the end). */
export function fromBase45(text: string): Uint8Array {
  if (text.length % 3 === 1) throw invalid();
  const out: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => ALPHABET.indexOf(character));
    if (group.includes(-1)) throw invalid();
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (value > (group.length === 3 ? 0xffff : 0xff)) throw invalid();
    if (group.length === 3) out.push(value >> 8);
    out.push(value & 0xff);
  }
  return Uint8Array.from(out);
}

function invalid(): YinxinError {
  return new YinxinError('QR_INVALID', 'the code is not base45 (RFC 9285): scan it again');
}
