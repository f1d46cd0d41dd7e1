import { describe, expect, it } from 'vitest';
import { checkArchive, checkArchiveFormat, packageArchive } from '../../../src/entries/archive.ts';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import { fromUtf8, latin1, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { renderLicense } from '../../../src/license/index.ts';
import { signPdf } from '../../../src/sign/pdf/index.ts';
import { exampleFace } from '../../support/example-faces.ts';
import { NOW as FACE_TIME, FONTS } from '../../support/life.ts';
import { judgeOptions, NOW, testPki } from '../asic/fixtures.ts';
import { fullOptions, ITEM, STEPS, sampleFiles, verifyAsicOnly } from './fixtures.ts';

const PDF_A = renderLicense({
  ...{ format: 'pdf', ...exampleFace('food-business-permit'), qr: qrMatrix('LC1:SAMPLE') },
  ...{ metadataXml: utf8('<XMI/>'), fonts: FONTS, at: FACE_TIME },
}).file;
/** The same length, so that no offset moves. */
const replaced = (from: string, to: string): Uint8Array => {
  const text = latin1(PDF_A);
  expect(text.includes(from) && from.length === to.length).toBe(true);
  return Uint8Array.from(text.replaceAll(from, to), (character) => character.charCodeAt(0));
};
const BROKEN = replaced('/GTS_PDFA1', '/GTS_PDFX1');
const PLAIN = replaced('pdfaid:part', 'pdfaid:parq');
const PART_2 = replaced('<pdfaid:part>3', '<pdfaid:part>2');

const look = (pdf: Uint8Array) => checkArchiveFormat(sourceFromBytes(pdf), 'application/pdf');

async function signed(pdf: Uint8Array): Promise<Uint8Array> {
  const pki = await testPki('P-256');
  return signPdf({ file: pdf, signer: await pki.sealSigner.signer(), claimedTime: NOW });
}

async function packed(pdf: Uint8Array) {
  const pki = await testPki('P-256');
  const [, second, third] = await sampleFiles(pki);
  const files = [second!, { ...third!, name: '结果.pdf', data: pdf }];
  const signer = await pki.sealSigner.signer();
  return packageArchive({
    ...{ item: ITEM, files, processes: STEPS, signer, at: NOW, verifyFile: await verifyAsicOnly(pki) },
  });
}

async function itemOf(pdf: Uint8Array, more = {}) {
  const pki = await testPki('P-256');
  const { checkFormat: _, ...options } = await fullOptions(pki);
  const { file } = await packageArchive({
    ...{ item: ITEM, processes: STEPS, signer: await pki.sealSigner.signer(), at: NOW },
    files: [{ ...(await sampleFiles(pki))[2]!, name: '结果.pdf', data: pdf }],
    checkFormat: async () => undefined,
  });
  const report = await checkArchive(file, { ...options, ...(await judgeOptions(pki)), ...more });
  return report.items.find(({ code }) => code === 'GD-3-5')!;
}

describe('the format of a PDF in an archive', () => {
  it('is good where PDF/A-3 is claimed and kept', async () => {
    expect(await look(PDF_A)).toEqual({ profile: 'PDF/A-3b', faults: [] });
    expect(await itemOf(PDF_A)).toMatchObject({ status: 'passed', details: ['suitable: PDF/A-3b'] });
    expect((await packed(PDF_A)).file.length).toBeGreaterThan(0);
  });

  it('fails GD-3-5 and stops ingest where it is claimed and broken', async () => {
    expect((await look(BROKEN))!.faults.length).toBeGreaterThan(0);
    expect((await itemOf(BROKEN)).status).toBe('failed');
    await expect(packed(BROKEN)).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
  });

  it('is told, and stops nothing, where nothing is claimed or a signed file breaks its claim', async () => {
    for (const pdf of [PLAIN, await signed(BROKEN)]) {
      const { faults, findings } = (await look(pdf))!;
      expect([faults.length, findings!.length > 0]).toEqual([0, true]);
      const { status, details } = await itemOf(pdf);
      expect([status, details.length]).toEqual(['passed', 2]);
      expect((await packed(pdf)).file.length).toBeGreaterThan(0);
    }
  });

  it('is not passed where nobody can tell: another part, OFD, a damaged file', async () => {
    expect((await look(PART_2))!.notChecked).toContain('19005-2');
    expect((await itemOf(PART_2)).status).toBe('not-run');
    expect((await look(utf8('%PDF-1.7 x')))!.notChecked).toBeDefined();
    expect(
      (await checkArchiveFormat(sourceFromBytes(utf8('x')), 'application/ofd'))!.notChecked,
    ).toBeDefined();
    expect(await checkArchiveFormat(sourceFromBytes(utf8('x')), 'image/png')).toBeUndefined();
  });

  it('is looked at by the port instead where one is given', async () => {
    const checkFormat = async () => ({ profile: fromUtf8(utf8('own')), faults: [] });
    expect((await itemOf(BROKEN, { checkFormat })).status).toBe('passed');
  });
});
