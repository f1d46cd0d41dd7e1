import { describe, expect, it } from 'vitest';
import {
  createEvidence,
  embedEvidenceRecord,
  evidenceDocumentsOf,
  evidenceRecordFor,
  memoryEvidenceStore,
} from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { judgeOptions, NOW, repack, testPki } from '../asic/fixtures.ts';
import { documentOf } from '../evidence/world.ts';
import { samplePackage } from './fixtures.ts';

describe('an ASiC-E package with its evidence record inside', () => {
  it('is proved by one file, and breaks with any file that the record is over', async () => {
    const pki = await testPki('P-256');
    const { file } = await samplePackage(pki, { form: 'asic', tsa: pki.timestampAuthority() });
    const store = memoryEvidenceStore();
    const group = await evidenceDocumentsOf(file);
    await createEvidence({
      objects: [{ group }, { source: documentOf(1) }],
      store,
      tsa: pki.timestampAuthority(),
    });
    const { record } = await evidenceRecordFor(store, 0);
    const whole = await embedEvidenceRecord(file, record, { at: NOW });
    const report = await verify(whole, await judgeOptions(pki));
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    const evidence = report.signatures.find(({ kind }) => kind === 'evidence-record');
    expect(evidence).toMatchObject({ cryptography: 'intact', coverage: 'whole-file' });
    for (const name of ['META-INF/signature001.p7s', 'META-INF/timestamp001.tst', '说明.txt']) {
      const bad = await verify(await repack(whole, { [name]: utf8('别的') }), await judgeOptions(pki));
      expect(bad.signatures.find(({ kind }) => kind === 'evidence-record')!.cryptography, name).toBe(
        'broken',
      );
      expect(bad.conclusion.indication).not.toBe('TOTAL_PASSED');
    }
    await expect(embedEvidenceRecord(whole, record, { at: NOW })).rejects.toMatchObject({
      code: 'EVIDENCE_INVALID',
    });
    const other = (await evidenceRecordFor(store, 1)).record;
    await expect(embedEvidenceRecord(file, other, { at: NOW })).rejects.toMatchObject({
      code: 'EVIDENCE_INVALID',
    });
  });
});
