import { copyBytes, YinxinError } from '../core/index.ts';

interface Known {
  readonly content: Uint8Array;
  readonly text: string;
}

/** Every structure names its parts by the same few dozen identifiers. */
const known: (Known | undefined)[] = [];
const PLACES = 1024;

/** Real identifiers have at most 30 octets; the bound keeps what is remembered small too. */
const MAX_OCTETS = 128;

/** Content octets of an OBJECT IDENTIFIER, from `start` to before `end`, in dotted form (X.690 8.19). DER_INVALID. */
export function oidText(bytes: Uint8Array, start: number, end: number): string {
  let place = 0;
  for (let i = start; i < end; i++) place = (Math.imul(place, 31) + bytes[i]!) & (PLACES - 1);
  const found = known[place];
  if (found !== undefined && isSame(found.content, bytes, start, end)) return found.text;
  const content = copyBytes(bytes.subarray(start, end));
  const text = dotted(content);
  known[place] = { content, text };
  return text;
}

function isSame(content: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (content.length !== end - start) return false;
  for (let i = 0; i < content.length; i++) if (content[i] !== bytes[start + i]) return false;
  return true;
}

function dotted(content: Uint8Array): string {
  const last = content[content.length - 1];
  if (last === undefined || last >= 0x80 || content.length > MAX_OCTETS) {
    throw new YinxinError('DER_INVALID', 'OBJECT IDENTIFIER is malformed');
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  let start = true;
  for (const octet of content) {
    if (start && octet === 0x80) throw new YinxinError('DER_INVALID', 'OBJECT IDENTIFIER arc is not minimal');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    start = octet < 0x80;
    if (start) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const first = arcs[0]!;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...arcs.slice(1)].join('.');
}
