// Finishes what `tsc -p tsconfig.build.json` emitted: import paths end in `.js`, as NodeNext wants them; `#platform`,
// which only the built package resolves, becomes the declaration of the portable build (both have one contract);
// and declarations that no entry reaches are not published.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../dist/types', import.meta.url));
const platform = join(root, 'foundation/platform/default/index.js');
const IMPORT = /((?:from |import\()['"])([^'"]+)(['"])/g;

const finished = (path) =>
  readFileSync(path, 'utf8').replace(IMPORT, (_, before, target, after) => {
    if (target === '#platform') {
      const way = relative(dirname(path), platform).replaceAll('\\', '/');
      return before + (way.startsWith('.') ? way : `./${way}`) + after;
    }
    return before + (target.startsWith('.') ? target.replace(/\.ts$/, '.js') : target) + after;
  });

const reached = new Set();
const reach = (path) => {
  if (reached.has(path)) return;
  reached.add(path);
  const text = finished(path);
  writeFileSync(path, text);
  for (const [, , target] of text.matchAll(IMPORT)) {
    if (target.startsWith('.')) reach(resolve(dirname(path), target.replace(/\.js$/, '.d.ts')));
  }
};

const { exports: subpaths } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
for (const { types } of Object.values(subpaths)) {
  if (types !== undefined) reach(fileURLToPath(new URL(`../../${types}`, import.meta.url)));
}
for (const name of readdirSync(root, { recursive: true })) {
  const path = join(root, name);
  if (name.endsWith('.d.ts') && !reached.has(path)) rmSync(path);
}
