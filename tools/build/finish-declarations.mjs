// TypeScript leaves `./x.ts` in emitted declarations; published ones name the `.js` beside them, as NodeNext wants.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../dist/types', import.meta.url).pathname;
for (const name of readdirSync(root, { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  const path = join(root, name);
  const text = readFileSync(path, 'utf8');
  const fixed = text.replace(/((?:from |import\()['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2');
  if (fixed !== text) writeFileSync(path, fixed);
}
