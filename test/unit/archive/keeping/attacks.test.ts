import { beforeAll, describe, expect, it } from 'vitest';
import {
  type DisposalRegister,
  disposalRegisterCsv,
  disposeRecords,
  type HeldRecord,
  memoryEvidenceStore,
  proposeDisposal,
  verifyTransferReceipt,
} from '../../../../src/archive/index.ts';
import { readCatalogue, writeCatalogue } from '../../../../src/archive/transfer/catalogue.ts';
import {
  type TransferReceipt,
  writeHandover,
  writeReceipt,
} from '../../../../src/archive/transfer/documents.ts';
import { signDocument } from '../../../../src/archive/transfer/signed-document.ts';
import { toHex } from '../../../../src/foundation/core/index.ts';
import { digest } from '../../../../src/foundation/crypto/index.ts';
import { retentionTable } from '../../../../src/policy/index.ts';
import { createTestPki, type TestPki } from '../../../../src/testing/index.ts';
import { day } from '../../evidence/world.ts';

const NOW = day('2029-06-01');
const policy = retentionTable([{ taskCode: '*', fileCode: '*', period: { years: 1 } }]);
const record = (n: number, title = '样张'): HeldRecord => ({
  ...{ id: `R-${n}`, title, taskCode: 'T1', fileCode: 'A1', closedAt: day('2026-07-01') },
  sha256: 'a'.repeat(64),
});

describe('a disposal', () => {
  it('stops before a record whose hold comes while others are deleted', async () => {
    const rules = { policy, at: NOW, holdOf: async (): Promise<string | undefined> => undefined };
    const proposal = await proposeDisposal({ ...rules, id: '1', records: [record(0), record(1)] });
    const approvals = ['P1', 'P2'].map((approver) => ({
      ...{ proposal: proposal.sha256, approver, name: approver, at: NOW, basis: '纪要（样）' },
    }));
    const removed: string[] = [];
    const run = disposeRecords({
      ...{ ...rules, proposal, approvals, supervisors: ['甲', '乙'], store: memoryEvidenceStore() },
      holdOf: async (id) => (id === 'R-1' && removed.length > 0 ? '审计（样）' : undefined),
      remove: async ({ id }) => void removed.push(id),
    });
    await expect(run).rejects.toMatchObject({ details: { code: 'DISPOSAL_UNDER_HOLD' } });
    expect(removed).toEqual(['R-0']);
  });

  it('proposes nothing at a time that is none', async () => {
    const rules = { policy, at: new Date(Number.NaN), holdOf: async () => undefined };
    const { refused } = await proposeDisposal({ ...rules, id: '1', records: [record(0)] }).catch(() => ({
      refused: ['no time'],
    }));
    expect(refused).toHaveLength(1);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])(
    'writes %j into the table as text',
    (title) => {
      const entry = { ...record(0, title), period: { years: 1 }, retainedUntil: day('2028-01-01') };
      const register = { entries: [entry] } as unknown as DisposalRegister;
      const cell = `'${title}`.replaceAll('"', '""');
      const csv = disposalRegisterCsv(register);
      expect(csv.includes(`,${cell},`) || csv.includes(`,"${cell}",`)).toBe(true);
    },
  );
});

describe('a transfer', () => {
  let pki: TestPki;
  beforeAll(async () => {
    pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  });

  it('has no catalogue that names one record twice', () => {
    const line = (n: number) => ({
      ...{ recordCode: 'R-1', title: '样张', path: `内容/${n}.txt`, size: 1, metadata: `元数据/${n}.xml` },
      ...{ sha256: 'a'.repeat(64), sm3: 'b'.repeat(64), metadataSha256: 'c'.repeat(64) },
    });
    expect(() => readCatalogue(writeCatalogue('1', [line(1), line(2)]))).toThrow(
      expect.objectContaining({ code: 'TRANSFER_INVALID' }),
    );
  });

  it.each([
    ['valid', {}],
    ['invalid', { items: [] }],
    ['invalid', { reasons: ['TRANSFER_SIGNER'] }],
    ['invalid', { conclusion: 'partly' }],
    ['invalid', { items: [{ path: '内容/1.txt', status: 'missing' }] }],
    ['valid', { conclusion: 'refused', items: [{ path: '内容/1.txt', status: 'missing' }] }],
  ] as const)('has a receipt that is %s with %j', async (conclusion, change) => {
    const [from, to] = ['甲', '乙'].map((name) => ({ name, code: name })) as [
      TransferReceipt['from'],
      TransferReceipt['to'],
    ];
    const receiver = await pki.issue({ name: to.name });
    const signing = { signer: await receiver.signer() };
    const digests = { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) };
    const handed = writeHandover({
      ...{ batch: '1', from, to, madeAt: NOW, items: 1, bytes: 1 },
      ...{ catalogue: digests, explanation: { sha256: digests.sha256 } },
    });
    const handover = await signDocument(handed, NOW, signing);
    const receipt: TransferReceipt = {
      ...{ batch: '1', from, to, receivedAt: NOW, handover: toHex(digest('sha256', handover)) },
      ...{ conclusion: 'accepted', reasons: [], items: [{ path: '内容/1.txt', status: 'accepted' }] },
      ...change,
    };
    const document = await signDocument(writeReceipt(receipt), NOW, signing);
    const report = await verifyTransferReceipt(document, {
      ...{ handover, at: NOW, trust: { signers: [pki.root.certificate] }, revocation: 'none' },
    });
    expect([report.conclusion, ...report.reasons]).toEqual(
      conclusion === 'valid' ? ['valid'] : ['invalid', 'TRANSFER_RECEIPT_CONTENT'],
    );
  });
});
