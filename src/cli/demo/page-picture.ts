import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The first page of a PDF as PNG at 110 dpi by pdftoppm; undefined where that is not installed. */
export async function pagePicture(pdf: string): Promise<Uint8Array | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'yinxin-page-'));
  try {
    await run('pdftoppm', ['-png', '-r', '110', '-singlefile', pdf, join(folder, 'page')]);
    return new Uint8Array(await readFile(join(folder, 'page.png')));
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const run = (program: string, args: readonly string[]): Promise<void> =>
  new Promise((done, fail) => {
    execFile(program, args, { timeout: 15_000 }, (error) => (error === null ? done() : fail(error)));
  });
