import { beforeAll, describe, expect, it } from 'vitest';
import {
  createEvidence,
  type DisposalApproval,
  type DisposalProposal,
  disposalRegisterCsv,
  disposeRecords,
  type EvidenceStore,
  evidenceRecordFor,
  type HeldRecord,
  memoryEvidenceStore,
  proposeDisposal,
  readDisposalRegister,
  renewHashTree,
  verifyEvidenceRecord,
} from '../../../../src/archive/index.ts';
import { verify } from '../../../../src/entries/index.ts';
import { fromUtf8, toHex, utf8 } from '../../../../src/foundation/core/index.ts';
import { digest } from '../../../../src/foundation/crypto/index.ts';
import { retentionRulesOfCsv, retentionTable } from '../../../../src/policy/index.ts';
import { createTestPki, type TestPki } from '../../../../src/testing/index.ts';
import { day, documentOf, documents, trusting, tsaAt } from '../../evidence/world.ts';

const NOW = day('2029-06-01');
const policy = retentionTable(
  retentionRulesOfCsv('事项编码,文件代码,保管期限\nT1,A*,1年\nT1,C*,永久\nT1,B*,10年\n'),
);
const record = (n: number, more: Partial<HeldRecord> = {}): HeldRecord => ({
  id: `J001-2026-${n}`,
  title: `样张第 ${n} 号`,
  taskCode: 'T1',
  fileCode: 'A1',
  closedAt: day('2026-07-01'),
  sha256: toHex(digest('sha256', documentOf(n))),
  evidence: { store: 'evidence', object: n },
  ...more,
});
const free = async (): Promise<undefined> => undefined;
const rules = { policy, holdOf: free, at: NOW };

const approvalsOf = ({ sha256 }: DisposalProposal): DisposalApproval[] =>
  ['P1', 'P2'].map((approver) => ({
    proposal: sha256,
    approver,
    name: `测试人${approver}`,
    at: NOW,
    basis: '鉴定会议纪要（样）',
  }));
const supervisors = ['测试人丙', '测试人丁'];

let pki: TestPki;
beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
});

