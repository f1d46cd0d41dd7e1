import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

const WORK = 'test/support/archive-work.mjs';
const KILLS = 100;
/** A round takes some 200 ms; longer under load, and then a kill hits it earlier. */
const LONGEST_WAIT_MS = 250;

const folder = mkdtempSync(join(tmpdir(), 'yinxin-keeping-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

/** Starts the work, waits until what was left is finished, and kills it some time later; what it said on standard error. */
async function killedAfter(milliseconds: number): Promise<string> {
  const child = spawn(process.execPath, [WORK, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let failure = '';
  child.stderr.on('data', (text) => {
    failure += String(text);
  });
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
  });
  const ready = new Promise<void>((done) => {
    child.stdout.once('data', () => done());
  });
  await Promise.race([ready, ended]);
  await Promise.race([ended, wait(milliseconds)]);
  child.kill('SIGKILL');
  await ended;
  return failure;
}

describe('packaging, anchoring, renewing, transferring and disposing', () => {
  it(`killed at ${KILLS} random instants leave nothing half-done that counts, and the next run finishes`, async () => {
    for (let i = 0; i < KILLS; i++) expect(await killedAfter(Math.random() * LONGEST_WAIT_MS)).toBe('');
    const finish = spawnSync(process.execPath, [WORK, folder, 'finish'], { encoding: 'utf8' });
    expect(finish.stderr).toBe('');
    const check = spawnSync(process.execPath, [WORK, folder, 'check'], { encoding: 'utf8' });
    expect(check.stderr).toBe('');
    expect(Number(/^(\d+) rounds/.exec(check.stdout)?.[1])).toBeGreaterThan(5);
  }, 600_000);
});
