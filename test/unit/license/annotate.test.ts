import { beforeAll, describe, expect, it } from 'vitest';
import { type VerifyOptions, verify } from '../../../src/entries/index.ts';
import { attachments, openPdf, pages } from '../../../src/formats/pdf/index.ts';
import { indexOfBytes, sourceFromBytes, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { writeCopyRecord } from '../../../src/license/annotate/copy-record.ts';
import { writeCopy } from '../../../src/license/annotate/write-copy.ts';
import {
  type AnnotateLicenseOptions,
  annotateLicense,
  type IssuedLicense,
  pdfSeal,
  readAnnotatedCopy,
  readCopyRecord,
} from '../../../src/license/index.ts';
import { fixedClock, TEST_AGENCY_CODE, TEST_AGENCY_NAME } from '../../../src/testing/index.ts';
import { type Agency, AT, agencyOf } from '../../support/license.ts';
import { FONTS } from '../../support/life.ts';
import { SAMPLE_RESIDENT_ID } from './fixture.ts';

const ENDS = new Date(AT.getTime() + 30 * 24 * 3600 * 1000);
let agency: Agency;
let license: IssuedLicense;
let other: IssuedLicense;
let list: Uint8Array;
let copy: Uint8Array;

beforeAll(async () => {
  agency = await agencyOf('P-256');
  license = await agency.issue();
  other = await agency.issue({ number: '示许〔2026〕第000002号' });
  list = await agency.statusList(license);
  copy = await annotateLicense(await options());
});

const trustOf = (change: Partial<VerifyOptions> = {}): VerifyOptions => agency.options([list], change);

async function options(change: Partial<AnnotateLicenseOptions> = {}): Promise<AnnotateLicenseOptions> {
  return {
    original: license.file,
    verifyFile: (file) => verify(file, trustOf()),
    purpose: '办理行政许可',
    requester: '示例市样章餐饮有限公司',
    expiresAt: ENDS,
    maker: TEST_AGENCY_NAME,
    makerCode: TEST_AGENCY_CODE,
    fonts: FONTS,
    seal: await sealStep(),
    clock: fixedClock(AT),
    ...change,
  };
}

async function sealStep() {
  const { pki, seal } = agency;
  return pdfSeal({ seal, signer: await pki.sealSigner.signer(), validationData: await pki.validationData() });
}

function failed(report: { checks: readonly { code: string; status: string }[] }): string[] {
  return report.checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
}

/** Seals what the change makes of a copy: a truly sealed forgery. */
async function sealed(unsealed: Uint8Array): Promise<Uint8Array> {
  const step = await sealStep();
  const box = { page: 0, x: 200, y: 120, width: 50, height: 50 };
  const prepared = await step.prepare(unsealed, { box, at: AT });
  return step.embed(prepared, await step.sign(prepared, {}));
}

async function unsealedCopy(
  change: Parameters<typeof writeCopyRecord>[0],
  from = license,
): Promise<Uint8Array> {
  const file = await openPdf(sourceFromBytes(from.file));
  return file.read((document) => writeCopy(document, change, FONTS));
}

const recordOf = async (file: Uint8Array) =>
  readCopyRecord((await readAnnotatedCopy(sourceFromBytes(file)))!.records[0]!);

describe('an annotated copy (加注件)', () => {
  it('is judged as what it is: a good copy, and never usable as the license', async () => {
    const report = await verify(copy, trustOf());
    expect(failed(report), JSON.stringify(report.checks, null, 1)).toEqual([]);
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.license).toMatchObject({
      identifier: license.identifier,
      conclusion: 'unknown',
      status: 'valid',
      annotatedCopy: {
        purpose: '办理行政许可',
        requester: '示例市样章餐饮有限公司',
        maker: TEST_AGENCY_NAME,
      },
    });
    expect(report.notChecked.map(({ code }) => code)).toContain('COPY_OF_LICENSE');
  });

  it('names the original by identifier and digest, and holds nothing of its file, metadata or seal', async () => {
    const record = await recordOf(copy);
    expect(record).toMatchObject({
      identifier: license.identifier,
      originalDigest: toHex(digest('sha256', license.file)),
    });
    const file = await openPdf(sourceFromBytes(copy));
    const names = await file.read((document) => attachments(document).map(({ name }) => name));
    expect(names).toEqual(['annotated-copy.json']);
    expect(indexOfBytes(copy, utf8('YX_ROOT'))).toBe(-1);
    expect(indexOfBytes(copy, license.file.subarray(0, 200))).toBe(-1);
    const shown = await file.read((document) => [...pages(document)].length);
    const original = await openPdf(sourceFromBytes(license.file));
    expect(shown).toBe(await original.read((document) => [...pages(document)].length));
  });

  it('is not usable from its end on, and not before it was made', async () => {
    const before = new Date(ENDS.getTime() - 1000);
    const lists = [await agency.statusList(license, before)];
    const last = await verify(copy, trustOf({ at: before, statusLists: lists }));
    expect(failed(last)).not.toContain('COPY_VALIDITY');
    for (const at of [ENDS, new Date(AT.getTime() - 1000)]) {
      const report = await verify(copy, trustOf({ at }));
      expect(failed(report)).toContain('COPY_VALIDITY');
      expect(report.license?.conclusion).toBe('not-usable');
    }
  });

  it('with the watermark of another copy is not usable, truly sealed or not', async () => {
    const record = await recordOf(copy);
    const marked = await unsealedCopy({ ...record, purpose: '办理业务' });
    const wanted = writeCopyRecord(record);
    const file = await openPdf(sourceFromBytes(marked));
    expect(await file.read((document) => attachments(document)[0]!.data)).not.toEqual(wanted);
    // The pages of one copy under the record of another: sealed by the same maker.
    const { judgeCopy } = await import('../../../src/license/annotate/judge-copy.ts');
    const parts = (await readAnnotatedCopy(sourceFromBytes(marked)))!;
    const judged = await judgeCopy(
      { ...parts, records: [wanted] },
      { at: AT, issuers: [], seal: { indication: 'TOTAL_PASSED' } },
    );
    expect(failed(judged)).toContain('COPY_WATERMARK');
    expect(judged.license.conclusion).toBe('not-usable');
  });

  it('with one page that lacks the watermark is not usable', async () => {
    const { judgeCopy } = await import('../../../src/license/annotate/judge-copy.ts');
    const parts = (await readAnnotatedCopy(sourceFromBytes(copy)))!;
    for (const pageTexts of [[], [...parts.pageTexts, '其他'], [...parts.pageTexts, undefined]]) {
      const judged = await judgeCopy(
        { ...parts, pageTexts },
        { at: AT, issuers: [], seal: { indication: 'TOTAL_PASSED' } },
      );
      expect(failed(judged)).toContain('COPY_WATERMARK');
    }
  });

  it('that refers to another license than its code is not usable, though truly sealed', async () => {
    const record = await recordOf(copy);
    const forged = await sealed(await unsealedCopy({ ...record, identifier: other.identifier }));
    const report = await verify(forged, trustOf());
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(failed(report)).toEqual(['COPY_ORIGINAL']);
    expect(report.license?.conclusion).toBe('not-usable');
  });

  it('sealed by another body than the maker it names is not usable', async () => {
    const record = await recordOf(copy);
    const report = await verify(
      await sealed(await unsealedCopy({ ...record, makerCode: '91330000MA00000000' })),
      trustOf(),
    );
    expect(failed(report)).toEqual(['COPY_MAKER']);
  });

  it('without its seal, or changed after it, is not usable', async () => {
    const record = await recordOf(copy);
    const bare = await verify(await unsealedCopy(record), trustOf());
    expect(bare.license?.conclusion).toBe('not-usable');
    const changed = copy.slice();
    const at = indexOfBytes(changed, utf8('/YX_Original Do'));
    changed[at === -1 ? 2000 : at]! ^= 1;
    expect((await verify(changed, trustOf())).license?.conclusion).not.toBe('usable');
  });

  it('follows the status of its original', async () => {
    const meet = async (expectation: VerifyOptions['expect']) =>
      (await verify(copy, trustOf({ expect: expectation! }))).license?.conclusion;
    expect(await meet({ identifier: license.identifier })).toBe('unknown');
    expect(await meet({ identifier: other.identifier })).toBe('not-usable');
  });

  it('is not made of what is not usable: another file, a copy, a license that is not believed', async () => {
    const refuse = async (change: Partial<AnnotateLicenseOptions>, code: string) =>
      expect(annotateLicense(await options(change))).rejects.toMatchObject({ code });
    await refuse({ original: copy }, 'LICENSE_INVALID');
    await refuse({ verifyFile: (file) => verify(file, trustOf({ statusLists: [] })) }, 'LICENSE_INVALID');
    await refuse({ verifyFile: () => verify(other.file, trustOf()) }, 'LICENSE_INVALID');
    await refuse({ original: utf8('%PDF-1.7\n') }, 'PDF_INVALID');
  });

  it('is not made with a wrong purpose, requester or end, and names no person by number', async () => {
    const wrong: Partial<AnnotateLicenseOptions>[] = [
      { purpose: '' },
      { purpose: '办'.repeat(201) },
      { purpose: '办理\n业务' },
      { requester: `持有人 ${SAMPLE_RESIDENT_ID}` },
      { maker: ' ' },
      { expiresAt: AT },
      { expiresAt: new Date(AT.getTime() - 1) },
    ];
    for (const change of wrong) {
      await expect(annotateLicense(await options(change))).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
    }
  });

  it('has a record that is read in one form only', async () => {
    const record = await recordOf(copy);
    const bytes = writeCopyRecord(record);
    expect(readCopyRecord(bytes)).toEqual(record);
    const text = new TextDecoder().decode(bytes);
    for (const changed of [
      `${text} `,
      text.replace('/1"', '/2"'),
      text.replace('"maker"', '"makers"'),
      text.replace('Z"', '"'),
      text.replace(record.originalDigest, 'ff'),
      '[]',
      '',
    ]) {
      expect(() => readCopyRecord(utf8(changed)), changed.slice(0, 60)).toThrow(
        expect.objectContaining({ code: 'LICENSE_INVALID' }),
      );
    }
  });
});