describe('a disposal', () => {
  it('proposes only what is past its term, and says of the others why they stay', async () => {
    const { entries, refused } = await proposeDisposal({
      ...rules,
      id: '2029-001',
      holdOf: async (id) => (id.endsWith('-4') ? '行政诉讼（样）' : undefined),
      records: [
        record(0),
        record(1, { fileCode: 'C1' }),
        record(2, { fileCode: 'B1' }),
        record(3, { taskCode: 'T9', period: { years: 1 } }),
        record(4),
        record(5, { period: { years: 30 } }),
        record(6, { closedAt: day('2027-12-31'), period: { years: 1 } }),
        record(7, { closedAt: new Date('2027-12-31T16:00:00Z') }),
      ],
    });
    expect(entries.map(({ id }) => id)).toEqual(['J001-2026-0', 'J001-2026-6']);
    expect(refused.map(({ id, code }) => [id.slice(-1), code])).toEqual([
      ['1', 'DISPOSAL_PERMANENT'],
      ['2', 'DISPOSAL_TOO_EARLY'],
      ['3', 'DISPOSAL_PERIOD_UNKNOWN'],
      ['4', 'DISPOSAL_UNDER_HOLD'],
      ['5', 'DISPOSAL_TOO_EARLY'],
      ['7', 'DISPOSAL_TOO_EARLY'],
    ]);
  });

  it.each([
    ['no approval', () => []],
    ['one person', (all: DisposalApproval[]) => all.slice(1)],
    ['the same person twice', ([a]: DisposalApproval[]) => [a!, { ...a!, name: '测试人戊' }]],
    ['the same person with white space', ([a]: DisposalApproval[]) => [a!, { ...a!, approver: ' P1 ' }]],
    [
      'an approval of another proposal',
      ([a, b]: DisposalApproval[]) => [a!, { ...b!, proposal: '0'.repeat(64) }],
    ],
    [
      'an approval before the proposal',
      ([a, b]: DisposalApproval[]) => [a!, { ...b!, at: day('2029-05-31') }],
    ],
    ['an approval of later', ([a, b]: DisposalApproval[]) => [a!, { ...b!, at: day('2029-06-02') }]],
    ['nobody', ([a, b]: DisposalApproval[]) => [a!, { ...b!, approver: ' ' }]],
    ['no basis', ([a, b]: DisposalApproval[]) => [a!, { ...b!, basis: '' }]],
  ] as const)('is refused with %s, and nothing is deleted', async (_, change) => {
    const proposal = await proposeDisposal({ ...rules, id: '1', records: [record(0)] });
    const store = memoryEvidenceStore();
    const removed: string[] = [];
    const remove = async ({ id }: { id: string }): Promise<void> => void removed.push(id);
    const approvals = change(approvalsOf(proposal));
    const refused = disposeRecords({ ...rules, proposal, approvals, supervisors, store, remove });
    await expect(refused).rejects.toMatchObject({
      code: 'DISPOSAL_REFUSED',
      details: { code: 'DISPOSAL_NOT_APPROVED' },
    });
    expect(removed).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  it('is refused without two persons who see it done', async () => {
    const proposal = await proposeDisposal({ ...rules, id: '1', records: [record(0)] });
    for (const seen of [[], ['测试人丙'], ['测试人丙', ' 测试人丙']]) {
      const refused = disposeRecords({
        ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors: seen },
        ...{ store: memoryEvidenceStore(), remove: async () => undefined },
      });
      await expect(refused).rejects.toMatchObject({ details: { code: 'DISPOSAL_NOT_APPROVED' } });
    }
  });

  it('is refused where a record came under hold, or its term was made longer, since it was proposed', async () => {
    const proposal = await proposeDisposal({ ...rules, id: '1', records: [record(0), record(1)] });
    const removed: string[] = [];
    const input = {
      ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors },
      ...{ store: memoryEvidenceStore(), remove: async ({ id }: HeldRecord) => void removed.push(id) },
    };
    const hold = async (id: string): Promise<string | undefined> =>
      id.endsWith('-1') ? '审计（样）' : undefined;
    await expect(disposeRecords({ ...input, holdOf: hold })).rejects.toMatchObject({
      code: 'DISPOSAL_REFUSED',
      details: { refusals: [{ id: 'J001-2026-1', code: 'DISPOSAL_UNDER_HOLD' }] },
    });
    const longer = retentionTable([{ taskCode: '*', fileCode: '*', period: { years: 10 } }]);
    await expect(disposeRecords({ ...input, policy: longer })).rejects.toMatchObject({
      details: { code: 'DISPOSAL_TOO_EARLY' },
    });
    const early = { ...input, at: day('2027-06-01'), approvals: [] };
    await expect(disposeRecords(early)).rejects.toMatchObject({ code: 'DISPOSAL_REFUSED' });
    expect(removed).toEqual([]);
  });

  it('is refused where the proposal was changed after it was approved', async () => {
    const proposal = await proposeDisposal({ ...rules, id: '1', records: [record(0)] });
    const other = await proposeDisposal({ ...rules, id: '1', records: [record(0), record(1)] });
    const common = { ...rules, supervisors, store: memoryEvidenceStore(), remove: async () => undefined };
    const approvals = approvalsOf(proposal);
    const more = { ...proposal, entries: other.entries };
    await expect(disposeRecords({ ...common, proposal: more, approvals })).rejects.toMatchObject({
      code: 'DISPOSAL_INVALID',
    });
    await expect(disposeRecords({ ...common, proposal: other, approvals })).rejects.toMatchObject({
      details: { code: 'DISPOSAL_NOT_APPROVED' },
    });
  });

  it('leaves a signed register, equal for equal input, and nothing is done twice', async () => {
    const proposal = await proposeDisposal({ ...rules, id: '2029-001', records: [record(0), record(1)] });
    const store = memoryEvidenceStore();
    const removed: string[] = [];
    const signer = await pki.sealSigner.signer();
    const input = {
      ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors, store, signer },
      remove: async ({ id }: HeldRecord) => void removed.push(id),
    };
    const done = await disposeRecords(input);
    expect(removed).toEqual(['J001-2026-0', 'J001-2026-1']);
    expect(done.names).toEqual(await store.list().then((names) => [names[1], names[2], names[0]]));
    const again = await disposeRecords({ ...input, at: day('2029-07-01') });
    expect(again.bytes).toEqual(done.bytes);
    expect(again.signature).toEqual(done.signature);
    expect(removed).toHaveLength(2);
    const { signer: _, ...unsigned } = input;
    const twin = await disposeRecords({ ...unsigned, store: memoryEvidenceStore() });
    expect(twin.bytes).toEqual(done.bytes);
    expect(twin.signature).toBeUndefined();

    const judged = await verify(done.signature!, {
      ...{ at: NOW, trust: { signers: [pki.root.certificate] }, revocation: 'none' },
      detached: done.bytes,
    });
    expect(judged.conclusion.indication).toBe('TOTAL_PASSED');
    const register = readDisposalRegister(done.bytes);
    expect(register.entries[1]).toMatchObject({ id: 'J001-2026-1', period: { years: 1 } });
    expect(disposalRegisterCsv(register)).toContain(
      '\r\n2,J001-2026-1,样张第 1 号,T1,A1,2026-07-01T00:00:00Z,1年,',
    );
    const changed = utf8(fromUtf8(done.bytes).replace('样张第 1 号', '样张第 2 号'));
    const forged = await verify(done.signature!, {
      ...{ at: NOW, trust: { signers: [pki.root.certificate] }, revocation: 'none' },
      detached: changed,
    });
    expect(forged.conclusion.indication).toBe('TOTAL_FAILED');
  });

  it('is finished by the next call when it was interrupted, unless a hold came meanwhile', async () => {
    const proposal = await proposeDisposal({ ...rules, id: '7', records: [record(0), record(1), record(2)] });
    const files = new Map<string, Uint8Array>();
    const removed = new Set<string>();
    let fails = true;
    const input = {
      ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors },
      store: memoryEvidenceStore(files),
      remove: async ({ id }: HeldRecord): Promise<void> => {
        if (fails && id.endsWith('-1')) throw new Error('the disk is gone');
        removed.add(id);
      },
    };
    await expect(disposeRecords(input)).rejects.toThrow('the disk is gone');
    expect([...files.keys()]).toEqual(['disposal-7.json']);
    fails = false;
    const held = { ...input, holdOf: async () => '审计（样）' };
    await expect(disposeRecords(held)).rejects.toMatchObject({ details: { code: 'DISPOSAL_UNDER_HOLD' } });
    expect(removed.size).toBe(1);
    await disposeRecords({ ...input, approvals: [] });
    expect(removed.size).toBe(3);
    const other = await proposeDisposal({ ...rules, id: '7', records: [record(5)] });
    const wrong = { ...input, proposal: other, approvals: approvalsOf(other) };
    await expect(disposeRecords(wrong)).rejects.toMatchObject({ code: 'DISPOSAL_INVALID' });
  });

  it('refuses registers and completions that were changed in the store', async () => {
    const proposal = await proposeDisposal({ ...rules, id: '7', records: [record(0)] });
    const files = new Map<string, Uint8Array>();
    const input = {
      ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors },
      ...{ store: memoryEvidenceStore(files), remove: async () => undefined },
    };
    await disposeRecords(input);
    for (const [name, from, to] of [
      ['disposal-7.json', '样张第 0 号', '样张第 9 号'],
      ['disposal-7.json', '"schema"', '"scheme"'],
      ['disposal-7.json', '{"approvals"', '{ "approvals"'],
      ['disposal-7.json', '"period":"1年"', '"period":"1"'],
      ['disposal-7.json', '"2026-07-01T00:00:00Z"', '"2026-07-01"'],
      ['disposal-7.json', '"object":0', '"object":-1'],
      ['disposal-7.done.json', '"removed":1', '"removed":2'],
    ] as const) {
      const whole = files.get(name)!;
      files.set(name, utf8(fromUtf8(whole).replace(from, to)));
      await expect(disposeRecords(input), from).rejects.toMatchObject({ code: 'DISPOSAL_INVALID' });
      files.set(name, whole);
    }
    for (const bytes of [utf8(''), utf8('[]'), utf8('null'), new Uint8Array([0xff])]) {
      expect(() => readDisposalRegister(bytes)).toThrow(
        expect.objectContaining({ code: 'DISPOSAL_INVALID' }),
      );
    }
  });

  it.each([
    ['a wrong number', { id: '../1' }],
    ['a record twice', { records: [record(1), record(1)] }],
    ['a wrong digest', { records: [record(1, { sha256: 'AB' })] }],
    ['no time', { records: [record(1, { closedAt: new Date(Number.NaN) })] }],
  ])('is not proposed with %s', async (_, change) => {
    await expect(proposeDisposal({ ...rules, id: '1', records: [], ...change })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it('keeps the evidence of the others: they verify, and their hash tree is renewed without the deleted', async () => {
    const store: EvidenceStore = memoryEvidenceStore();
    const tsa = await tsaAt(0, day('2026-07-01'));
    await createEvidence({ objects: documents(6), store, digests: ['sha256', 'sm3'], tsa });
    const held = new Map(Array.from({ length: 6 }, (_, i) => [`J001-2026-${i}`, documentOf(i)]));
    const proposal = await proposeDisposal({ ...rules, id: '9', records: [record(2), record(3)] });
    await disposeRecords({
      ...{ ...rules, proposal, approvals: approvalsOf(proposal), supervisors },
      ...{ store: memoryEvidenceStore(), remove: async ({ id }: HeldRecord) => void held.delete(id) },
    });
    expect([...held.keys()].map((id) => id.slice(-1))).toEqual(['0', '1', '4', '5']);
    await renewHashTree(store, { ...(await trusting(NOW)), hash: 'sm3', tsa: await tsaAt(1, NOW) });
    for (const i of [0, 1, 4, 5]) {
      const { record: ers, manifest } = await evidenceRecordFor(store, i);
      const data = [held.get(`J001-2026-${i}`)!, manifest!];
      const report = await verifyEvidenceRecord(ers, { ...(await trusting(day('2031-06-01'))), data });
      expect(report.conclusion.indication).toBe('TOTAL_PASSED');
      expect(report.provedSince).toBe('2026-07-01T00:00:00Z');
    }
  });
});
