import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileJournal } from '../../../../src/adapters/stores/index.ts';
import { runs } from '../../../support/property.ts';
import { receiverOn } from './feed.ts';
import { appliedIn, endOf, story, toldIn } from './story.ts';

// More when fuzzing: each life of the process takes a second.
const KILLS = runs(25).numRuns;
const COUNT = 120;
const CHANGES = story(COUNT, 12, 11);

describe('killed at random instants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-aggregate-killed-'));
  const script = join(folder, 'child.mjs');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    await build({
      entryPoints: [resolve('test/unit/license/aggregate/killed-child.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      alias: { '#platform': resolve('src/foundation/platform/node/index.ts') },
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  }, 60_000);

  /** Exit code of a life that was ended after some milliseconds, or ended by itself. */
  async function live(place: string, milliseconds?: number): Promise<number | null> {
    const child = spawn(process.execPath, [script, place, String(COUNT)], { stdio: 'ignore' });
    const ended = new Promise<number | null>((done) => {
      child.once('exit', done);
    });
    if (milliseconds !== undefined) {
      await Promise.race([ended, wait(milliseconds)]);
      child.kill('SIGKILL');
    }
    return ended;
  }

  async function appliedAt(place: string): Promise<readonly string[]> {
    const journal = await openFileJournal(join(place, 'receiver'));
    const lines: string[] = [];
    for await (const line of journal.read()) lines.push(line);
    await journal.close();
    return lines;
  }

  it('each change is applied once, in its order, and what stands at the end is right', async () => {
    const start = Date.now();
    expect(await live(join(folder, 'whole'))).toBe(0);
    const whole = Date.now() - start;
    let place = '';
    let killed = 0;
    for (let i = 0; killed < KILLS; i++) {
      if (place === '') place = join(folder, `life-${i}`);
      const code = await live(place, Math.random() * whole);
      // Code 7 would say that the receiver refused something: that a change had overtaken another.
      expect([0, null]).toContain(code);
      if (code === null) killed += 1;
      const lines = await appliedAt(place);
      const told = toldIn(CHANGES);
      for (const [license, names] of appliedIn(lines))
        expect(names, `life ${i}`).toEqual(told.get(license)!.slice(0, names.length));
      if (code === 0) {
        expect(appliedIn(lines)).toEqual(told);
        place = '';
      }
    }
    if (place !== '') expect(await live(place)).toBe(0);
    const last = place === '' ? join(folder, 'whole') : place;
    expect(appliedIn(await appliedAt(last))).toEqual(toldIn(CHANGES));
    const receiver = await receiverOn(await openFileJournal(join(last, 'receiver')));
    const end = endOf(CHANGES);
    expect(receiver.size).toBe(end.size);
    for (const [license, name] of end) expect(receiver.find(license)?.record.certificate_name).toBe(name);
    await receiver.close();
  }, 300_000);
});
