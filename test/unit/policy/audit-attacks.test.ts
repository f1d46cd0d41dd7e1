import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../src/adapters/stores/index.ts';
import { openAuditLog, type SignedCheckpoint, verifyAuditLog } from '../../../src/policy/index.ts';
import { seededRandom } from '../../../src/testing/seeded-random.ts';

const T = new Date('2026-11-23T02:00:00Z');

const open = (lines: string[], kept: SignedCheckpoint[] = []) =>
  openAuditLog({
    journal: memoryJournal(lines),
    writer: 'counter-1',
    key: new Uint8Array(32).fill(7),
    sign: async () => new Uint8Array([1]),
    keep: async (checkpoint) => void kept.push(checkpoint),
    checkpointEvery: 5,
    clock: { now: () => T },
    random: { bytes: seededRandom('audit attacks').bytes },
  });

const judge = (lines: readonly string[]) =>
  verifyAuditLog({
    lines: (async function* () {
      yield* lines;
    })(),
  });

describe('an audit log under attack', () => {
  it.each(['null', '1', '"text"', '[]'])(
    'a checkpoint whose body is %s is found, not fatal',
    async (body) => {
      const lines: string[] = [];
      const log = await open(lines);
      await log.checkpoint();
      const changed = lines[0]!.replace(/"body":\{.*\},"kind"/, `"body":${body},"kind"`);
      expect(changed).not.toBe(lines[0]);
      const { status, findings } = await judge([changed]);
      expect([status, findings.map(({ code }) => code)]).toEqual(['broken', ['AUDIT_CHECKPOINT_WRONG']]);
    },
  );

  it('a checkpoint is due after so many entries, however often the log was opened between', async () => {
    const lines: string[] = [];
    const kept: SignedCheckpoint[] = [];
    for (let i = 0; i < 12; i++) {
      const log = await open(lines, kept);
      await log.append({ kind: 'decision', time: T, plain: { number: i } });
    }
    expect(kept.map(({ checkpoint }) => checkpoint.count)).toEqual([5, 11]);
  });

  it.each(['time', 'personal'])('an entry says nothing of its own as %s', async (name) => {
    const lines: string[] = [];
    const log = await open(lines);
    const entry = { kind: 'decision', time: T, plain: { [name]: 'x' } };
    await expect(log.append(entry)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    expect(lines).toEqual([]);
  });

  it('a checkpoint that names another writer is wrong', async () => {
    const lines: string[] = [];
    const log = await open(lines);
    await log.checkpoint();
    const changed = lines[0]!.replace(/("checkpoint":\{[^}]*"writer":")/, '$1other-');
    expect(changed).not.toBe(lines[0]);
    const { findings } = await judge([changed]);
    expect(findings.map(({ code }) => code)).toContain('AUDIT_CHECKPOINT_WRONG');
  });

  it('an entry cannot pass itself off as a checkpoint', async () => {
    const lines: string[] = [];
    const log = await open(lines);
    await expect(log.append({ kind: 'checkpoint', time: T, plain: {} })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    expect(lines).toEqual([]);
  });
});
