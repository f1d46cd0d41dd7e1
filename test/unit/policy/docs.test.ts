import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('docs/policies.md', () => {
  it('shows the adapters that are compiled', () => {
    const page = readFileSync('docs/policies.md', 'utf8');
    const compiled = readFileSync('test/types/policy-adapters.types.ts', 'utf8');
    const regions = [...compiled.matchAll(/\/\/ #region (\w+)\n(.*?)\/\/ #endregion/gs)];
    expect(regions.map(([, name]) => name)).toEqual(['opa', 'cedar']);
    for (const [, , code] of regions) expect(page).toContain(code!.trim());
  });
});
