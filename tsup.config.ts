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
const ON_DEMAND = [
  'src/license/face',
  'src/license/annotate',
  'src/seal/image',
  'src/signatures/ofd',
  'src/formats/font',
  'src/formats/qr',
];
for (const folder of ON_DEMAND) {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts') || file.endsWith('index.ts')) continue;
    const room = folder.split('/').at(-1);
    entry[`chunk-${room}-${file.slice(0, -3).replaceAll(/[/\\]/g, '-')}`] = `${folder}/${file}`;
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
  plugins: [
    {
      name: 'no-imports-for-effects',
      // esbuild names every chunk that an entry reaches, used or not, so that its effects come in order. No module here
      // has any (package.json: sideEffects), and a page that verifies would load the libraries of fonts by such a line.
      renderChunk: (code) => ({ code: code.replaceAll(/^import "\.\/chunk-[^"]+";\n/gm, '') }),
    },
  ],
});
