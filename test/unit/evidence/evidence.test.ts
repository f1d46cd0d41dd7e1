import { describe, expect, it } from 'vitest';
import {
  createEvidence,
  type EvidenceStore,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewHashTree,
  renewTimestamp,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import type { CurrentDigestName } from '../../../src/foundation/crypto/index.ts';
import { parseEvidenceRecord } from '../../../src/foundation/evidence/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { day, documentOf, documents, trusting, tsaAt } from './world.ts';

const MADE = day('2026-07-01');

async function anchored(
  count: number,
  digests: readonly CurrentDigestName[] = ['sha256'],
): Promise<EvidenceStore> {
  const store = memoryEvidenceStore();
  await createEvidence({ objects: documents(count), store, digests, tsa: await tsaAt(0, MADE) });
  return store;
}

/** Numbers of objects worth a look: the ends, and where groups begin and end. */
const interesting = (count: number): number[] =>
  [...new Set([0, 1, 3, 4, 15, 16, 17, 63, 64, count - 2, count - 1])].filter((i) => i >= 0 && i < count);

async function verifyAll(store: EvidenceStore, count: number, at: Date): Promise<void> {
  for (const i of interesting(count)) {
    const { record, manifest } = await evidenceRecordFor(store, i);
    const data = [documentOf(i), ...(manifest === undefined ? [] : [manifest])];
    const report = await verifyEvidenceRecord(record, { ...(await trusting(at)), data });
    expect(report.conclusion, `object ${i} of ${count}`).toEqual({
      indication: 'TOTAL_PASSED',
      subIndications: [],
    });
    expect(report.provedSince).toBe('2026-07-01T00:00:00Z');
    const other = await verifyEvidenceRecord(record, {
      ...(await trusting(at)),
      data: [documentOf(i + 1), ...(manifest === undefined ? [] : [manifest])],
    });
    expect(other.record.cryptography).toBe('broken');
    expect(other.provedSince).toBeNull();
  }
}

describe('evidence over any number of objects', () => {
  it.each([1, 2, 3, 4, 5, 16, 17, 1000])('%d objects verify, and after each renewal', async (count) => {
    const store = await anchored(count);
    await verifyAll(store, count, day('2027-01-01'));
    await renewTimestamp(store, {
      ...(await trusting(day('2029-06-01'))),
      tsa: await tsaAt(1, day('2029-06-01')),
    });
    await verifyAll(store, count, day('2031-01-01'));
    await renewHashTree(store, {
      ...(await trusting(day('2031-06-01'))),
      hash: 'sha512',
      objects: documents(count),
      tsa: await tsaAt(2, day('2031-06-01')),
    });
    await verifyAll(store, count, day('2032-06-01'));
  });

  it('with digests of ingest, hash trees are renewed without an object', async () => {
    const store = await anchored(21, ['sha256', 'sha512', 'sm3']);
    await verifyAll(store, 21, day('2027-01-01'));
    const at = day('2029-06-01');
    const renewed = await renewHashTree(store, {
      ...(await trusting(at)),
      hash: 'sm3',
      tsa: await tsaAt(1, at),
    });
    expect(renewed).toMatchObject({ objects: 21, origin: 'asserted-from-ingest', sampled: 0 });
    await verifyAll(store, 21, day('2031-06-01'));
    const later = day('2031-07-01');
    const again = await renewHashTree(store, {
      ...(await trusting(later)),
      hash: 'sha512',
      tsa: await tsaAt(2, later),
      sample: { objects: [3, 20], open: async (i) => documentOf(i) },
    });
    expect(again).toMatchObject({ origin: 'sampled', sampled: 2 });
    await verifyAll(store, 21, day('2032-06-01'));
    const { record } = await evidenceRecordFor(store, 20);
    expect(parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)).toEqual([1, 1, 1]);
  });

  it('is SM2 and SM3 throughout where that is asked for', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now: MADE });
    const trust = { signers: [], timestamps: [pki.root.certificate] };
    const store = memoryEvidenceStore();
    const tsa = pki.timestampAuthority();
    await createEvidence({ objects: documents(9), store, digests: ['sm3'], tsa });
    const at = day('2026-12-01');
    const rules = { at, trust, profile: 'cn-gov', revocation: 'none' } as const;
    await renewTimestamp(store, { ...rules, tsa: pki.timestampAuthority({ at }) });
    const { record } = await evidenceRecordFor(store, 8);
    const report = await verifyEvidenceRecord(record, { ...rules, data: [documentOf(8)] });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    const sha = await anchored(9);
    const other = (await evidenceRecordFor(sha, 8)).record;
    const refused = await verifyEvidenceRecord(other, {
      ...(await trusting(at)),
      profile: 'cn-gov',
      data: [documentOf(8)],
    });
    expect(refused.conclusion.indication).toBe('INDETERMINATE');
  });
});
