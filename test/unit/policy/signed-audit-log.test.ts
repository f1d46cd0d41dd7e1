import { describe, expect, it } from 'vitest';
import { auditLog, type SignedCheckpoint, verifyAuditLog } from '../../../src/entries/policy.ts';
import { memoryJournal } from '../../../src/entries/stores.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { seededRandom } from '../../../src/testing/seeded-random.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

describe('an audit log signed with SM2', () => {
  it('is verified with the trust that was given, and with no other', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now: NOW, revocationUrls: false });
    const lines: string[] = [];
    let kept: SignedCheckpoint | undefined;
    const key = new Uint8Array(32).fill(3);
    const log = await auditLog({
      journal: memoryJournal(lines),
      writer: 'service',
      key,
      signer: await pki.signer.signer(),
      clock: { now: () => NOW },
      random: { bytes: seededRandom('signed audit').bytes },
      keep: async (checkpoint) => {
        kept = checkpoint;
      },
    });
    await log.append({ kind: 'decision', time: NOW, plain: { effect: 'permit' } });
    await log.checkpoint();
    await log.close();

    const options = {
      at: NOW,
      trust: { signers: [pki.root.certificate] },
      intermediates: [pki.intermediate.certificate],
      revocation: 'none' as const,
    };
    const ask = { lines: memoryJournal(lines), key, known: kept! };
    expect(await verifyAuditLog(ask, options)).toMatchObject({ status: 'intact', covered: 1, lines: 2 });
    const other = await createTestPki({ algorithm: 'SM2', now: NOW, seed: 'other' });
    const untrusted = { ...options, trust: { signers: [other.root.certificate] } };
    const report = await verifyAuditLog(ask, untrusted);
    expect(report.findings.map(({ code }) => code)).toContain('AUDIT_CHECKPOINT_SIGNATURE');
    expect(report).toMatchObject({ status: 'broken', covered: 0 });
  });
});
