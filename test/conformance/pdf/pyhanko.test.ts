import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFromBytes, YinxinError } from '../../../src/foundation/core/index.ts';
import type { FileFacts, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import known from './known-differences.json' with { type: 'json' };

const corpus = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'pdf-pyhanko');
const present = existsSync(corpus);
if (!present) console.log(`skipped: no conformance data at ${corpus} (set YINXIN_CORPORA)`);

const MAX_MS = 5_000;

async function inspect(path: string): Promise<FileFacts | YinxinError> {
  try {
    return await inspectPdf(sourceFromBytes(new Uint8Array(readFileSync(path))));
  } catch (error) {
    if (error instanceof YinxinError) return error;
    throw error;
  }
}

type Row = Readonly<Record<string, string>>;

function rowsOf(name: string): Row[] {
  const [head, ...lines] = readFileSync(join(corpus, name), 'utf8').trimEnd().split('\n');
  const keys = head!.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, i) => [keys[i]!, value])));
}

function entryOf(facts: FileFacts, row: Row): SignatureFacts | undefined {
  const top = facts.signatures.filter((s) => s.parent === undefined);
  // The names of fields are strings, and those are encrypted.
  if (facts.notChecked.some((n) => n.code === 'PDF_ENCRYPTED')) return top[Number(row['sig_index'])];
  return top.find((s) => s.checks.some((c) => c.code === 'FIELD' && c.detail === row['field']));
}

const COVERAGE: Readonly<Record<string, readonly string[]>> = {
  ENTIRE_FILE: ['whole-file'],
  ENTIRE_REVISION: ['whole-revision'],
  CONTIGUOUS_BLOCK_FROM_START: ['partial'],
  UNCLEAR: ['partial', 'none'],
};

/** What differs from the expected row; empty when all that the row asserts is right. */
function differences(row: Row, facts: FileFacts | YinxinError): string[] {
  if (facts instanceof YinxinError) return [`refused: ${facts.code}`];
  const entry = entryOf(facts, row);
  if (entry === undefined) return [`no signature in the field ${row['field']}`];
  const out: string[] = [];
  const coverage = row['coverage']!;
  if (coverage !== '' && !COVERAGE[coverage]!.includes(entry.coverage)) {
    out.push(`coverage ${entry.coverage}, expected ${coverage}`);
  }
  const intact = row['intact'] === 'yes' && row['valid'] !== 'no';
  if (row['intact'] !== '' && (entry.cryptography === 'intact') !== intact) {
    out.push(`cryptography ${entry.cryptography}, expected intact=${row['intact']} valid=${row['valid']}`);
  }
  return out;
}

describe.skipIf(!present)('the corpus of pyHanko', () => {
  for (const folder of ['files', 'static']) {
    it(`never crashes or hangs the reader: ${folder}`, async () => {
      const names = present ? readdirSync(join(corpus, folder)) : [];
      for (const name of names) {
        const start = performance.now();
        await inspect(join(corpus, folder, name));
        expect(performance.now() - start, name).toBeLessThan(MAX_MS);
      }
      expect(names.length).toBeGreaterThan(90);
    }, 120_000);
  }

  it('agrees on coverage and cryptography, but for the differences that are listed with reasons', async () => {
    const cache = new Map<string, FileFacts | YinxinError>();
    const differing: Record<string, string> = {};
    let asserted = 0;
    for (const row of rowsOf('expected.tsv')) {
      if (row['coverage'] === '' && row['intact'] === '') continue;
      asserted++;
      const file = row['file']!;
      if (!cache.has(file)) cache.set(file, await inspect(join(corpus, 'files', file)));
      const found = differences(row, cache.get(file)!);
      if (found.length > 0) differing[`${file} ${row['field']}`] = found.join('; ');
    }
    const matches = asserted - Object.keys(differing).length;
    console.log(`pyHanko rows with coverage or intact: ${matches} of ${asserted} agree`);
    const listed = Object.fromEntries(known.map((row) => [`${row.file} ${row.field}`, row.difference]));
    expect(differing).toEqual(listed);
    for (const row of known) expect(row.reason.length).toBeGreaterThan(20);
  }, 120_000);
});
