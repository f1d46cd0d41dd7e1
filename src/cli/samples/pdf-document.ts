import { concatBytes, fromLatin1 } from '../../foundation/core/index.ts';

/** What the keyword of the samples looks for, on page 2. */
export const PDF_KEYWORD = 'SEAL HERE';

/** A PDF of A4 pages with a heading each, in a standard font: something to ride over. */
export function samplePages(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, i) => `${4 + 2 * i} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 1; page <= count; page++) {
    const mark = page === 2 ? ` 0 -400 Td (${PDF_KEYWORD}) Tj` : '';
    const text = `BT /F1 16 Tf 72 760 Td (Sample, page ${page} of ${count}) Tj${mark} ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.276 841.89] /Contents ${2 * page + 3} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    );
  }
  return assemble(objects);
}

/** Objects numbered from 1, the first the catalog, behind a cross-reference table. */
function assemble(objects: readonly string[]): Uint8Array {
  const parts = [fromLatin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')];
  let at = parts[0]!.length;
  const entries = ['0000000000 65535 f \n'];
  for (const [index, body] of objects.entries()) {
    entries.push(`${String(at).padStart(10, '0')} 00000 n \n`);
    const part = fromLatin1(`${index + 1} 0 obj\n${body}\nendobj\n`);
    at += part.length;
    parts.push(part);
  }
  const table = `xref\n0 ${entries.length}\n${entries.join('')}`;
  const trailer = `trailer\n<< /Size ${entries.length} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return concatBytes(...parts, fromLatin1(table + trailer));
}
