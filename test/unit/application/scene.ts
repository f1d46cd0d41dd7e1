import { utf8 } from '../../../src/foundation/core/index.ts';
import {
  type AcknowledgeInput,
  type Acknowledgement,
  type ApplicationReport,
  acknowledgeApplication,
  type HistoryDocument,
  type SignApplicationInput,
  type SignedSupplement,
  type SignSupplementInput,
  type SignWithdrawalInput,
  signApplication,
  signSupplement,
  signWithdrawal,
  verifyReceipt,
  verifySupplement,
} from '../../../src/sign/application/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { judgeOptions } from '../asic/fixtures.ts';
import { applicationInput, later, verify } from './fixtures.ts';

/** The life of one application, document by document. */
export interface Scene {
  readonly application: Uint8Array;
  readonly report: ApplicationReport;
  /** 一次性补正. */
  readonly asked: Acknowledgement;
  readonly supplement: SignedSupplement;
  /** 受理. */
  readonly accepted: Acknowledgement;
  readonly withdrawal: Uint8Array;
  readonly documents: readonly HistoryDocument[];
}

export const REASONS = [
  { code: 'M3', text: '缺健康证明' },
  { code: 'M4', text: '缺平面图' },
];

export const answer = async (
  pki: TestPki,
  application: Uint8Array,
  report: ApplicationReport,
  changes: Partial<AcknowledgeInput>,
): Promise<Acknowledgement> =>
  acknowledgeApplication({
    application,
    report,
    receivedAt: later(1),
    decision: 'supplement',
    reasons: REASONS,
    signer: await pki.sealSigner.signer(),
    ...changes,
  });

export const supply = async (
  pki: TestPki,
  application: Uint8Array,
  receipt: Uint8Array,
  changes: Partial<SignSupplementInput> = {},
): Promise<SignedSupplement> =>
  signSupplement({
    id: 'BZ-1',
    application,
    receipt,
    items: [
      { code: 'M3', attachments: ['健康证明.pdf'] },
      { code: 'M4', statement: '平面图与去年相同' },
    ],
    attachments: [{ name: '健康证明.pdf', data: utf8('%PDF-1.7\n%健康') }],
    signer: await pki.signer.signer(),
    at: later(2),
    ...changes,
  });

export async function scene(pki: TestPki, changes: Partial<SignApplicationInput> = {}): Promise<Scene> {
  const judging = { ...(await judgeOptions(pki)), at: later(5) };
  const { file: application } = await signApplication(await applicationInput(pki, changes));
  const report = await verify(pki, application);
  const asked = await answer(pki, application, report, {});
  const supplement = await supply(pki, application, asked.file);
  const supplied = await verifySupplement(supplement.file, {
    ...judging,
    application: report,
    receipt: asked.file,
  });
  const accepted = await answer(pki, application, report, {
    after: { kind: 'supplement', file: supplement.file, report: supplied },
    receivedAt: later(3),
    decision: 'accepted',
    reasons: [],
  });
  const withdrawal = await withdraw(pki, application, {
    previous: { kind: 'receipt', file: accepted.file },
  });
  return {
    application,
    report,
    asked,
    supplement,
    accepted,
    withdrawal,
    documents: [
      { kind: 'application', file: application },
      { kind: 'receipt', file: asked.file },
      { kind: 'supplement', file: supplement.file },
      { kind: 'receipt', file: accepted.file },
      { kind: 'withdrawal', file: withdrawal },
    ],
  };
}

export async function withdraw(
  pki: TestPki,
  application: Uint8Array,
  changes: Partial<SignWithdrawalInput> = {},
): Promise<Uint8Array> {
  const { file } = await signWithdrawal({
    id: 'CH-1',
    application,
    reason: '不再经营',
    signer: await pki.signer.signer(),
    at: later(4),
    ...changes,
  });
  return file;
}

/** The report of a receipt, as `after` takes it. */
export const receiptReport = async (pki: TestPki, application: Uint8Array, receipt: Uint8Array) =>
  verifyReceipt(receipt, { ...(await judgeOptions(pki)), at: later(5), application });
