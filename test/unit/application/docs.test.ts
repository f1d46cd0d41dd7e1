import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('docs/applications.md', () => {
  it('shows the snippets that are compiled', () => {
    const page = readFileSync('docs/applications.md', 'utf8');
    const compiled = readFileSync('test/types/applications.types.ts', 'utf8');
    const regions = [...compiled.matchAll(/\/\/ #region (\w+)\n(.*?)\/\/ #endregion/gs)];
    expect(regions.map(([, name]) => name)).toEqual(['form', 'signers', 'identity', 'answer', 'history']);
    for (const [, , code] of regions) expect(page).toContain(code!.trim());
  });
});
