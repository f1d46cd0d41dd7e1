import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium: YINXIN_CHROMIUM, or the first in PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const given = process.env['YINXIN_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates =
    given === undefined ? NAMES.flatMap((name) => folders.map((f) => join(f, name))) : [given];
  return candidates.find(isExecutable);
}

/** The built entry as one classic script for browsers: pages of file:// may not load modules. */
export async function browserScript(entry: string, globalName: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName,
    platform: 'browser',
    target: 'es2022',
    // The paths of our own tsconfig would lead `#platform` back to the sources.
    tsconfigRaw: '{}',
    metafile: true,
    logLevel: 'error',
  });
  if (Object.keys(metafile.inputs).some((path) => path.endsWith('platform-node.js'))) {
    throw new Error('the bundle holds the node build');
  }
  return outputFiles[0]!.text;
}

/** Opens a local page made of these scripts and gives back its DOM when they are done. */
export function domAfter(chromium: string, scripts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-browser-'));
  try {
    const tags = scripts.map((script, i) => {
      writeFileSync(join(folder, `${i}.js`), script);
      return `<script src="${i}.js"></script>`;
    });
    const page = join(folder, 'page.html');
    writeFileSync(page, `<!doctype html><meta charset="utf-8"><body>${tags.join('')}</body>`);
    const { status, stdout, stderr, error } = spawnSync(
      chromium,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${join(folder, 'profile')}`,
        // What the scripts promise is waited for, in time of the page.
        '--virtual-time-budget=60000',
        '--dump-dom',
        pathToFileURL(page).href,
      ],
      { encoding: 'utf8', timeout: 100_000, maxBuffer: 64 * 1024 * 1024 },
    );
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(`chromium ended with ${status}: ${stderr.slice(-2000)}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
