import { concatBytes, fromLatin1 } from '../../src/foundation/core/index.ts';
import { type Bodies, lastXref } from '../unit/pdf/build-pdf.ts';

/** An entry of the table: an offset, or `object` for the one written in this update, or free. */
type Entry = readonly [num: number, offset: number | 'written' | 'free', gen?: number];

/** An update written by hand, with whatever is wrong with it. */
export interface Raw {
  readonly bodies?: Bodies;
  readonly gens?: Readonly<Record<number, number>>;
  readonly entries?: readonly Entry[];
  readonly trailer?: string;
  readonly root?: string;
  readonly size?: number;
  readonly prev?: number;
  /** Bytes between the objects and the table. */
  readonly between?: string;
}

/** One more revision, its table written by hand. */
export function append(file: Uint8Array, raw: Raw): Uint8Array {
  const { bodies = {}, gens = {}, between = '' } = raw;
  const written = new Map<number, number>();
  let body = '';
  for (const [key, text] of Object.entries(bodies)) {
    const num = Number(key);
    written.set(num, file.length + body.length);
    body += `${num} ${gens[num] ?? 0} obj\n${text}\nendobj\n`;
  }
  body += between;
  const entries = raw.entries ?? [...written.keys()].map((num): Entry => [num, 'written', gens[num] ?? 0]);
  let table = 'xref\n';
  for (const [num, offset, gen = 0] of [...entries].sort((a, b) => a[0] - b[0])) {
    const at = offset === 'written' ? written.get(num)! : offset === 'free' ? 0 : offset;
    table += `${num} 1\n${String(at).padStart(10, '0')} ${String(gen).padStart(5, '0')} ${offset === 'free' ? 'f' : 'n'} \n`;
  }
  if (entries.length === 0) table += '0 0\n';
  const at = file.length + body.length;
  const prev = raw.prev ?? lastXref(file);
  const trailer = `/Size ${raw.size ?? 60} ${raw.root ?? '/Root 1 0 R'} /Info 25 0 R /Prev ${prev} ${raw.trailer ?? ''}`;
  return concatBytes(file, fromLatin1(`${body}${table}trailer\n<< ${trailer} >>\nstartxref\n${at}\n%%EOF\n`));
}
