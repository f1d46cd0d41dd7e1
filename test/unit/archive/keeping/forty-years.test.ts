import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolderStore } from '../../../../src/adapters/files/index.ts';
import {
  createEvidence,
  type DisposalProposal,
  disposeRecords,
  dueForRenewal,
  type EvidenceStore,
  evidenceRecordFor,
  type HeldRecord,
  proposeDisposal,
  renewHashTree,
  renewTimestamp,
  sampleEvidence,
  verifyEvidenceRecord,
} from '../../../../src/archive/index.ts';
import { verify } from '../../../../src/entries/index.ts';
import { type TimestampAuthority, toHex } from '../../../../src/foundation/core/index.ts';
import { digest, ETSI_TS_119_312 } from '../../../../src/foundation/crypto/index.ts';
import { parseEvidenceRecord } from '../../../../src/foundation/evidence/index.ts';
import type { JudgeOptions } from '../../../../src/foundation/validation/index.ts';
import { OID } from '../../../../src/foundation/x509/index.ts';
import { retentionTable } from '../../../../src/policy/index.ts';
import { createTestPki, type TestPki } from '../../../../src/testing/index.ts';
import { testPki } from '../../asic/fixtures.ts';
import { day, documentOf } from '../../evidence/world.ts';
import { samplePackage } from '../fixtures.ts';

/** SHA-256 ends in 2041, by decision of whoever keeps the archive. */
const ALGORITHMS = {
  ...ETSI_TS_119_312,
  digests: { ...ETSI_TS_119_312.digests, sha256: { ends: '2041-01-01', source: 'simulation' } },
};
const FIRST = 2026;
const LAST = 2066;
const DAY_MS = 86_400_000;
/** While the revocation lists in the package still speak. */
const ANCHORED = '2026-11-24';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-forty-years-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the archive knows: its holdings, its stores, and the anchors of every authority that it ever used. */
class Archive {
  readonly holdings = new Map<string, Uint8Array>();
  readonly stores = new Map<string, EvidenceStore>();
  readonly anchors: Uint8Array[] = [];
  readonly log: string[] = [];
  #pki: TestPki | undefined;

  /** An authority for five years: P-256 as long as SHA-256 lasts, then SM2. Its root becomes an anchor of the archive. */
  async authority(year: number, at: Date): Promise<TimestampAuthority> {
    const algorithm = year < 2039 ? 'P-256' : 'SM2';
    this.#pki =
      year === FIRST
        ? await testPki('P-256')
        : await createTestPki({ algorithm, now: at, seed: String(year) });
    this.anchors.push(this.#pki.root.certificate);
    const identity = await this.#pki.issue({
      name: `示例时间戳服务 ${year}（样）`,
      notBefore: day(`${year}-01-01`),
      notAfter: day(`${year + 5}-12-31`),
      extensions: {
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: [OID.ekuTimeStamping],
        critical: { extendedKeyUsage: true },
      },
    });
    return this.#pki.timestampAuthority({ identity, at });
  }

  /** Anchors of its own, and the revocation lists of the newest authority as they stand on that day. */
  async believing(at: Date): Promise<JudgeOptions> {
    const pki = this.#pki!;
    const dates = { thisUpdate: at, nextUpdate: new Date(at.getTime() + 30 * DAY_MS) };
    const crls = [await pki.crl(dates), await pki.crl({ ...dates, issuer: pki.root })];
    return {
      at,
      trust: { signers: this.anchors, timestamps: this.anchors },
      revocation: 'require-where-declared',
      crls,
      intermediates: [pki.intermediate.certificate],
      algorithms: ALGORITHMS,
    };
  }

  /** Renews whatever ends within a year. */
  async renewAsDue(year: number): Promise<void> {
    const at = day(`${year}-12-01`);
    const watched = [...this.stores].map(([name, evidence]) => ({ name, evidence }));
    const needs = await dueForRenewal(watched, { at, leadDays: 400, algorithms: ALGORITHMS });
    const due = needs.filter(({ status }) => status !== 'later');
    expect(due.filter(({ status }) => status === 'lapsed')).toEqual([]);
    if (due.length === 0) return;
    const before = await this.believing(at);
    const tsa = await this.authority(year, at);
    for (const [name, store] of this.stores) {
      const own = due.filter((need) => need.name === name).map(({ action }) => action);
      if (own.includes('hash-tree')) {
        const { origin } = await renewHashTree(store, { ...before, tsa, hash: 'sm3' });
        this.log.push(`${year} ${name} hash-tree ${origin}`);
      } else if (own.includes('timestamp')) {
        await renewTimestamp(store, { ...before, tsa });
        this.log.push(`${year} ${name} timestamp`);
      }
    }
  }
}

