import { YinxinError } from '../../foundation/core/index.ts';

/** Rows of a CSV text (RFC 4180): quoted fields with doubled quotes, CRLF or LF, a byte order mark at the start. */
export function parseCsv(text: string, maxRows: number): string[][] {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const rows: string[][] = [];
  let row: string[] = [];
  // One field and what ends it; sticky, so that nothing is skipped.
  const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  for (;;) {
    const match = field.exec(source);
    if (match === null) invalid(`row ${rows.length + 1} is no CSV: check its quotes`);
    const [, quoted, plain = '', end] = match;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    // A last line end ends the file, not an empty row after it.
    if (row.length > 1 || row[0] !== '') rows.push(row);
    if (rows.length > maxRows) {
      throw new YinxinError('LIMIT_EXCEEDED', `the CSV has more than ${maxRows} rows: split it`);
    }
    row = [];
    if (end === '' || field.lastIndex === source.length) return rows;
  }
}

/** A CSV text of rows, CRLF; fields are quoted where they need it. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quote).join(',')}\r\n`).join('');
}

function quote(field: string): string {
  return /[",\r\n]|^\uFEFF/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function invalid(detail: string): never {
  throw new YinxinError('ARGUMENT_INVALID', detail);
}
