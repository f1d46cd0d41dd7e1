import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../src/adapters/stores/index.ts';
import { isYinxinError, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  type AuditLog,
  type AuditLogOptions,
  openAuditLog,
  type SignedCheckpoint,
  type VerifyAuditLogOptions,
  verifyAuditLog,
} from '../../../src/policy/index.ts';
import { seededRandom } from '../../../src/testing/seeded-random.ts';

const KEY = new Uint8Array(32).fill(7);
const T = new Date('2026-11-23T02:00:00Z');
const sign = async (bytes: Uint8Array) => digest('sha256', utf8('signer'), bytes);
const verifySignature = async (bytes: Uint8Array, signature: Uint8Array) =>
  toHex(await sign(bytes)) === toHex(signature);

interface Opened {
  readonly log: AuditLog;
  readonly lines: string[];
  readonly kept: SignedCheckpoint[];
}

async function open(lines: string[] = [], options: Partial<AuditLogOptions> = {}): Promise<Opened> {
  const kept: SignedCheckpoint[] = [];
  let seconds = 0;
  const log = await openAuditLog({
    journal: memoryJournal(lines),
    writer: 'counter-1',
    key: KEY,
    sign,
    keep: async (checkpoint) => void kept.push(checkpoint),
    checkpointEvery: 5,
    clock: { now: () => new Date(T.getTime() + 1000 * seconds++) },
    random: { bytes: seededRandom('audit log').bytes },
    ...options,
  });
  return { log, lines, kept };
}

async function written(count: number): Promise<Opened> {
  const opened = await open();
  for (let i = 0; i < count; i++) {
    await opened.log.append({
      kind: 'decision',
      time: T,
      plain: { effect: 'permit', number: i },
      personal: { subject: `requester ${i % 3}` },
    });
  }
  return opened;
}

const judge = (lines: readonly string[], options: Partial<VerifyAuditLogOptions> = {}) =>
  verifyAuditLog({
    lines: (async function* () {
      yield* lines;
    })(),
    key: KEY,
    verifySignature,
    ...options,
  });
const codes = async (lines: readonly string[], options?: Partial<VerifyAuditLogOptions>) => {
  const report = await judge(lines, options);
  return report.status === 'intact' ? [] : report.findings.map(({ code }) => code);
};

