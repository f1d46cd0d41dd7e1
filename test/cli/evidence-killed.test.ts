import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderStore, pemText } from '../../src/adapters/files/index.ts';
import { createEvidence, evidenceRecordFor, verifyEvidenceRecord } from '../../src/archive/index.ts';
import { parseEvidenceRecord } from '../../src/foundation/evidence/index.ts';
import { runs } from '../support/property.ts';
import { day, documentOf, trusting, tsaAt, world } from '../unit/evidence/world.ts';
import { yinxin } from './run-cli.ts';

const KILLS = runs(5).numRuns;
const COUNT = 1500;

/** Runs the command and kills it after some milliseconds; true when it ended by itself. */
async function killedAfter(args: readonly string[], milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [resolve('dist', 'cli.js'), ...args], { stdio: 'ignore' });
  const ended = new Promise<boolean>((done) => {
    child.once('exit', (code) => done(code === 0));
  });
  await Promise.race([ended, wait(milliseconds)]);
  child.kill('SIGKILL');
  return ended;
}

describe('killed at random instants', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-evidence-killed-'));
  const at = (name: string): string => join(folder, name);
  const judged = async (store: string, time: string): Promise<readonly number[]> => {
    const { record, manifest } = await evidenceRecordFor(openFolderStore(store), 7);
    const data = [documentOf(7), ...(manifest === undefined ? [] : [manifest])];
    const report = await verifyEvidenceRecord(record, { ...(await trusting(day(time))), data });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    return parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length);
  };
  const answer = async (index: 0 | 1, time: string): Promise<void> => {
    const query = new Uint8Array(readFileSync(at('q.tsq')));
    writeFileSync(at('r.tsr'), await (await tsaAt(index, day(time))).request(query));
  };

  beforeAll(async () => {
    const { pki } = await world();
    mkdirSync(at('tsa'));
    writeFileSync(at('tsa/root.pem'), pemText('CERTIFICATE', pki.root.certificate));
    const lines = Array.from({ length: 20 * COUNT }, (_, i) =>
      createHash('sha256').update(documentOf(i)).digest('hex'),
    );
    writeFileSync(at('list'), `${lines.join('\n')}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('anchoring has happened or has not, and the next run finishes', async () => {
    const create = ['evidence', 'create', at('store'), '--files-from', at('list'), '--hex-digests'];
    expect(yinxin([...create, '--tsa-request', at('q.tsq')]).code).toBe(2);
    await answer(0, '2026-07-01');
    const answered = [...create, '--tsa-response', at('r.tsr')];
    const start = Date.now();
    expect(yinxin(answered).code).toBe(0);
    const whole = Date.now() - start;
    for (let i = 0; i < KILLS; i++) {
      rmSync(at('store'), { recursive: true, force: true });
      await killedAfter(answered, Math.floor(whole * (i / KILLS) + Math.random() * 50));
      const state = await openFolderStore(at('store')).list();
      if (!state.includes('evidence.json')) expect(yinxin(answered).code).toBe(0);
      expect(await judged(at('store'), '2027-01-01')).toEqual([1]);
    }
  }, 300_000);

  it('renewing a hash tree has happened or has not', async () => {
    const objects = Array.from({ length: COUNT }, (_, i) => ({ source: documentOf(i) }));
    const store = openFolderStore(at('before'));
    await createEvidence({
      objects,
      store,
      digests: ['sha256', 'sm3'],
      tsa: await tsaAt(0, day('2026-07-01')),
    });
    const renew = ['renew', at('renewed'), '--hash', 'sm3', '--at', '2029-06-01', '--revocation', 'none'];
    const trusted = [...renew, '--trust-tsa', at('tsa')];
    cpSync(at('before'), at('renewed'), { recursive: true });
    expect(yinxin([...trusted, '--tsa-request', at('q.tsq')]).code).toBe(2);
    await answer(1, '2029-06-01');
    const answered = [...trusted, '--tsa-response', at('r.tsr')];
    const start = Date.now();
    expect(yinxin(answered).code).toBe(0);
    const whole = Date.now() - start;
    for (let i = 0; i < KILLS; i++) {
      rmSync(at('renewed'), { recursive: true, force: true });
      cpSync(at('before'), at('renewed'), { recursive: true });
      await killedAfter(answered, Math.floor(whole * (i / KILLS) + Math.random() * 50));
      const shape = await judged(at('renewed'), '2029-07-01');
      expect([[1], [1, 1]]).toContainEqual(shape);
      if (shape.length === 1) expect(yinxin(answered).code).toBe(0);
      expect(await judged(at('renewed'), '2031-01-01')).toEqual([1, 1]);
    }
  }, 300_000);
});
