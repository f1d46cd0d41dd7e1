import { describe, expect, it } from 'vitest';
import {
  createEvidence,
  dueForRenewal,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewHashTree,
  renewTimestamp,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import { verify } from '../../../src/entries/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { ETSI_TS_119_312 } from '../../../src/foundation/crypto/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { day, documentOf, documents, trusting, tsaAt, world } from './world.ts';

const MADE = day('2026-07-01');

/** A signed file by a signer whose certificate ended in 2028, and its evidence record of 2026. */
async function signedFile() {
  const { pki } = await world();
  const signer = await pki.issue({
    name: '测试人丁',
    notBefore: day('2026-01-01'),
    notAfter: day('2028-01-01'),
  });
  const { cms } = await signCms({
    signer: await signer.signer(),
    content: { bytes: utf8('申请表（样）') },
    detached: false,
    claimedTime: day('2026-06-01'),
  });
  const store = memoryEvidenceStore();
  const objects = [{ source: documentOf(1) }, { source: cms }, { source: documentOf(2) }];
  await createEvidence({ objects, store, tsa: await tsaAt(0, MADE) });
  const { record } = await evidenceRecordFor(store, 1);
  return { cms, record, store, roots: [pki.root.certificate] };
}

describe('an evidence record over a signed file', () => {
  it('saves a signature whose certificate has ended', async () => {
    const { cms, record, roots } = await signedFile();
    const options = {
      at: day('2029-01-01'),
      trust: { signers: roots, timestamps: roots },
      revocation: 'none',
    } as const;
    const alone = await verify(cms, options);
    expect(alone.conclusion.indication).toBe('INDETERMINATE');
    const proved = await verify(cms, { ...options, evidence: [record] });
    expect(proved.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(proved.input.format).toBe('cms');
    const [signature] = proved.signatures;
    expect(signature!.bestTime).toEqual({ time: '2026-07-01T00:00:00Z', source: 'evidence-record' });
    expect(signature!.level).toBe(alone.signatures[0]!.level);
    expect(proved.signatures.filter(({ kind }) => kind === 'evidence-record')).toMatchObject([
      { id: 'er-1', indication: 'TOTAL_PASSED' },
    ]);
    expect(proved.evidence.nextRenewalDue).toBe('2030-01-01T00:00:00Z');
  });

  it('proves nothing when it is over another file, of an unknown authority, broken or no record at all', async () => {
    const { cms, record, store, roots } = await signedFile();
    const trust = { signers: roots, timestamps: roots };
    const options = { at: day('2029-01-01'), trust, revocation: 'none' } as const;
    const other = (await evidenceRecordFor(store, 0)).record;
    const broken = record.slice();
    broken[60]! ^= 1;
    for (const evidence of [other, broken, utf8('no record')]) {
      const report = await verify(cms, { ...options, evidence: [evidence] });
      expect(report.signatures[0]!.indication).toBe('INDETERMINATE');
      expect(report.signatures[0]!.bestTime.source).toBe('validation-time');
      expect(report.conclusion.indication).toBe('TOTAL_FAILED');
    }
    const unknown = await verify(cms, { ...options, trust: { signers: roots }, evidence: [record] });
    expect(unknown.conclusion.indication).toBe('INDETERMINATE');
    expect(unknown.signatures[0]!.bestTime.source).toBe('validation-time');
  });

  it('proves a file of any kind, alone or with the rest of its group', async () => {
    const store = memoryEvidenceStore();
    const group = [{ source: documentOf(1) }, { source: documentOf(2) }];
    await createEvidence({
      objects: [{ group }, { source: documentOf(3) }],
      store,
      tsa: await tsaAt(0, MADE),
    });
    const { record, documents: count, handOver } = await evidenceRecordFor(store, 0);
    expect(count).toBe(2);
    expect(handOver).toEqual(['the evidence record', 'all 2 documents of the group']);
    const options = await trusting(day('2027-01-01'));
    const indicationOf = async (file: Uint8Array, data: readonly Uint8Array[]) =>
      (await verify(file, { ...options, evidence: [record], data })).conclusion.indication;
    expect(await indicationOf(documentOf(1), [documentOf(2)])).toBe('TOTAL_PASSED');
    expect(await indicationOf(documentOf(1), [])).toBe('TOTAL_PASSED');
    expect(await indicationOf(documentOf(1), [documentOf(3)])).toBe('TOTAL_FAILED');
    expect(await indicationOf(documentOf(3), [])).toBe('TOTAL_FAILED');
    await expect(verify(documentOf(1), options)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    const alone = await verify(record, { ...options, data: [documentOf(2), documentOf(1)] });
    expect(alone.conclusion.indication).toBe('TOTAL_PASSED');
    expect((await verify(record, options)).conclusion).toEqual({
      indication: 'INDETERMINATE',
      subIndications: ['SIGNED_DATA_NOT_FOUND'],
    });
  });
});

describe('revocation data of the authorities', () => {
  it('stands in the tokens since their renewal, and is all that is needed later', async () => {
    const { pki } = await world();
    const store = memoryEvidenceStore();
    await createEvidence({
      objects: documents(5),
      store,
      digests: ['sha256', 'sha512'],
      tsa: await tsaAt(0, MADE),
    });
    const known = async (at: Date) => {
      const crls = [
        await pki.crl({ thisUpdate: at, nextUpdate: new Date(at.getTime() + 30 * 86_400_000) }),
        await pki.crl({
          issuer: pki.root,
          thisUpdate: at,
          nextUpdate: new Date(at.getTime() + 30 * 86_400_000),
        }),
      ];
      return trusting(at, { revocation: 'require', crls });
    };
    const first = day('2029-06-01');
    await renewTimestamp(store, { ...(await known(first)), tsa: await tsaAt(1, first) });
    const second = day('2031-06-01');
    await renewHashTree(store, { ...(await known(second)), hash: 'sha512', tsa: await tsaAt(2, second) });
    const last = day('2032-06-01');
    const { record, manifest } = await evidenceRecordFor(store, 3);
    const data = [documentOf(3), manifest!];
    const report = await verifyEvidenceRecord(record, { ...(await known(last)), data });
    expect(report.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(report.provedSince).toBe('2026-07-01T00:00:00Z');
    const without = await verifyEvidenceRecord(record, {
      ...(await trusting(last, { revocation: 'require' })),
      data,
    });
    expect(without.conclusion.indication).toBe('INDETERMINATE');
  });
});

describe('the due list', () => {
  it('names certificates and algorithms, earliest first, and tells what has passed', async () => {
    const store = memoryEvidenceStore();
    await createEvidence({ objects: documents(3), store, tsa: await tsaAt(0, MADE) });
    const { record } = await evidenceRecordFor(store, 0);
    const algorithms = {
      ...ETSI_TS_119_312,
      digests: { ...ETSI_TS_119_312.digests, sha256: { ends: '2029-07-01', source: 'test' } },
    };
    const watched = [
      { name: 'store', evidence: store },
      { name: 'record', evidence: record },
    ];
    const needs = await dueForRenewal(watched, { at: day('2029-03-01'), algorithms });
    expect(needs).toMatchObject([
      { name: 'store', action: 'hash-tree', before: '2029-07-01T00:00:00Z', status: 'due' },
      { name: 'record', action: 'hash-tree', before: '2029-07-01T00:00:00Z', status: 'due' },
      { name: 'store', action: 'timestamp', before: '2030-01-01T00:00:00Z', status: 'later' },
      { name: 'record', action: 'timestamp', before: '2030-01-01T00:00:00Z', status: 'later' },
    ]);
    const lapsed = await dueForRenewal(watched, { at: day('2031-03-01') });
    expect(lapsed).toMatchObject([
      { action: 'timestamp', status: 'lapsed' },
      { action: 'timestamp', status: 'lapsed' },
    ]);
    const at = day('2029-06-01');
    await renewTimestamp(store, { ...(await trusting(at)), tsa: await tsaAt(1, at) });
    const [first] = await dueForRenewal([watched[0]!], { at });
    expect(first).toMatchObject({ before: '2032-01-01T00:00:00Z', status: 'later' });
  });
});
