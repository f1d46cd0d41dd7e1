import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { openPdf } from '../../../src/formats/pdf/index.ts';
import { sourceFromBytes, YinxinError } from '../../../src/foundation/core/index.ts';
import type { FileFacts, Report, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import known from './known-differences.json' with { type: 'json' };

const corpus = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'pdf-pyhanko');
const present = existsSync(corpus);
if (!present) console.log(`skipped: no conformance data at ${corpus} (set YINXIN_CORPORA)`);

const MAX_MS = 5_000;

async function attempt<T>(step: () => Promise<T>): Promise<T | YinxinError> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof YinxinError) return error;
    throw error;
  }
}

/** Of the encrypted files, by the tests that made them. */
const PASSWORDS: readonly string[] = ['ownersecret', 'usersecret', 'secret'];

/** The password that opens a file; undefined where it needs none, or none of these opens it. */
async function passwordOf(row: Row): Promise<string | undefined> {
  if (!row['note']!.startsWith('encrypted')) return undefined;
  for (const password of PASSWORDS) {
    const file = await openPdf(sourceFromBytes(read('files', row['file']!)), { password });
    if (await file.read((document) => !document.locked)) return password;
  }
  return undefined;
}

const read = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(corpus, ...path)));
const inspect = (path: readonly string[], password?: string): Promise<FileFacts | YinxinError> =>
  attempt(() => inspectPdf(sourceFromBytes(read(...path)), password === undefined ? {} : { password }));

type Row = Readonly<Record<string, string>>;

function rowsOf(name: string): Row[] {
  const [head, ...lines] = readFileSync(join(corpus, name), 'utf8').trimEnd().split('\n');
  const keys = head!.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, i) => [keys[i]!, value])));
}

interface Entry {
  readonly parent?: string;
  readonly checks: readonly { readonly code: string; readonly detail: string }[];
}

/** The entry of a row, by its field. */
function entryOf<T extends Entry>(signatures: readonly T[], row: Row): T | undefined {
  const top = signatures.filter((s) => s.parent === undefined);
  return top.find((s) => s.checks.some((c) => c.code === 'FIELD' && c.detail === row['field']));
}

const COVERAGE: Readonly<Record<string, readonly string[]>> = {
  ENTIRE_FILE: ['whole-file'],
  ENTIRE_REVISION: ['whole-revision'],
  CONTIGUOUS_BLOCK_FROM_START: ['partial'],
  UNCLEAR: ['partial', 'none'],
};

const MODIFICATION: Readonly<Record<string, string>> = {
  NONE: 'none',
  LTA_UPDATES: 'ltv-update',
  FORM_FILLING: 'form-fill',
  ANNOTATIONS: 'annotation',
  OTHER: 'disallowed',
};

/** The test turned the analysis of changes off: what it says of a changed file is not about the change. */
const isUnanalysed = (row: Row): boolean => row['note']!.includes('skip_diff');

/** What differs from the expected row on the first three axes; empty when all that it asserts is right. */
function axesDiffering(row: Row, entry: SignatureFacts): string[] {
  const out: string[] = [];
  const coverage = row['coverage']!;
  if (coverage !== '' && !COVERAGE[coverage]!.includes(entry.coverage)) {
    out.push(`coverage ${entry.coverage}, expected ${coverage}`);
  }
  const intact = row['intact'] === 'yes' && row['valid'] !== 'no';
  if (row['intact'] !== '' && (entry.cryptography === 'intact') !== intact) {
    out.push(`cryptography ${entry.cryptography}, expected intact=${row['intact']} valid=${row['valid']}`);
  }
  const level = row['modification_level']!;
  if (level !== '' && entry.modification !== MODIFICATION[level]) {
    out.push(`modification ${entry.modification}, expected ${level}`);
  }
  const isPermitted = entry.modification !== 'disallowed' && entry.modification !== 'not-checked';
  if (row['docmdp_ok'] !== '' && !isUnanalysed(row) && isPermitted !== (row['docmdp_ok'] === 'yes')) {
    out.push(`modification ${entry.modification}, expected docmdp_ok=${row['docmdp_ok']}`);
  }
  return out;
}

/** The last word: `passed` where the row wants the signature valid, anything else where it wants it refused. */
function verdictDiffering(row: Row, report: Report | YinxinError): string[] {
  const isRefused = row['bottom_line'] === 'no' || row['exception'] !== '';
  const isAsserted = row['bottom_line'] === 'yes' || isRefused;
  if (!isAsserted || (isUnanalysed(row) && row['coverage'] === '' && row['exception'] === '')) return [];
  const entry = report instanceof YinxinError ? undefined : entryOf(report.signatures, row);
  const isPassed = entry?.indication === 'TOTAL_PASSED';
  if (isPassed && isRefused) return ['passed, expected to be refused'];
  return isPassed || isRefused ? [] : [`${entry?.indication ?? 'unreadable'}, expected to pass`];
}

async function judge(row: Row, password: string | undefined): Promise<Report | YinxinError> {
  const names = row['trust_certs'] === 'none' ? [] : row['trust_certs']!.split(';');
  const anchors = names.map((name) => read('trust', `${name}.der`));
  const trust = { signers: anchors, timestamps: anchors };
  const at = new Date(row['validation_time']!);
  const options = {
    at,
    trust,
    revocation: 'if-available',
    ...(password === undefined ? {} : { password }),
  } as const;
  return attempt(() => verify(read('files', row['file']!), options));
}

async function differences(row: Row): Promise<string[]> {
  const password = await passwordOf(row);
  const verdict = verdictDiffering(row, await judge(row, password));
  const facts = await inspect(['files', row['file']!], password);
  const isAsserted = ['coverage', 'intact', 'modification_level', 'docmdp_ok'].some((key) => row[key] !== '');
  if (!isAsserted) return verdict;
  if (facts instanceof YinxinError) return [`refused: ${facts.code}`, ...verdict];
  const entry = entryOf(facts.signatures, row);
  if (entry === undefined) return [`no signature in the field ${row['field']}`, ...verdict];
  return [...axesDiffering(row, entry), ...verdict];
}

describe.skipIf(!present)('the corpus of pyHanko', () => {
  for (const folder of ['files', 'static']) {
    it(`never crashes or hangs the reader: ${folder}`, async () => {
      const names = present ? readdirSync(join(corpus, folder)) : [];
      for (const name of names) {
        const start = performance.now();
        await inspect([folder, name]);
        expect(performance.now() - start, name).toBeLessThan(MAX_MS);
      }
      expect(names.length).toBeGreaterThan(90);
    }, 120_000);
  }

  it('agrees on every row, but for the differences that are listed with reasons', async () => {
    const differing: Record<string, string> = {};
    const rows = rowsOf('expected.tsv');
    for (const row of rows) {
      const found = await differences(row);
      if (found.length > 0) differing[`${row['file']} ${row['field']}`] = found.join('; ');
    }
    const count = Object.keys(differing).length;
    console.log(`pyHanko: ${rows.length - count} of ${rows.length} rows agree, ${count} differ`);
    const listed = Object.fromEntries(known.map((row) => [`${row.file} ${row.field}`, row.difference]));
    expect(differing).toEqual(listed);
    for (const row of known) expect(row.reason.length).toBeGreaterThan(20);
  }, 240_000);
});
