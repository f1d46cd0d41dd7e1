import { join } from 'node:path';
import { makeEmptyFolder, writeFileBeside } from '../../adapters/files/index.ts';
import { type ByteSource, utf8 } from '../../foundation/core/index.ts';
import { renderOfd } from '../../seal/index.ts';

/** Writes one SVG for each page of an OFD into a new or empty folder, and says what is not in the drawings. */
export async function writePages(source: ByteSource, folder: string): Promise<void> {
  await makeEmptyFolder(folder);
  let pages = 0;
  for await (const { page, svg, leftOut } of renderOfd(source)) {
    pages++;
    await writeFileBeside(join(folder, `page-${String(page).padStart(4, '0')}.svg`), utf8(svg), 'refuse');
    for (const { code, detail } of leftOut) process.stderr.write(`page ${page}: ${code}: ${detail}\n`);
  }
  process.stdout.write(`${pages} pages in ${folder}\n`);
}
