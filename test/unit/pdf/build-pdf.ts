import { concatBytes, fromLatin1 } from '../../../src/foundation/core/index.ts';

/** Bodies by object number; `stream` bodies are given whole. */
export type Bodies = Readonly<Record<number, string>>;

export const MINIMAL: Bodies = {
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
};

/** A PDF with a cross-reference table. */
export function buildPdf(bodies: Bodies, trailer = ''): Uint8Array {
  return appendRevision(fromLatin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), bodies, trailer, 0);
}

/** One more revision behind a file; `prev` is the offset of its last cross-reference section, 0 for none. */
export function appendRevision(
  file: Uint8Array,
  bodies: Bodies,
  trailer = '',
  prev: number = lastXref(file),
  size?: number,
): Uint8Array {
  let at = file.length;
  let body = '';
  const entries: [number, number][] = [];
  for (const [num, text] of Object.entries(bodies)) {
    const object = `${num} 0 obj\n${text}\nendobj\n`;
    entries.push([Number(num), at + body.length]);
    body += object;
  }
  at += body.length;
  let table = 'xref\n';
  if (prev === 0) table += '0 1\n0000000000 65535 f \n';
  for (const [num, offset] of entries) table += `${num} 1\n${String(offset).padStart(10, '0')} 00000 n \n`;
  const highest = Math.max(...entries.map(([num]) => num), prev === 0 ? 0 : lastSize(file) - 1);
  const link = prev === 0 ? '' : `/Prev ${prev} `;
  table += `trailer\n<< /Size ${size ?? highest + 1} /Root 1 0 R ${link}${trailer} >>\nstartxref\n${at}\n%%EOF\n`;
  return concatBytes(file, fromLatin1(body + table));
}

/** The number behind the last `startxref`. */
export function lastXref(file: Uint8Array): number {
  const text = String.fromCharCode(...file.subarray(Math.max(0, file.length - 1024)));
  return Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)![1]);
}

function lastSize(file: Uint8Array): number {
  const text = String.fromCharCode(...file.subarray(Math.max(0, file.length - 1024)));
  return Number([...text.matchAll(/\/Size (\d+)/g)].at(-1)![1]);
}
