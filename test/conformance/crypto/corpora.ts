import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where data that others made stands beside the project; absent on most machines. */
const root = process.env['YINXIN_CORPORA'] ?? '../shared/corpora';

/** True when the corpus is there; says so in one line when it is not. */
export function hasCorpus(name: string): boolean {
  const there = existsSync(join(root, name));
  if (!there) console.warn(`skipped: corpus ${name} is not under ${root} (set YINXIN_CORPORA)`);
  return there;
}

/** Text of one file of a corpus. */
export function corpusText(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8');
}
