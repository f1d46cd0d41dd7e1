import { describe, expect, it } from 'vitest';
import { readZip } from '../../../src/formats/zip/index.ts';
import { canonicalJson, type JsonValue, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import {
  type AcknowledgeInput,
  acknowledgeApplication,
  signApplication,
  verifyReceipt,
} from '../../../src/sign/application/index.ts';
import { createAsic } from '../../../src/signatures/asic/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { TEST_AGENCY_CODE, type TestPki } from '../../../src/testing/index.ts';
import { judgeOptions, NOW, repack, testPki } from '../asic/fixtures.ts';
import { applicationInput, PERSON, verify } from './fixtures.ts';

const LATER = new Date('2026-11-23T03:00:00Z');
const input = applicationInput;

describe.each(['P-256', 'SM2', 'RSA'] as const)('an application signed with %s', (algorithm) => {
  it('is acceptable, timestamp and receiver checked, identity asserted', async () => {
    const pki = await testPki(algorithm);
    const signed = await signApplication(await input(pki, { tsa: pki.timestampAuthority() }));
    expect(signed.timestamped).toBe(true);
    const report = await verify(pki, signed.file, { receiverCode: TEST_AGENCY_CODE });
    expect(report.reasons).toEqual([]);
    expect(report.conclusion).toBe('acceptable');
    expect(report.report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.report.signatures[0]?.level).toBe('CAdES-B-T');
    expect(report.application).toEqual(signed.application);
    expect(report.form).toEqual({ 申请人: '测试人甲', 数量: 3 });
    expect(report.identity?.status).toBe('asserted');
    expect(report.attachments.map((a) => [a.name, a.mediaType, a.state])).toEqual([
      ['身份证明.pdf', 'application/pdf', 'intact'],
      ['情况说明.txt', 'text/plain', 'intact'],
    ]);
    expect(report.input.sha256).toBe(signed.sha256);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('signing an application', () => {
  it('gives the same bytes for the same input', async () => {
    const pki = await testPki('P-256');
    const [one, two] = [await signApplication(await input(pki)), await signApplication(await input(pki))];
    expect(one.file).toEqual(two.file);
  });

  it.each([
    [
      'a declared type that the content contradicts',
      { name: 'a.png', data: utf8('%PDF-1.7'), mediaType: 'image/png' },
    ],
    ['an empty attachment', { name: 'a.txt', data: new Uint8Array(0) }],
    ['content of no known type', { name: 'a.bin', data: new Uint8Array([0, 1, 2]) }],
    ['a path as name', { name: '../a.txt', data: utf8('x') }],
  ])('refuses %s', async (_what, attachment) => {
    const pki = await testPki('P-256');
    await expect(signApplication(await input(pki, { attachments: [attachment] }))).rejects.toMatchObject({
      code: 'APPLICATION_INVALID',
    });
  });

  it('refuses an empty applicant and two attachments of one name', async () => {
    const pki = await testPki('P-256');
    await expect(
      signApplication(await input(pki, { applicant: { ...PERSON, name: ' ' } })),
    ).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    const twice = [1, 2].map((n) => ({ name: 'a.txt', data: utf8(`${n}`) }));
    await expect(signApplication(await input(pki, { attachments: twice }))).rejects.toMatchObject({
      code: 'ZIP_INVALID',
    });
  });
});

describe('verifying an application', () => {
  it('refuses a changed, swapped, missing or added attachment with its code', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await input(pki));
    const path = 'attachments/情况说明.txt';
    const cases: readonly (readonly [Readonly<Record<string, Uint8Array | null>>, string])[] = [
      [{ [path]: utf8('别的') }, 'APPLICATION_DIGEST_MISMATCH'],
      [{ [path]: null }, 'APPLICATION_FILE_MISSING'],
      [{ 'attachments/x.txt': utf8('x') }, 'APPLICATION_FILE_UNLISTED'],
      [{ 'form.json': utf8('{}') }, 'APPLICATION_DIGEST_MISMATCH'],
      [{ 'application.json': utf8('{}') }, 'APPLICATION_MALFORMED'],
    ];
    for (const [change, code] of cases) {
      const report = await verify(pki, await repack(file, change));
      expect(report.conclusion).toBe('not-acceptable');
      expect(report.reasons).toContain(code);
    }
  });

  it('refuses a well-signed container whose list does not fit its files', async () => {
    const pki = await testPki('P-256');
    const { application } = await signApplication(await input(pki));
    const lying = utf8(canonicalJson(application as unknown as JsonValue));
    const files = [
      { name: 'application.json', data: lying, mediaType: 'application/json' },
      { name: 'form.json', data: utf8('{"数量":30,"申请人":"测试人甲"}'), mediaType: 'application/json' },
      { name: 'attachments/身份证明.pdf', data: utf8('%PDF-1.7\n%示例'), mediaType: 'application/pdf' },
      { name: 'attachments/情况说明.txt', data: utf8('说明'), mediaType: 'text/plain' },
    ];
    const { file } = await createAsic({ files, signer: await pki.signer.signer(), claimedTime: NOW });
    const report = await verify(pki, file);
    expect(report.report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.conclusion).toBe('not-acceptable');
    expect(report.reasons).toEqual(['APPLICATION_DIGEST_MISMATCH']);
  });

  it('leaves it open when another than the applicant signed', async () => {
    const pki = await testPki('P-256');
    const other = await signApplication(await input(pki, { signer: await pki.sealSigner.signer() }));
    const report = await verify(pki, other.file);
    expect([report.conclusion, report.reasons]).toEqual(['undecided', ['APPLICATION_SIGNER']]);
    expect(report.ownSignature).toBe(false);
  });

  it('refuses another receiver, leaves an unknown root open, reports a file that is none', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await input(pki));
    expect((await verify(pki, file, { receiverCode: 'X' })).reasons).toEqual(['APPLICATION_RECEIVER']);
    expect((await verify(pki, file, { trust: { signers: [] } })).conclusion).toBe('undecided');
    const none = await verify(pki, utf8('not a ZIP'));
    expect(none.conclusion).toBe('not-acceptable');
    expect(none.reasons).toContain('FORMAT_FAILURE');
  });

  it('never accepts a container with one byte changed where it is read', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await input(pki, { attachments: [] }));
    const zip = await readZip(sourceFromBytes(file));
    const protectedBytes = new Set<number>();
    for (const entry of zip.entries) {
      for (let i = 0; i < entry.compressedSize; i++) protectedBytes.add(entry.dataOffset + i);
    }
    for (const at of protectedBytes) {
      if (at % 7 !== 0) continue;
      const bad = file.slice();
      bad[at]! ^= 0x20;
      expect((await verify(pki, bad)).conclusion, `byte ${at}`).toBe('not-acceptable');
    }
  });
});

