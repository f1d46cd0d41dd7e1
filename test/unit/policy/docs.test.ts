import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('docs/policies.md', () => {
  it.each([
    ['policy-adapters', ['opa', 'cedar']],
    ['sharing-service', ['service', 'link', 'aggregation', 'anchor']],
  ])('shows the snippets of %s that are compiled', (name, expected) => {
    const page = readFileSync('docs/policies.md', 'utf8');
    const compiled = readFileSync(`test/types/${name}.types.ts`, 'utf8');
    const regions = [...compiled.matchAll(/\/\/ #region (\w+)\n(.*?)\/\/ #endregion/gs)];
    expect(regions.map(([, region]) => region)).toEqual(expected);
    for (const [, , code] of regions) expect(page).toContain(code!.trim());
  });
});
