import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFolderStore } from '../../../src/adapters/files/index.ts';
import {
  createEvidence,
  type EvidenceStore,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewHashTree,
  renewTimestamp,
  sampleEvidence,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import type { TimestampAuthority } from '../../../src/foundation/core/index.ts';
import { day, documentOf, documents, trusting, tsaAt } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-one-writer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RENEWED = day('2029-06-01');

async function anchored(store: EvidenceStore): Promise<EvidenceStore> {
  const tsa = await tsaAt(0, day('2026-07-01'));
  await createEvidence({ objects: documents(9), store, digests: ['sha256', 'sha512', 'sm3'], tsa });
  return store;
}

/** An authority that answers only after the other renewal has come to ask as well, or was refused. */
async function slowTsa(waiting: Promise<unknown>): Promise<TimestampAuthority> {
  const tsa = await tsaAt(1, RENEWED);
  return {
    async request(query) {
      await waiting;
      return tsa.request(query);
    },
  };
}

async function assertGood(store: EvidenceStore): Promise<void> {
  const { record, manifest } = await evidenceRecordFor(store, 3);
  const options = { ...(await trusting(day('2031-01-01'))), data: [documentOf(3), manifest!] };
  expect((await verifyEvidenceRecord(record, options)).conclusion.indication).toBe('TOTAL_PASSED');
}

describe('two writers at once', () => {
  it.each(['memory', 'folder'])(
    'are kept apart in a store in %s: one renews, one is refused',
    async (kind) => {
      const open = (): EvidenceStore => openFolderStore(join(folder, 'two'));
      const store = await anchored(kind === 'memory' ? memoryEvidenceStore() : open());
      let refused: (value: unknown) => void = () => undefined;
      const waiting = new Promise((done) => {
        refused = done;
      });
      const options = { ...(await trusting(RENEWED)), tsa: await slowTsa(waiting) };
      const first = renewHashTree(store, { ...options, hash: 'sm3' });
      const second = kind === 'memory' ? store : open();
      const other = { ...options, tsa: await tsaAt(1, RENEWED) };
      await expect(renewHashTree(second, { ...other, hash: 'sha512' })).rejects.toMatchObject({
        code: 'EVIDENCE_CONFLICT',
      });
      await expect(renewTimestamp(second, other)).rejects.toMatchObject({ code: 'EVIDENCE_CONFLICT' });
      const sample = { objects: [1], open: async (object: number) => documentOf(object) };
      await expect(sampleEvidence(second, sample)).rejects.toMatchObject({ code: 'EVIDENCE_CONFLICT' });
      refused(undefined);
      expect((await first).origin).toBe('asserted-from-ingest');
      await assertGood(store);
      expect(await sampleEvidence(second, sample)).toMatchObject({ sampled: 1, of: 9, origin: 'sampled' });
    },
  );

  it('without a lock are told by what counts: who comes later writes nothing', async () => {
    const { lock: _, ...store } = (await anchored(memoryEvidenceStore())) as Required<EvidenceStore>;
    let done: (value: unknown) => void = () => undefined;
    const waiting = new Promise((resolve) => {
      done = resolve;
    });
    const options = await trusting(RENEWED);
    const slow = renewTimestamp(store, { ...options, tsa: await slowTsa(waiting) });
    await renewTimestamp(store, { ...options, tsa: await tsaAt(1, RENEWED) });
    done(undefined);
    await expect(slow).rejects.toMatchObject({ code: 'EVIDENCE_CONFLICT', details: { reason: 'changed' } });
    await assertGood(store);
  });

  it('make nothing where nothing was anchored', async () => {
    const path = join(folder, 'nowhere');
    const options = { ...(await trusting(RENEWED)), tsa: await tsaAt(1, RENEWED) };
    const renewed = renewTimestamp(openFolderStore(path), options);
    await expect(renewed).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
    expect(existsSync(path)).toBe(false);
  });

  it('take over the lock of a process that is gone, and let a failed one go', async () => {
    const path = join(folder, 'gone');
    const store = await anchored(openFolderStore(path));
    writeFileSync(join(path, '.lock'), JSON.stringify({ pid: 4_194_304, start: '1' }));
    const at = day('2031-06-01');
    const late = { ...(await trusting(at)), tsa: await tsaAt(1, at) };
    await expect(renewTimestamp(store, late)).rejects.toMatchObject({ code: 'EVIDENCE_LAPSED' });
    await renewTimestamp(store, { ...(await trusting(RENEWED)), tsa: await tsaAt(1, RENEWED) });
    await assertGood(store);
  });
});

describe('sampling objects', () => {
  it('names each document that is not what was anchored, and then says nothing new', async () => {
    const store = await anchored(memoryEvidenceStore());
    await renewHashTree(store, { ...(await trusting(RENEWED)), hash: 'sm3', tsa: await tsaAt(1, RENEWED) });
    const of = async (number: number) => (await evidenceRecordFor(store, number)).chains;
    expect(await of(4)).toEqual([
      { hash: 'sha256', origin: 'objects', sampled: 0, objects: 9 },
      { hash: 'sm3', origin: 'asserted-from-ingest', sampled: 0, objects: 9 },
    ]);
    const open = async (object: number) => documentOf(object === 5 ? 99 : object);
    expect(await sampleEvidence(store, { objects: [1, 5, 8], open })).toEqual({
      sampled: 3,
      of: 9,
      differing: [{ object: 5, document: 0 }],
      origin: 'asserted-from-ingest',
    });
    expect(await sampleEvidence(store, { objects: [1, 8, 8], open })).toEqual({
      sampled: 2,
      of: 9,
      differing: [],
      origin: 'sampled',
    });
    await sampleEvidence(store, { objects: [2], open });
    expect((await of(4))[1]).toEqual({ hash: 'sm3', origin: 'sampled', sampled: 2, objects: 9 });
    for (const objects of [[], [9], [-1], [0.5]]) {
      await expect(sampleEvidence(store, { objects, open })).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
    }
  });
});
