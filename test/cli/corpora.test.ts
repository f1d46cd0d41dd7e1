import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { yinxin } from './run-cli.ts';

const corpora = process.env['YINXIN_CORPORA'] ?? '../shared/corpora';
const present = existsSync(join(corpora, 'pdf-pyhanko')) && existsSync(join(corpora, 'ofd'));
if (!present) console.log(`skipped: no conformance data at ${corpora} (set YINXIN_CORPORA)`);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.skipIf(!present)('yinxin verify --json over files that nobody here wrote', () => {
  it('gives one line for each file, in order, and no stack trace', () => {
    const files = [...filesBelow(join(corpora, 'pdf-pyhanko', 'files')), ...filesBelow(join(corpora, 'ofd'))];
    const run = yinxin(['verify', '--json', '--files-from', '-', '--revocation', 'none'], {
      input: files.join('\n'),
    });
    expect(run.err).toBe('');
    const lines = run.lines();
    expect(lines.map((line) => (line['input'] as { name: string }).name)).toEqual(files);
    for (const line of lines) {
      expect(line['schema']).toBe('yinxin.report/1');
      expect('conclusion' in line || 'error' in line).toBe(true);
      // Nobody is trusted, so nothing can have passed.
      const conclusion = line['conclusion'] as { indication: string } | undefined;
      expect(conclusion?.indication).not.toBe('TOTAL_PASSED');
    }
    expect([1, 2, 3]).toContain(run.code);
  }, 120_000);
});
