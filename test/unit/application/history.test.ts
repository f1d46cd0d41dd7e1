import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJsonBytes, type FormSchema, utf8 } from '../../../src/foundation/core/index.ts';
import {
  type HistoryDocument,
  type HistoryReport,
  signApplication,
  type VerifyHistoryOptions,
  verifyApplicationHistory,
  verifySupplement,
} from '../../../src/sign/application/index.ts';
import type { TestAlgorithm, TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, repack, testPki } from '../asic/fixtures.ts';
import { agentScene } from './agent-scene.ts';
import { applicationInput, asJsonObject, forgedStatement, later, PERSON, verify } from './fixtures.ts';
import { answer, receiptReport, type Scene, scene, supply, withdraw } from './scene.ts';

const history = async (
  pki: TestPki,
  documents: readonly HistoryDocument[],
  more: Partial<VerifyHistoryOptions> = {},
): Promise<HistoryReport> =>
  verifyApplicationHistory(documents, { ...(await judgeOptions(pki)), at: later(5), ...more });

describe.each<TestAlgorithm>(['P-256', 'SM2'])('the history of an application, %s', (algorithm) => {
  it('holds from application to withdrawal, step by step', async () => {
    const pki = await testPki(algorithm);
    const { documents } = await scene(pki);
    const report = await history(pki, documents);
    expect(report.reasons).toEqual([]);
    expect(report.conclusion).toBe('valid');
    expect(report.state).toBe('withdrawn');
    expect(report.entries.map(({ kind, report: { conclusion } }) => [kind, conclusion])).toEqual([
      ['application', 'acceptable'],
      ['receipt', 'valid'],
      ['supplement', 'valid'],
      ['receipt', 'valid'],
      ['withdrawal', 'valid'],
    ]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const states = [];
    for (let n = 1; n <= documents.length; n++)
      states.push((await history(pki, documents.slice(0, n))).state);
    expect(states).toEqual(['submitted', 'supplement-asked', 'supplemented', 'accepted', 'withdrawn']);
  });
});

describe('attacks on a history', () => {
  let pki: TestPki;
  let one: Scene;
  let two: Scene;
  beforeAll(async () => {
    pki = await testPki('P-256');
    one = await scene(pki);
    two = await scene(pki, { id: 'SQ-2026-0002' });
  });

  it('every reordering is refused', async () => {
    const { documents } = one;
    for (let i = 0; i < documents.length; i++) {
      for (let j = i + 1; j < documents.length; j++) {
        const swapped = [...documents];
        [swapped[i], swapped[j]] = [swapped[j]!, swapped[i]!];
        const { conclusion, reasons } = await history(pki, swapped);
        expect(conclusion, `${i} ${j}`).toBe('invalid');
        expect(reasons).toContain('HISTORY_ORDER');
      }
    }
  });

  it('a document left out in the middle is missed, one that stands twice is refused', async () => {
    for (let i = 0; i < one.documents.length - 1; i++) {
      const left = one.documents.filter((_, n) => n !== i);
      expect((await history(pki, left)).conclusion, `without ${i}`).toBe('invalid');
    }
    for (const [i, document] of one.documents.entries()) {
      const twice = [...one.documents.slice(0, i), document, ...one.documents.slice(i)];
      expect((await history(pki, twice)).conclusion, `${i} twice`).toBe('invalid');
    }
  });

  it('every document of another application is refused in its place', async () => {
    for (let i = 0; i < one.documents.length; i++) {
      const mixed = one.documents.map((document, n) => (n === i ? two.documents[i]! : document));
      const { conclusion, reasons } = await history(pki, mixed);
      expect(conclusion, `${i}`).toBe('invalid');
      expect(reasons).toContain('HISTORY_LINK');
    }
  });

  it('a receipt of another application is refused with its codes', async () => {
    const replayed = await history(pki, [one.documents[0]!, { kind: 'receipt', file: two.asked.file }]);
    expect(replayed.reasons).toEqual(['RECEIPT_APPLICATION_DIGEST', 'RECEIPT_PREVIOUS', 'HISTORY_LINK']);
  });

  it('a tail that is cut is found by what is known from elsewhere, and said to be open otherwise', async () => {
    const cut = one.documents.slice(0, 3);
    expect((await history(pki, cut)).notChecked.map(({ code }) => code)).toEqual(['HISTORY_END']);
    const lastKnown = (await receiptReport(pki, one.application, one.accepted.file)).input.sha256;
    const report = await history(pki, cut, { lastKnown });
    expect([report.conclusion, report.reasons]).toEqual(['invalid', ['HISTORY_END']]);
    const whole = await history(pki, one.documents, { lastKnown });
    expect([whole.conclusion, whole.notChecked]).toEqual(['valid', []]);
  });

  it('a document under another kind, or without its application, is refused', async () => {
    const relabelled = one.documents.map((document, i) =>
      i === 1 ? ({ ...document, kind: 'withdrawal' } as const) : document,
    );
    expect((await history(pki, relabelled)).reasons).toContain('WITHDRAWAL_MALFORMED');
    const headless = await history(pki, one.documents.slice(1));
    expect([headless.conclusion, headless.reasons, headless.state]).toEqual([
      'invalid',
      ['HISTORY_ORDER'],
      null,
    ]);
    await expect(history(pki, [])).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const endless = Array.from({ length: 101 }, () => one.documents[0]!);
    await expect(history(pki, endless)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  it('well-signed documents that lie about their predecessor, their time or their sender are refused', async () => {
    const receipt = asJsonObject(one.asked.receipt);
    const forge = async (changes: object, identity = pki.sealSigner) => {
      const content = canonicalJsonBytes({ ...receipt, ...asJsonObject(changes) });
      const file = await forgedStatement(identity, content, later(1));
      return history(pki, [one.documents[0]!, { kind: 'receipt', file }]);
    };
    const { previous } = one.accepted.receipt;
    expect((await forge({ previous })).reasons).toEqual(['RECEIPT_PREVIOUS', 'HISTORY_LINK']);
    const early = { sentAt: '2026-11-23T01:00:00Z' };
    expect((await forge(early)).reasons).toEqual(['RECEIPT_TIMES', 'HISTORY_TIMES']);
    expect((await forge({ sender: { ...PERSON, code: 'X' } })).reasons).toEqual(['RECEIPT_SENDER']);
    expect((await forge({ applicationId: 'X' })).reasons).toEqual(['RECEIPT_MATTER']);
    expect((await forge({ matter: { code: 'X', name: '别的' } })).reasons).toEqual(['RECEIPT_MATTER']);
    expect((await forge({ reasons: [] })).reasons).toEqual(['RECEIPT_GROUND']);
    expect((await forge({ decision: 'rejected' })).reasons).toEqual(['RECEIPT_GROUND']);
    const other = await forge({ receiver: { ...PERSON } }, pki.signer);
    expect([other.conclusion, other.reasons]).toEqual(['undecided', ['RECEIPT_RECEIVER']]);
  });

  it('after a refusal, an acceptance or a withdrawal nothing stands that has no place there', async () => {
    const refusal = await answer(pki, one.application, one.report, {
      decision: 'rejected',
      reasons: [{ code: 'X', text: '不属于本机关职权', basis: '行政许可法 第三十二条' }],
    });
    const start = [one.documents[0]!, { kind: 'receipt', file: refusal.file }] as const;
    const refused = await history(pki, start);
    expect([refused.conclusion, refused.state]).toEqual(['valid', 'rejected']);
    const file = await withdraw(pki, one.application, { previous: { kind: 'receipt', file: refusal.file } });
    const late = await history(pki, [...start, { kind: 'withdrawal', file }]);
    expect(late.reasons).toEqual(['HISTORY_ORDER']);
    const report = await receiptReport(pki, one.application, refusal.file);
    const again = await answer(pki, one.application, one.report, {
      decision: 'accepted',
      reasons: [],
      after: { kind: 'receipt', file: refusal.file, report },
      receivedAt: later(2),
    });
    const twice = await history(pki, [...start, { kind: 'receipt', file: again.file }]);
    expect(twice.reasons).toEqual(['HISTORY_ORDER']);
  });
});

describe('a supplement', () => {
  it('is refused at once for another receipt, an item that nobody asked for, and files without item', async () => {
    const pki = await testPki('P-256');
    const { application, asked, accepted, report } = await scene(pki);
    const other = await scene(pki, { id: 'SQ-2026-0009' });
    const bad = (changes: object, receipt = asked.file) =>
      expect(supply(pki, application, receipt, changes)).rejects.toMatchObject({
        code: 'APPLICATION_INVALID',
      });
    await bad({}, other.asked.file);
    await bad({}, accepted.file);
    await bad({ at: later(0) });
    await bad({ items: [] });
    await bad({ items: [{ code: 'M9', statement: 'x' }], attachments: [] });
    await bad({ items: [{ code: 'M3' }], attachments: [] });
    await bad({ items: [{ code: 'M3', attachments: ['没有.pdf'] }] });
    await bad({ items: [{ code: 'M3', statement: 'x' }] });
    await bad({ sender: { name: '别人', code: 'X', codeType: '111' } });
    await bad({ application: utf8('x') });
    expect(report.conclusion).toBe('acceptable');
  });

  it('tells items without answer, and is refused when a file is changed, missing or added', async () => {
    const pki = await testPki('P-256');
    const { application, asked, report, supplement } = await scene(pki);
    const check = async (file: Uint8Array) =>
      verifySupplement(file, {
        ...(await judgeOptions(pki)),
        at: later(5),
        application: report,
        receipt: asked.file,
      });
    const part = await supply(pki, application, asked.file, {
      items: [{ code: 'M4', statement: 'x' }],
      attachments: [],
    });
    const partial = await check(part.file);
    expect([partial.conclusion, partial.unanswered]).toEqual(['valid', ['M3']]);
    const path = 'attachments/健康证明.pdf';
    for (const [change, code] of [
      [{ [path]: utf8('%PDF-1.7\n%别的') }, 'APPLICATION_DIGEST_MISMATCH'],
      [{ [path]: null }, 'APPLICATION_FILE_MISSING'],
      [{ 'attachments/x.txt': utf8('x') }, 'APPLICATION_FILE_UNLISTED'],
      [{ 'supplement.json': utf8('{}') }, 'SUPPLEMENT_MALFORMED'],
    ] as const) {
      const changed = await check(await repack(supplement.file, change));
      expect(changed.conclusion).toBe('invalid');
      expect(changed.reasons).toContain(code);
    }
    const none = await check(utf8('x'));
    expect(none.reasons).toContain('FORMAT_FAILURE');
  });

  it('by somebody else is open; by an agent it needs a mandate for that', async () => {
    const pki = await testPki('P-256');
    const { application, asked, report } = await scene(pki);
    const stranger = await supply(pki, application, asked.file, { signer: await pki.sealSigner.signer() });
    const options = { ...(await judgeOptions(pki)), at: later(5), application: report, receipt: asked.file };
    const open = await verifySupplement(stranger.file, options);
    expect([open.conclusion, open.reasons]).toEqual(['undecided', ['FOLLOW_UP_SIGNER']]);
    expect(await agentScene(pki, ['apply', 'supplement'])).toEqual([]);
    expect(await agentScene(pki, ['apply'])).toEqual(['APPLICATION_MANDATE_ACT']);
  });

  it('can hand in the form anew, and only then the application is accepted', async () => {
    const pki = await testPki('P-256');
    const formSchema: FormSchema = {
      id: 'F',
      version: '1',
      fields: [
        { key: '申请人', type: 'text', required: true },
        { key: '数量', type: 'integer', max: 2 },
      ],
    };
    const { file } = await signApplication(await applicationInput(pki));
    const report = await verify(pki, file, { formSchema });
    expect([report.conclusion, report.reasons]).toEqual(['not-acceptable', ['FORM_FIELD_RANGE']]);
    expect(report.formFaults).toEqual([expect.objectContaining({ field: '数量' })]);
    const asked = await answer(pki, file, report, { reasons: [{ code: '数量', text: '超出' }] });
    const mended = async (form: Record<string, string | number>) => {
      const supplement = await supply(pki, file, asked.file, {
        items: [{ code: '数量', attachments: [] }],
        attachments: [],
        form,
      });
      const options = { ...(await judgeOptions(pki)), at: later(5), formSchema };
      const supplied = await verifySupplement(supplement.file, {
        ...options,
        application: report,
        receipt: asked.file,
      });
      return { supplement, supplied };
    };
    const bad = await mended({ 申请人: '测试人甲', 数量: 9 });
    expect([bad.supplied.conclusion, bad.supplied.reasons]).toEqual(['invalid', ['FORM_FIELD_RANGE']]);
    const good = await mended({ 申请人: '测试人甲', 数量: 2 });
    expect(good.supplied.conclusion).toBe('valid');
    const accept = ({ supplement, supplied }: typeof good) =>
      answer(pki, file, report, {
        decision: 'accepted',
        reasons: [],
        receivedAt: later(3),
        after: { kind: 'supplement', file: supplement.file, report: supplied },
      });
    await expect(accept(bad)).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    const accepted = await accept(good);
    const documents: HistoryDocument[] = [
      { kind: 'application', file },
      { kind: 'receipt', file: asked.file },
      { kind: 'supplement', file: good.supplement.file },
      { kind: 'receipt', file: accepted.file },
    ];
    const whole = await history(pki, documents, { formSchema });
    expect([whole.conclusion, whole.state]).toEqual(['valid', 'accepted']);
  });
});

describe('a withdrawal', () => {
  it('is acknowledged and nothing else decided on it; by a stranger it is open', async () => {
    const pki = await testPki('P-256');
    const { file: application } = await signApplication(await applicationInput(pki));
    const report = await verify(pki, application);
    const file = await withdraw(pki, application);
    const documents: HistoryDocument[] = [
      { kind: 'application', file: application },
      { kind: 'withdrawal', file },
    ];
    const two = await history(pki, documents);
    const [, entry] = two.entries;
    expect([two.conclusion, two.state]).toEqual(['valid', 'withdrawn']);
    if (entry?.kind !== 'withdrawal') throw new Error('no withdrawal');
    const after = { kind: 'withdrawal', file, report: entry.report } as const;
    const late = { receivedAt: later(4), after, reasons: [] };
    await expect(answer(pki, application, report, { ...late, decision: 'accepted' })).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
    });
    const receipt = await answer(pki, application, report, { ...late, decision: 'received' });
    const three = await history(pki, [...documents, { kind: 'receipt', file: receipt.file }]);
    expect([three.conclusion, three.state]).toEqual(['valid', 'withdrawal-received']);
    const stranger = await withdraw(pki, application, { signer: await pki.sealSigner.signer() });
    const open = await history(pki, [documents[0]!, { kind: 'withdrawal', file: stranger }]);
    expect([open.conclusion, open.reasons]).toEqual(['undecided', ['FOLLOW_UP_SIGNER']]);
  });

  it('cannot be made by a stranger, before the application, or of a changed application', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await applicationInput(pki));
    const bad = (application: Uint8Array, changes: object) =>
      expect(withdraw(pki, application, changes)).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    await bad(file, { sender: { name: '别人', code: 'X', codeType: '111' } });
    await bad(file, { at: later(-1) });
    await bad(await repack(file, { 'form.json': utf8('{}') }), {});
  });
});
