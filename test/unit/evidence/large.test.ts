import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFolderStore } from '../../../src/adapters/files/index.ts';
import {
  createEvidence,
  type EvidenceInput,
  evidenceRecordFor,
  findEvidenceObject,
  renewHashTree,
  renewTimestamp,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import { day, documentOf, trusting, tsaAt } from './world.ts';

const COUNT = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'yinxin-evidence-large-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function* digests(): Generator<EvidenceInput> {
  for (let i = 0; i < COUNT; i++) {
    const document = documentOf(i);
    const of = (name: string): Uint8Array => new Uint8Array(createHash(name).update(document).digest());
    yield { digests: { sha256: of('sha256'), sha512: of('sha512') } };
  }
}

describe('a hundred thousand objects in a folder', () => {
  it('verify, and after each renewal, without an object being opened', async () => {
    const store = openFolderStore(folder);
    const made = await createEvidence({
      objects: digests(),
      store,
      digests: ['sha256', 'sha512'],
      tsa: await tsaAt(0, day('2026-07-01')),
    });
    expect(made.objects).toBe(COUNT);
    const judged = async (at: Date): Promise<void> => {
      for (const i of [0, 65_537, COUNT - 1]) {
        const { record, manifest } = await evidenceRecordFor(store, i);
        expect(record.length).toBeLessThan(12_000);
        const options = await trusting(at);
        const report = await verifyEvidenceRecord(record, { ...options, data: [documentOf(i), manifest!] });
        expect(report.conclusion.indication).toBe('TOTAL_PASSED');
        const other = await verifyEvidenceRecord(record, {
          ...options,
          data: [documentOf(i + 1), manifest!],
        });
        expect(other.conclusion.indication).toBe('TOTAL_FAILED');
      }
    };
    await judged(day('2027-01-01'));
    expect(await findEvidenceObject(store, documentOf(77_777))).toBe(77_777);
    const first = day('2029-06-01');
    await renewTimestamp(store, { ...(await trusting(first)), tsa: await tsaAt(1, first) });
    await judged(day('2031-01-01'));
    const second = day('2031-06-01');
    const options = { ...(await trusting(second)), hash: 'sha512', tsa: await tsaAt(2, second) } as const;
    expect((await renewHashTree(store, options)).origin).toBe('asserted-from-ingest');
    await judged(day('2032-06-01'));
  }, 240_000);
});