describe('the audit log', () => {
  it('chains its lines, signs checkpoints, and holds nothing personal', async () => {
    const { lines, kept } = await written(12);
    expect(lines).toHaveLength(14);
    expect(kept.map(({ checkpoint }) => checkpoint.count)).toEqual([5, 11]);
    expect(lines.join()).not.toContain('requester');
    const report = await judge(lines, { known: kept.at(-1)! });
    expect(report).toMatchObject({
      status: 'intact',
      lines: 14,
      covered: 11,
      findings: [],
      writer: 'counter-1',
    });
    expect(report.notChecked).toEqual(['lines 11 to 13: no checkpoint yet']);
    const subjects = lines.map((line) => /"subject":"(\w+)"/.exec(line)?.[1]).filter((s) => s !== undefined);
    expect(new Set(subjects).size).toBe(3);
  });

  it('says what it did not check', async () => {
    const { lines } = await written(3);
    const report = await verifyAuditLog({ lines: memoryJournal(lines) });
    expect(report).toMatchObject({ status: 'intact', covered: 0 });
    expect(report.notChecked).toHaveLength(4);
  });

  it('goes on where it stopped', async () => {
    const { lines } = await written(7);
    const { log, kept } = await open(lines);
    await log.append({ kind: 'decision', time: T, plain: {} });
    await log.checkpoint();
    expect(await codes(lines, { known: kept[0]! })).toEqual([]);
  });

  it.each([
    [
      'changed',
      (l: string[]) => l.map((line, i) => (i === 3 ? line.replace('"permit"', '"refuse"') : line)),
      'AUDIT_LINE_CHANGED',
    ],
    [
      'changed at the end',
      (l: string[]) => l.map((line, i) => (i === 13 ? line.replace('"number":11', '"number":10') : line)),
      'AUDIT_LINE_CHANGED',
    ],
    ['deleted', (l: string[]) => l.filter((_, i) => i !== 3), 'AUDIT_SEQUENCE'],
    ['inserted', (l: string[]) => [...l.slice(0, 4), l[2]!, ...l.slice(4)], 'AUDIT_SEQUENCE'],
    ['reordered', (l: string[]) => [...l.slice(0, 3), l[4]!, l[3]!, ...l.slice(5)], 'AUDIT_SEQUENCE'],
    ['malformed', (l: string[]) => [...l.slice(0, 3), 'x', ...l.slice(4)], 'AUDIT_LINE_MALFORMED'],
    ['cut', (l: string[]) => l.slice(0, 8), 'AUDIT_TAIL_CUT'],
    ['emptied', () => [], 'AUDIT_TAIL_CUT'],
  ] as const)('an entry %s is found', async (_, forge, code) => {
    const { lines, kept } = await written(12);
    expect(await codes(forge(lines), { known: kept.at(-1)! })).toContain(code);
  });

  it('a log put in place of another is found, by its name and by what was signed', async () => {
    const { lines, kept } = await written(12);
    const other = await open([], { random: { bytes: seededRandom('other').bytes } });
    for (let i = 0; i < 12; i++) await other.log.append({ kind: 'decision', time: T, plain: { number: i } });
    expect(await codes(other.lines, { known: kept.at(-1)! })).toContain('AUDIT_LOG_REPLACED');
    // Rewritten from the start by somebody who has the key and the name, not the signer.
    const again = await open();
    for (let i = 0; i < 12; i++) await again.log.append({ kind: 'decision', time: T, plain: { number: -i } });
    expect(await codes(again.lines, { known: kept.at(-1)! })).toContain('AUDIT_LOG_REPLACED');
    expect(await codes([...lines.slice(0, 7), ...other.lines.slice(7)])).toContain('AUDIT_LOG_REPLACED');
  });

  it('two writers at one journal are found', async () => {
    const { lines } = await written(3);
    const [a, b] = [await open(lines), await open(lines)];
    await a.log.append({ kind: 'decision', time: T, plain: { from: 'a' } });
    await b.log.append({ kind: 'decision', time: T, plain: { from: 'b' } });
    expect(await codes(lines)).toContain('AUDIT_TWO_WRITERS');
  });

  it('a checkpoint signed by nobody, or about another state, is found', async () => {
    const { lines, kept } = await written(12);
    expect(await codes(lines, { verifySignature: async () => false })).toContain(
      'AUDIT_CHECKPOINT_SIGNATURE',
    );
    const forged = { ...kept[0]!, signature: new Uint8Array(32) };
    expect(await codes(lines, { known: forged })).toEqual(['AUDIT_CHECKPOINT_SIGNATURE']);
    expect(await codes(lines, { known: { ...kept[0]!, bytes: utf8('{}') } })).toEqual([
      'AUDIT_CHECKPOINT_WRONG',
    ]);
  });

  it('is not written on when it is broken, or when its key or writer is another', async () => {
    const { lines } = await written(6);
    const code = (error: unknown) => (isYinxinError(error) ? error.code : undefined);
    const broken = lines.filter((_, i) => i !== 2);
    await expect(open(broken)).rejects.toSatisfy((e) => code(e) === 'LEDGER_CORRUPT');
    const key = new Uint8Array(32).fill(8);
    await expect(open([...lines], { key })).rejects.toSatisfy((e) => code(e) === 'LEDGER_CORRUPT');
    await expect(open([...lines], { writer: 'x' })).rejects.toSatisfy((e) => code(e) === 'ARGUMENT_INVALID');
    await expect(open([], { key: new Uint8Array(16) })).rejects.toSatisfy(
      (e) => code(e) === 'ARGUMENT_INVALID',
    );
  });

  it('many at once keep their order, also while a slow signer signs', async () => {
    const slow = async (bytes: Uint8Array) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return sign(bytes);
    };
    const { log, lines, kept } = await open([], { sign: slow, checkpointEvery: 10 });
    const entry = (i: number) => ({ kind: 'decision', time: T, plain: { number: i } });
    const places = await Promise.all(Array.from({ length: 95 }, (_, i) => log.append(entry(i))));
    expect(new Set(places.map(({ sequence }) => sequence)).size).toBe(95);
    await log.close();
    expect(kept.length).toBeGreaterThanOrEqual(9);
    expect(await codes(lines, { known: kept.at(-1)! })).toEqual([]);
  });

  it('what cannot be written is told, and nothing is written after it', async () => {
    const journal = { ...memoryJournal(), append: () => Promise.reject(new Error('disk full')) };
    const { log } = await open([], { journal });
    const entry = { kind: 'decision', time: T, plain: {} };
    await expect(log.append(entry)).rejects.toThrow('disk full');
    await expect(log.append(entry)).rejects.toThrow('disk full');
    const { log: unsigned, lines } = await open([], {
      sign: () => Promise.reject(new Error('no signer')),
      checkpointEvery: 2,
    });
    await unsigned.append(entry);
    await expect(unsigned.append(entry)).rejects.toThrow('no signer');
    expect(lines).toHaveLength(2);
    await expect(unsigned.append({ ...entry, plain: { text: 'x'.repeat(70_000) } })).rejects.toSatisfy(
      (e) => isYinxinError(e) && e.code === 'LIMIT_EXCEEDED',
    );
  });
});
