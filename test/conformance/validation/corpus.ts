import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import type { FileFacts, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';

const corpus = join(process.env['YINXIN_CORPORA'] ?? '../shared/corpora', 'pdf-pyhanko');

/** False, with one line said, where the corpus is not there. */
export const present = existsSync(corpus);
if (!present) console.log(`skipped: no conformance data at ${corpus} (set YINXIN_CORPORA)`);

/** One row of a table by the names in its head. */
export type Row = Readonly<Record<string, string>>;

/** Rows of a table of the corpus. */
export function rowsOf(name: string): Row[] {
  const [head, ...lines] = readFileSync(join(corpus, name), 'utf8').trimEnd().split('\n');
  const keys = head!.split('\t');
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, i) => [keys[i]!, value])));
}

/** Facts of a file of the corpus. */
export function factsOf(file: string): Promise<FileFacts> {
  return inspectPdf(sourceFromBytes(new Uint8Array(readFileSync(join(corpus, 'files', file)))));
}

/** The entry of a field. */
export function entryOf({ signatures }: FileFacts, field: string): SignatureFacts {
  return signatures.find((s) => s.checks.some((c) => c.code === 'FIELD' && c.detail === field))!;
}

/** Anchors by the names of the corpus. */
export function anchorsOf(names: string): Uint8Array[] {
  return names.split(';').map((name) => new Uint8Array(readFileSync(join(corpus, 'trust', `${name}.der`))));
}
