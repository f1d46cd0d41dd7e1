import { fromLatin1, latin1 } from '../../foundation/core/index.ts';
import { PdfString } from './object.ts';

/** PDFDocEncoding where it differs from ISO 8859-1 (ISO 32000-1, D.3): 0x18-0x1F and 0x80-0xA0. */
const LOW = '˘ˇˆ˙˝˛˚˜';
const HIGH = '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\ufffd€';

/** The text of a text string: UTF-16BE or UTF-8 by byte order mark, else PDFDocEncoding (7.9.2.2). */
export function decodeTextString(string: PdfString): string {
  const { bytes } = string;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return new TextDecoder('utf-8').decode(bytes.subarray(3));
  }
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x80)) return latin1(bytes);
  let out = '';
  for (const byte of bytes) {
    if (byte >= 0x18 && byte < 0x20) out += LOW[byte - 0x18];
    else if (byte >= 0x80 && byte <= 0xa0) out += HIGH[byte - 0x80];
    else out += String.fromCharCode(byte);
  }
  return out;
}

/** A text string: as ASCII where that is enough, else UTF-16BE with its mark. Text is never normalised. */
export function encodeTextString(text: string): PdfString {
  if (/^[\x20-\x7e]*$/.test(text)) return new PdfString(fromLatin1(text));
  const out = new Uint8Array(2 + 2 * text.length);
  out.set([0xfe, 0xff]);
  for (let i = 0; i < text.length; i++) {
    out[2 + 2 * i] = text.charCodeAt(i) >> 8;
    out[3 + 2 * i] = text.charCodeAt(i) & 0xff;
  }
  return new PdfString(out, true);
}

/** `D:20261123010203Z` (7.9.4), always UTC. */
export function encodeDate(time: Date): PdfString {
  // …YYYY-MM-DDThh:mm:ss.fffZ
  const text = time.toISOString();
  const date = text.slice(0, -20) + text.slice(-19, -17) + text.slice(-16, -14);
  const clock = text.slice(-13, -11) + text.slice(-10, -8) + text.slice(-7, -5);
  return new PdfString(fromLatin1(`D:${date}${clock}Z`));
}

/** The instant of a date string, or undefined where it is none; missing parts and zone as 7.9.4 says. */
export function decodeDate(text: string): Date | undefined {
  const match =
    /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)(?:00'?(?:00)?'?)?|([+-])(\d{2})'?(\d{2})?'?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const part = (index: number, fallback: number): number =>
    match[index] === undefined ? fallback : Number(match[index]);
  const [month, day, hour, minute, second] = [part(2, 1), part(3, 1), part(4, 0), part(5, 0), part(6, 0)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const sign = match[8] === '-' ? 1 : match[8] === '+' ? -1 : 0;
  const shift = sign * (part(9, 0) * 60 + part(10, 0)) * 60_000;
  const time = new Date(Date.UTC(part(1, 0), month - 1, day, hour, minute, second) + shift);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
