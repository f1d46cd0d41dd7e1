import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../src/adapters/stores/index.ts';
import {
  createEvidence,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewTimestamp,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import { fromHex, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  type AuditLogOptions,
  checkpointDigest,
  openAuditLog,
  type SignedCheckpoint,
  verifyAuditLog,
} from '../../../src/policy/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { day, trusting, tsaAt } from '../evidence/world.ts';

const KEY = new Uint8Array(32).fill(7);
const WRITTEN = day('2026-06-30');
const sign = async (bytes: Uint8Array) => digest('sha256', utf8('signer of the log'), bytes);
const verifySignature = async (bytes: Uint8Array, signature: Uint8Array) =>
  toHex(await sign(bytes)) === toHex(signature);

/** Logs of three writers, and every checkpoint that they signed. */
async function threeWriters(change: Partial<AuditLogOptions> = {}) {
  const logs: { writer: string; lines: string[] }[] = [];
  const checkpoints: SignedCheckpoint[] = [];
  for (const writer of ['counter-1', 'counter-2', 'service']) {
    const lines: string[] = [];
    const log = await openAuditLog({
      journal: memoryJournal(lines),
      writer,
      key: KEY,
      sign,
      keep: async (checkpoint) => void checkpoints.push(checkpoint),
      checkpointEvery: 4,
      clock: { now: () => WRITTEN },
      random: { bytes: seededRandom(writer).bytes },
      ...change,
    });
    for (let i = 0; i < 10; i++)
      await log.append({ kind: 'decision', time: WRITTEN, plain: { effect: 'permit', number: i } });
    logs.push({ writer, lines });
  }
  return { logs, checkpoints };
}

describe('checkpoints anchored by evidence records', () => {
  it('one timestamp proves the time of the checkpoints of all writers, and renewals keep it', async () => {
    const { logs, checkpoints } = await threeWriters();
    expect(checkpoints).toHaveLength(6);
    const store = memoryEvidenceStore();
    const objects = checkpoints.map((checkpoint) => fromHex(checkpointDigest(checkpoint)));
    await createEvidence({ objects, store, tsa: await tsaAt(0, day('2026-07-01')) });
    await renewTimestamp(store, {
      ...(await trusting(day('2029-06-01'))),
      tsa: await tsaAt(1, day('2029-06-01')),
    });
    for (const [i, { bytes, signature, checkpoint }] of checkpoints.entries()) {
      const { record } = await evidenceRecordFor(store, i);
      const report = await verifyEvidenceRecord(record, {
        ...(await trusting(day('2031-01-01'))),
        data: [bytes],
      });
      expect(report.conclusion.indication).toBe('TOTAL_PASSED');
      expect(report.provedSince).toBe('2026-07-01T00:00:00Z');
      const { lines } = logs.find(({ writer }) => writer === checkpoint.writer)!;
      const known = { bytes, signature };
      const log = await verifyAuditLog({ lines: memoryJournal(lines), key: KEY, known, verifySignature });
      expect(log).toMatchObject({ status: 'intact', writer: checkpoint.writer });
    }
  });

  it('a log rewritten by somebody who has its key and its signer is found by what was anchored before', async () => {
    const before = await threeWriters();
    const store = memoryEvidenceStore();
    const [first] = before.checkpoints;
    const objects = before.checkpoints.map((checkpoint) => fromHex(checkpointDigest(checkpoint)));
    await createEvidence({ objects, store, tsa: await tsaAt(0, day('2026-07-01')) });
    const forged = await threeWriters({ clock: { now: () => new Date(WRITTEN.getTime() + 1000) } });
    const [rewritten] = forged.checkpoints;
    // By itself the forgery is in order, signatures and all.
    const own = { lines: memoryJournal(forged.logs[0]!.lines), key: KEY, verifySignature };
    expect(await verifyAuditLog({ ...own, known: rewritten! })).toMatchObject({ status: 'intact' });
    // Its checkpoint is not what the record proves, and what the record proves is not of this log.
    const { record } = await evidenceRecordFor(store, 0);
    const trust = await trusting(day('2027-01-01'));
    const report = await verifyEvidenceRecord(record, { ...trust, data: [rewritten!.bytes] });
    expect(report.record.cryptography).toBe('broken');
    const genuine = await verifyEvidenceRecord(record, { ...trust, data: [first!.bytes] });
    expect(genuine.conclusion.indication).toBe('TOTAL_PASSED');
    const judged = await verifyAuditLog({ ...own, known: first! });
    expect(judged.findings.map(({ code }) => code)).toContain('AUDIT_LOG_REPLACED');
  });
});