const archive = new Archive();
const DOCUMENTS = 9;
const PACKAGE = 'archive.zip';

/** 2026: an item package and some documents come in, and are anchored. */
async function takeIn(): Promise<void> {
  const at = day(ANCHORED);
  const tsa = await archive.authority(FIRST, at);
  const pki = await testPki('P-256');
  const packed = await samplePackage(pki, { validationData: await pki.validationData() });
  archive.holdings.set(PACKAGE, packed.file);
  for (let i = 0; i < DOCUMENTS; i++) archive.holdings.set(`doc-${i}`, documentOf(i));
  const store = openFolderStore(join(folder, 'first'));
  await createEvidence({
    objects: [...archive.holdings.values()].map((source) => ({ source })),
    store,
    digests: ['sha256', 'sm3', 'sha512'],
    tsa,
  });
  archive.stores.set('first', store);
}

const approvalsOf = ({ sha256, proposedAt }: DisposalProposal) =>
  ['P1', 'P2'].map((approver) => ({
    ...{ proposal: sha256, approver, name: approver, at: proposedAt, basis: '鉴定意见（样）' },
  }));

/** Two documents are past their ten years, and go. */
async function dispose(year: number): Promise<void> {
  const policy = retentionTable([
    { taskCode: 'T', fileCode: 'A*', period: { years: 10 } },
    { taskCode: 'T', fileCode: '*', period: 'permanent' },
  ]);
  const records = [...archive.holdings].map(([id, bytes], object): HeldRecord => {
    const fileCode = ['doc-2', 'doc-3'].includes(id) ? 'A1' : 'C1';
    const evidence = { store: 'first', object };
    const closedAt = day(`${FIRST}-07-01`);
    return {
      id,
      title: id,
      taskCode: 'T',
      fileCode,
      closedAt,
      sha256: toHex(digest('sha256', bytes)),
      evidence,
    };
  });
  const rules = { policy, holdOf: async () => undefined, at: day(`${year}-06-01`) };
  const proposal = await proposeDisposal({ ...rules, id: `${year}-1`, records });
  expect(proposal.entries.map(({ id }) => id)).toEqual(['doc-2', 'doc-3']);
  await disposeRecords({
    ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors: ['S1', 'S2'] },
    store: openFolderStore(join(folder, 'disposals')),
    remove: async ({ id }) => void archive.holdings.delete(id),
  });
  archive.log.push(`${year} disposed 2`);
}

/** A document is brought into another format: the copy is anchored in a group with what it was made from. */
async function migrate(year: number): Promise<void> {
  const at = day(`${year}-06-01`);
  const original = archive.holdings.get('doc-4')!;
  const copy = new TextEncoder().encode(`<p>${new TextDecoder().decode(original)}</p>`);
  archive.holdings.set('doc-4.xhtml', copy);
  const store = openFolderStore(join(folder, 'migrated'));
  const before = await archive.believing(at);
  const tsa = await archive.authority(year, at);
  const group = [{ source: original }, { source: copy }];
  await createEvidence({ objects: [{ group }], store, digests: ['sm3', 'sha512'], tsa });
  archive.stores.set('migrated', store);
  // The first store is renewed by the new authority as well: there is one newest at a time.
  await renewTimestamp(archive.stores.get('first')!, { ...before, tsa });
  archive.log.push(`${year} migrated 1`);
}

