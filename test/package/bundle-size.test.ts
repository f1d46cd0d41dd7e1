import { resolve } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/**
 * Bundles `export * from` one built entry for browsers, minified and split: what a page loads before it does anything.
 * What is imported on demand (the reader of pictures, the drawing of appearances) stands in chunks of its own.
 */
async function bundle(entry: string): Promise<{ bytes: number; text: string }> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(resolve('dist', `${entry}.js`))};`,
      resolveDir: process.cwd(),
      sourcefile: 'page.js',
    },
    bundle: true,
    minify: true,
    splitting: true,
    metafile: true,
    outdir: 'out',
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The paths of our own tsconfig would lead `#platform` back to the sources.
    tsconfigRaw: '{}',
    logLevel: 'error',
  });
  const outputs = metafile.outputs;
  const start = Object.keys(outputs).find((path) => outputs[path]!.entryPoint === 'page.js');
  if (start === undefined) throw new Error('esbuild wrote no entry');
  const loaded = new Set([start]);
  for (const path of loaded) {
    for (const { path: next, kind } of outputs[path]!.imports)
      if (kind === 'import-statement') loaded.add(next);
  }
  const files = outputFiles.filter(({ path }) => [...loaded].some((name) => path.endsWith(name)));
  expect(files).toHaveLength(loaded.size);
  return {
    bytes: files.reduce((sum, { contents }) => sum + contents.length, 0),
    text: files.map(({ text }) => text).join('\n'),
  };
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
