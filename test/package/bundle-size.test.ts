import { resolve } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Bundles `export * from` one built entry for browsers, minified. */
async function bundle(entry: string): Promise<{ bytes: number; text: string }> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(resolve('dist', `${entry}.js`))};`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The paths of our own tsconfig would lead `#platform` back to the sources.
    tsconfigRaw: '{}',
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild wrote nothing');
  return { bytes: file.contents.length, text: file.text };
}

describe('bundled for a browser', () => {
  it('yinxin/crypto alone stays under 60 KB minified', async () => {
    const { bytes } = await bundle('crypto');
    expect(bytes).toBeLessThan(60 * 1024);
  });

  it('verifying pulls in neither Node modules nor the library that draws PDFs', async () => {
    const { bytes, text } = await bundle('index');
    // PDF, OFD, CMS, evidence, licenses, and every rule of their verification; most of it is ours.
    // The text is over half a megabyte: a failure must not print it.
    expect(/["']node:/.test(text)).toBe(false);
    expect(text.includes('PDFDocument')).toBe(false);
    expect(bytes).toBeLessThan(740 * 1024);
  });
});