describe('forty years of an archive', () => {
  beforeAll(async () => {
    await takeIn();
    for (let year = FIRST + 1; year < LAST; year++) {
      if (year === 2038) await dispose(year);
      if (year === 2050) await migrate(year);
      await archive.renewAsDue(year);
    }
  }, 120_000);

  it('saw renewals of both kinds, a retired algorithm, a deletion and a migration', () => {
    expect(archive.log).toEqual([
      '2030 first timestamp',
      '2034 first timestamp',
      '2038 disposed 2',
      '2038 first timestamp',
      '2039 first hash-tree asserted-from-ingest',
      '2043 first timestamp',
      '2047 first timestamp',
      '2050 migrated 1',
      '2054 first timestamp',
      '2054 migrated timestamp',
      '2058 first timestamp',
      '2058 migrated timestamp',
      '2062 first timestamp',
      '2062 migrated timestamp',
    ]);
    expect([...archive.holdings.keys()]).toHaveLength(DOCUMENTS + 1 - 2 + 1);
  });

  const END = day(`${LAST}-06-01`);
  const numberOf = (name: string): number => (name === PACKAGE ? 0 : Number(name.slice(4, 5)) + 1);

  it('and every object that is left still verifies in 2066, offline, with the anchors of the archive', async () => {
    const options = await archive.believing(END);
    for (const [name, bytes] of archive.holdings) {
      if (name === 'doc-4.xhtml') continue;
      const { record, manifest, chains } = await evidenceRecordFor(
        archive.stores.get('first')!,
        numberOf(name),
      );
      const report = await verifyEvidenceRecord(record, { ...options, data: [bytes, manifest!] });
      expect(report.conclusion, name).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
      expect(report.provedSince).toBe(`${ANCHORED}T00:00:00Z`);
      expect(chains[1]).toMatchObject({ hash: 'sm3', origin: 'asserted-from-ingest' });
      expect(parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)).toEqual([4, 7]);
      const changed = Uint8Array.from(bytes);
      changed[0]! ^= 1;
      const forged = await verifyEvidenceRecord(record, { ...options, data: [changed, manifest!] });
      expect(forged.conclusion.indication, name).toBe('TOTAL_FAILED');
      expect(forged.provedSince).toBeNull();
    }
  });

  it('the copy of the migration is tied to what it was made from', async () => {
    const { record, manifest, documents } = await evidenceRecordFor(archive.stores.get('migrated')!, 0);
    expect(documents).toBe(2);
    const data = [archive.holdings.get('doc-4')!, archive.holdings.get('doc-4.xhtml')!, manifest!];
    const report = await verifyEvidenceRecord(record, { ...(await archive.believing(END)), data });
    expect(report).toMatchObject({
      conclusion: { indication: 'TOTAL_PASSED' },
      provedSince: '2050-06-01T00:00:00Z',
    });
  });

  it('the seal of the package, whose certificate ended in 2028, is good in 2066 by its evidence record', async () => {
    const file = archive.holdings.get(PACKAGE)!;
    const options = await archive.believing(END);
    const alone = await verify(file, options);
    expect(alone.conclusion.indication).toBe('INDETERMINATE');
    const { record, manifest } = await evidenceRecordFor(archive.stores.get('first')!, 0);
    const proved = await verify(file, { ...options, evidence: [record], data: [manifest!] });
    expect(proved.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(proved.signatures[0]!.bestTime).toEqual({
      time: `${ANCHORED}T00:00:00Z`,
      source: 'evidence-record',
    });
  });

  it('without the anchors of its first years nothing of it is believed', async () => {
    const options = await archive.believing(END);
    const newest = archive.anchors.slice(-1);
    const { record, manifest } = await evidenceRecordFor(archive.stores.get('first')!, 5);
    const report = await verifyEvidenceRecord(record, {
      ...{ ...options, trust: { signers: newest, timestamps: newest } },
      data: [archive.holdings.get('doc-4')!, manifest!],
    });
    expect(report.conclusion.indication).not.toBe('TOTAL_PASSED');
    expect(report.provedSince).toBeNull();
  });

  it('somebody opens some objects, and the archive knows that they are what they were', async () => {
    const open = async (object: number): Promise<Uint8Array> =>
      archive.holdings.get(object === 0 ? PACKAGE : `doc-${object - 1}`)!;
    const sampled = await sampleEvidence(archive.stores.get('first')!, { objects: [0, 5, 9], open });
    expect(sampled).toEqual({ sampled: 3, of: DOCUMENTS + 1, differing: [], origin: 'sampled' });
  });
});