describe('acknowledging an application', () => {
  const receive = async (pki: TestPki, changes: Partial<AcknowledgeInput> = {}) => {
    const { file } = await signApplication(await input(pki));
    const report = await verify(pki, file);
    const acknowledgement = await acknowledgeApplication({
      application: file,
      report,
      receivedAt: LATER,
      decision: 'accepted',
      signer: await pki.sealSigner.signer(),
      ...changes,
    });
    return { ...acknowledgement, file, receiptFile: acknowledgement.file };
  };

  it.each(['P-256', 'SM2', 'RSA'] as const)(
    'gives a receipt with both times that holds (%s)',
    async (algorithm) => {
      const pki = await testPki(algorithm);
      const { file } = await signApplication(await input(pki));
      const { file: receiptFile, receipt } = await acknowledgeApplication({
        application: file,
        report: await verify(pki, file),
        receivedAt: LATER,
        decision: 'accepted',
        signer: await pki.sealSigner.signer(),
        tsa: pki.timestampAuthority({ at: LATER }),
      });
      expect(receipt.sentAt).toBe('2026-11-23T02:00:00Z');
      expect(receipt.receivedAt).toBe('2026-11-23T03:00:00Z');
      const report = await verifyReceipt(receiptFile, {
        ...(await judgeOptions(pki)),
        at: LATER,
        application: file,
      });
      expect(report.reasons).toEqual([]);
      expect(report.conclusion).toBe('valid');
      expect(report.receipt).toEqual(receipt);
    },
  );

  it('is invalid for another application, and open when another than the receiver signed', async () => {
    const pki = await testPki('P-256');
    const options = { ...(await judgeOptions(pki)), at: LATER };
    const { receiptFile } = await receive(pki);
    const other = await signApplication(await input(pki, { id: 'SQ-2026-0002' }));
    const wrong = await verifyReceipt(receiptFile, { ...options, application: other.file });
    expect([wrong.conclusion, wrong.reasons]).toEqual([
      'invalid',
      ['RECEIPT_APPLICATION_DIGEST', 'RECEIPT_PREVIOUS'],
    ]);
    const byOther = await receive(pki, { signer: await pki.signer.signer() });
    const open = await verifyReceipt(byOther.receiptFile, { ...options, application: byOther.file });
    expect([open.conclusion, open.reasons]).toEqual(['undecided', ['RECEIPT_SIGNER']]);
  });

  it.each(['sender', 'receiver', 'sentAt', 'receivedAt'])('is invalid without %s', async (field) => {
    const pki = await testPki('P-256');
    const { file, receipt } = await receive(pki);
    const content = utf8(
      canonicalJson({ ...(receipt as unknown as Record<string, JsonValue>), [field]: null }),
    );
    const { cms } = await signCms({
      signer: await pki.sealSigner.signer(),
      content: { bytes: content },
      detached: false,
      claimedTime: LATER,
    });
    const report = await verifyReceipt(cms, { ...(await judgeOptions(pki)), at: LATER, application: file });
    expect([report.conclusion, report.reasons]).toEqual(['invalid', ['RECEIPT_MALFORMED']]);
  });

  it('refuses to accept what is not acceptable, to refuse without a ground, and a report of another file', async () => {
    const pki = await testPki('P-256');
    const { file } = await signApplication(await input(pki));
    const bad = await repack(file, { 'form.json': utf8('{}') });
    const badReport = await verify(pki, bad);
    const refusals: Partial<AcknowledgeInput>[] = [
      { application: bad, report: badReport },
      { decision: 'rejected' },
      { decision: 'rejected', reasons: [{ code: 'X', text: '忙' }] },
      { decision: 'rejected', reasons: [{ code: 'X', text: '忙', basis: ' ' }] },
      { decision: 'supplement', reasons: [1, 2].map(() => ({ code: 'M1', text: '缺' })) },
      { sender: { name: '别人', code: 'X', codeType: '111' } },
      { decision: 'supplement', reasons: [] },
      { report: badReport },
      { receivedAt: new Date('2026-11-23T01:00:00Z') },
    ];
    for (const change of refusals) {
      await expect(receive(pki, change)).rejects.toMatchObject({ code: 'APPLICATION_INVALID' });
    }
    const reasons = [{ code: 'XK-32-1', text: '申请材料被改动', basis: '行政许可法 第三十二条' }];
    const rejected = await receive(pki, {
      application: bad,
      report: badReport,
      decision: 'rejected',
      reasons,
    });
    expect(rejected.receipt).toMatchObject({ decision: 'rejected', reasons });
    expect(rejected.receipt.checked.conclusion).toBe('not-acceptable');
  });
});

describe('a Date without a time', () => {
  it('is an error of the call, and proves nothing', async () => {
    const pki = await testPki('P-256');
    const never = new Date(Number.NaN);
    await expect(signApplication(await input(pki, { at: never }))).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    const { file } = await signApplication(await input(pki));
    const given = { application: file, report: await verify(pki, file), decision: 'accepted' } as const;
    const signer = await pki.sealSigner.signer();
    for (const times of [{ receivedAt: never }, { receivedAt: LATER, sentAt: never }])
      await expect(acknowledgeApplication({ ...given, signer, ...times })).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
  });
});
