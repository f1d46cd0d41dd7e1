// @ts-check
// The build that browsers get, made the way a bundler makes it: the conditions of `imports` pick the portable
// platform. Node by itself always picks its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** @returns {Promise<typeof import('yinxin')>} */
export async function defaultBuild() {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-bench-'));
  try {
    const outfile = join(folder, 'yinxin.mjs');
    const result = await build({
      entryPoints: [fileURLToPath(new URL('../dist/index.js', import.meta.url))],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      outfile,
      metafile: true,
      logLevel: 'error',
    });
    const inputs = Object.keys(result.metafile.inputs);
    if (inputs.some((path) => path.endsWith('dist/platform-node.js'))) {
      throw new Error('the bundle holds the node build');
    }
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
