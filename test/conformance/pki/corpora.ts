import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the conformance data; `undefined` where it is absent (then one skipped test says so). */
export function corpus(name: string): string | undefined {
  const folder = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', name);
  return existsSync(folder) ? folder : undefined;
}

/** Rows of a TSV by column name. */
export function rows(path: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = head!.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()]));
  });
}

/** A certificate file as DER, from DER or PEM. */
export function readCertificate(path: string): Uint8Array {
  const bytes = readFileSync(path);
  if (bytes[0] === 0x30) return new Uint8Array(bytes);
  const body = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(bytes.toString('latin1'))![1]!;
  return new Uint8Array(Buffer.from(body.replace(/\s+/g, ''), 'base64'));
}

/** Names separated by `;`. */
export function names(cell: string | undefined): string[] {
  return (cell ?? '').split(';').filter((name) => name !== '');
}
