import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pemText } from '../../src/adapters/files/index.ts';
import { fileStore, openFileJournal } from '../../src/entries/stores.ts';
import { auditLedger, type LedgerHead } from '../../src/license/index.ts';
import { runs } from '../support/property.ts';
import { DRAFT, ENTRY, pkiOf } from '../unit/license/fixture.ts';

/** 100 with `npm run fuzz`. */
const KILLS = Math.min(runs(5).numRuns, 100);
const COUNT = 400;
const folder = mkdtempSync(join(tmpdir(), 'yinxin-ledger-killed-'));
/** What was ever told of a job, over all runs. */
const told = new Map<string, string>();

/** Runs the child; kills it so many milliseconds after it began to work, or lets it finish. */
async function run(killAfter?: number): Promise<string> {
  const child = spawn(
    process.execPath,
    [resolve('test/cli/ledger-killed-child.mjs'), folder, String(COUNT)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let errors = '';
  let timer: NodeJS.Timeout | undefined;
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString('utf8');
  });
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString('utf8');
    if (killAfter !== undefined) timer ??= setTimeout(() => child.kill('SIGKILL'), killAfter);
  });
  await new Promise((done) => child.once('exit', done));
  clearTimeout(timer);
  expect(errors).toBe('');
  // A line that was cut by the kill was told to nobody.
  for (const line of out.split('\n').slice(0, -1)) {
    const [index, identifier, file] = line.split(' ');
    if (file === undefined) continue;
    const known = told.get(index!);
    expect(`${identifier} ${file}`, `job ${index}`).toBe(known ?? `${identifier} ${file}`);
    told.set(index!, `${identifier} ${file}`);
  }
  return out;
}

async function audit(since: LedgerHead | undefined) {
  const journal = await openFileJournal(join(folder, 'ledger'));
  const files = fileStore(join(folder, 'ledger', 'files'));
  const found = await auditLedger({ journal, files, ...(since === undefined ? {} : { since }) });
  await journal.close();
  expect(found.findings).toEqual([]);
  return found;
}

describe('issuing that is killed at random instants', () => {
  beforeAll(async () => {
    const { licenseIssuer } = await pkiOf('P-256');
    const key =
      pemText('PRIVATE KEY', licenseIssuer.pkcs8) + pemText('CERTIFICATE', licenseIssuer.certificate);
    writeFileSync(join(folder, 'key.pem'), key);
    writeFileSync(join(folder, 'job.json'), JSON.stringify({ entry: ENTRY, draft: DRAFT }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`${KILLS} times gives one license for each job, no identifier or index twice, and the next run finishes`, async () => {
    let head: LedgerHead | undefined;
    for (let kill = 0; kill < KILLS; kill++) {
      await run(Math.floor(Math.random() * 120));
      head = (await audit(head)).head;
    }
    expect((await run()).trimEnd().endsWith('done')).toBe(true);
    const { states, licenses } = await audit(head);
    expect([licenses, states.PUBLISHED]).toEqual([COUNT, COUNT]);
    expect(told.size).toBe(COUNT);
    expect(new Set(told.values()).size).toBe(COUNT);
    const values = readdirSync(join(folder, 'values')).filter((name) => !name.endsWith('.part'));
    expect(values, 'one seal value for each').toHaveLength(COUNT);
  }, 400_000);
});
