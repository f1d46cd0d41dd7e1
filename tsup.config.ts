import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'tsup';

const ENTRIES = 'src/entries';

/** One bundle per file of src/entries, the two platform builds, and the command. */
const entry: Record<string, string> = {
  'platform-node': 'src/foundation/platform/node/index.ts',
  'platform-default': 'src/foundation/platform/default/index.ts',
  ...(existsSync('src/cli/main.ts') ? { cli: 'src/cli/main.ts' } : {}),
};
for (const file of readdirSync(ENTRIES)) {
  if (file.endsWith('.ts')) entry[basename(file, '.ts')] = `${ENTRIES}/${file}`;
}

// Chunk names carry a hash: without this an old build would stay in the package.
rmSync('dist', { recursive: true, force: true });

export default defineConfig({
  entry,
  format: 'esm',
  target: 'es2022',
  // Shared chunks: one YinxinError class, one cache, over all subpaths.
  splitting: true,
  // Resolved by package.json `imports`, so that bundlers and Node pick the build.
  external: ['#platform'],
  sourcemap: false,
  clean: false,
  // Declarations come from `tsc -p tsconfig.build.json`: the sources carry explicit types, no bundling is needed.
  dts: false,
});
