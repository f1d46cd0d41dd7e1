import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFolder } from '../../../src/adapters/files/index.ts';
import { verify } from '../../../src/entries/index.ts';

const FOLDER = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'bagit');
const present = existsSync(FOLDER);
if (!present) process.stderr.write('conformance/bagit: no corpora here, skipped\n');

/** Path of the bag and reason, where our verdict is another one. */
const DIFFERENCES: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('./known-differences.json', import.meta.url), 'utf8'),
);

const rows = !present
  ? []
  : readFileSync(join(FOLDER, 'expected.tsv'), 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .filter(([path = '']) => path !== '' && existsSync(join(FOLDER, path)))
      .map(([path, expected]) => [path!, expected!] as const);

async function verdictOf(path: string): Promise<string> {
  const options = {
    at: new Date('2026-11-23T00:00:00Z'),
    trust: { signers: [] },
    revocation: 'none',
  } as const;
  const tree = await openFolder(join(FOLDER, path));
  const report = await verify(tree, options).catch((error: { code?: string }) => error.code);
  if (typeof report !== 'object') return String(report);
  expect(report.input.format).toBe('bagit');
  if (report.conclusion.indication === 'TOTAL_FAILED') return 'INVALID';
  if (report.conclusion.indication !== 'NO_SIGNATURE_FOUND') return report.conclusion.indication;
  return report.checks.some(({ status }) => status === 'warning') ? 'VALID_WITH_WARNING' : 'VALID';
}

describe.skipIf(!present)('bags of the conformance suite', () => {
  it.each(rows)('%s is %s', async (path, expected) => {
    const verdict = await verdictOf(path);
    // An unexpected agreement fails too: then the difference is to be struck out.
    if (DIFFERENCES[path] === undefined) expect(verdict).toBe(expected);
    else expect(verdict).not.toBe(expected);
  });
});
