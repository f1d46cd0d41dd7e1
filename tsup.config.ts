import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { defineConfig } from 'tsup';

/** One bundle per subpath of package.json, the two platform builds, and the command. */
const { exports: subpaths } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, unknown>;
};
const entry: Record<string, string> = {
  'platform-node': 'src/foundation/platform/node/index.ts',
  'platform-default': 'src/foundation/platform/default/index.ts',
  cli: 'src/cli/main.ts',
};
// Files that get a chunk of their own: a bundler drops a chunk as a whole when nothing in it is used, so that who
// only verifies does not carry the libraries that draw PDFs and open fonts, nor who only digests the table of
// signature algorithms.
for (const folder of ['src/license/face', 'src/formats/font', 'src/formats/qr']) {
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.ts') && !file.endsWith('.d.ts') && file !== 'index.ts')
      entry[`chunk-${file.slice(0, -3)}`] = `${folder}/${file}`;
  }
}
entry['chunk-registry'] = 'src/foundation/crypto/registry.ts';
for (const [path, target] of Object.entries(subpaths)) {
  if (typeof target !== 'object') continue;
  const name = path === '.' ? 'index' : path.slice(2);
  entry[name] = `src/entries/${name}.ts`;
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
