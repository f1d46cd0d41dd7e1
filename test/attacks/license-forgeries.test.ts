import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, verify } from '../../src/entries/index.ts';
import {
  IncrementalUpdate,
  openPdf,
  PdfDict,
  type PdfDocument,
  PdfName,
  type PdfObject,
  type PdfRef,
  pageAt,
  readFields,
} from '../../src/formats/pdf/index.ts';
import { qrMatrix } from '../../src/formats/qr/index.ts';
import { concatBytes, fromUtf8, sourceFromBytes, utf8 } from '../../src/foundation/core/index.ts';
import {
  type IssuedLicense,
  readLicensePdf,
  renderLicense,
  SAMPLE_TEMPLATE,
} from '../../src/license/index.ts';
import { sealPdf } from '../../src/seal/index.ts';
import { signPdf } from '../../src/sign/index.ts';
import { type Agency, agencyOf } from '../support/license.ts';
import { FONTS, NOW } from '../support/life.ts';

let agency: Agency;
let a: IssuedLicense;
let b: IssuedLicense;
let list: Uint8Array;

beforeAll(async () => {
  agency = await agencyOf('P-256');
  a = await agency.issue();
  b = await agency.issue({ number: '示许〔2026〕第000002号' });
  list = await agency.statusList(a);
});

const judge = (file: Uint8Array): Promise<Report> => verify(file, agency.options([list]));

/** Appends what `change` writes as one more update, as any editor would. */
async function updated(
  file: Uint8Array,
  change: (document: PdfDocument, update: IncrementalUpdate) => void,
): Promise<Uint8Array> {
  const pdf = await openPdf(sourceFromBytes(file));
  const bytes = await pdf.read((document) => {
    const update = new IncrementalUpdate(document);
    change(document, update);
    return update.finish().bytes;
  });
  return concatBytes(file, bytes);
}

function expectNotPassed(report: Report): void {
  expect(report.conclusion.indication).not.toBe('TOTAL_PASSED');
  expect(report.license?.conclusion).not.toBe('usable');
}

const drawing = { dict: PdfDict.of({}), data: utf8('BT /F1 40 Tf (FORGED) Tj ET 0 0 600 400 re f') };

describe('a sealed license changed by an appended update is never passed', () => {
  const updates: Readonly<Record<string, (document: PdfDocument, update: IncrementalUpdate) => void>> = {
    'a page drawn over': (document, update) => {
      const page = pageAt(document, 0)!;
      const over = update.add(drawing);
      update.set(page.ref, page.dict.with({ Contents: [page.dict.get('Contents')!, over] }));
    },
    'an annotation over the page': (document, update) => {
      const page = pageAt(document, 0)!;
      const appearance = update.add(drawing);
      const note = update.add(
        PdfDict.of({
          Type: new PdfName('Annot'),
          Subtype: new PdfName('FreeText'),
          Rect: [100, 100, 300, 200],
          AP: PdfDict.of({ N: appearance }),
        }),
      );
      const annots = document.array(page.dict.get('Annots')) ?? [];
      update.set(page.ref, page.dict.with({ Annots: [...annots, note] as PdfObject }));
    },
    'the appearance of the seal field exchanged': (document, update) => {
      const widget = readFields(document).fields[0]!.widgets[0]!;
      update.set(widget.ref!, widget.dict.with({ AP: PdfDict.of({ N: update.add(drawing) }) }));
    },
    'the seal field moved away': (document, update) => {
      const widget = readFields(document).fields[0]!.widgets[0]!;
      update.set(widget.ref!, widget.dict.with({ Rect: [0, 0, 0, 0] }));
    },
    'the form emptied of its field': (document, update) => {
      const root = document.trailer.get('Root') as PdfRef;
      update.set(root, document.catalog().with({ AcroForm: undefined }));
    },
    'a catalog that leads to other pages': (document, update) => {
      const page = update.add(PdfDict.of({ Type: new PdfName('Page'), MediaBox: [0, 0, 100, 100] }));
      const tree = update.add(PdfDict.of({ Type: new PdfName('Pages'), Kids: [page], Count: 1 }));
      update.set(document.trailer.get('Root') as PdfRef, document.catalog().with({ Pages: tree }));
    },
  };
  for (const [name, change] of Object.entries(updates)) {
    it(name, async () => expectNotPassed(await judge(await updated(a.file, change))));
    it(`${name}, and signed again by a trusted person`, async () => {
      const signer = await agency.pki.signer.signer();
      const file = await updated(a.file, change);
      try {
        expectNotPassed(await judge(await signPdf({ file, signer, claimedTime: NOW })));
      } catch (error) {
        expect(String(error)).toContain('YinxinError');
      }
    });
  }

  it('a signature of a trusted person that is drawn over the face', async () => {
    const signer = await agency.pki.signer.signer();
    const image = { width: 1, height: 1, rgb: Uint8Array.of(255, 255, 255) };
    const place = { corner: 'top-left', x: 0, y: 0, width: 200, height: 200 } as const;
    const appearance = { image, page: 1, place };
    const report = await judge(await signPdf({ file: a.file, signer, claimedTime: NOW, appearance }));
    expect(report.license?.conclusion).toBe('not-usable');
    expect(report.checks.map(({ code }) => code)).toContain('LICENSE_CHANGED');
  });

  it('but one that nobody sees leaves it usable', async () => {
    const signer = await agency.pki.signer.signer();
    const report = await judge(await signPdf({ file: a.file, signer, claimedTime: NOW }));
    expect(report.license?.conclusion, JSON.stringify(report.checks)).toBe('usable');
  });

  it('a cross-reference section that leads past the signed one', async () => {
    const old = /startxref\s+(\d+)/.exec(String.fromCharCode(...a.file.subarray(0, a.file.length)))!;
    const at = a.file.length;
    const jump = utf8(
      `xref\n0 0\ntrailer\n<< /Size 9999 /Root 1 0 R /Prev ${old[1]} >>\nstartxref\n${at}\n%%EOF\n`,
    );
    expectNotPassed(await judge(concatBytes(a.file, jump)));
  });

  it('white space, a comment, or a second header behind the end', async () => {
    for (const tail of ['\n', ' ', '%x\n', '%PDF-1.7\n', '\0'])
      expectNotPassed(await judge(concatBytes(a.file, utf8(tail))));
  });

  it('bytes before the header', async () => {
    expectNotPassed(await judge(concatBytes(utf8('\n'), a.file)));
  });
});

describe('a license put together from true parts, and truly sealed, is not usable', () => {
  async function forged(change: {
    metadata?: (xml: string) => string;
    code?: IssuedLicense['code'];
    fields?: Record<string, string>;
  }): Promise<Report> {
    const parts = (await readLicensePdf(sourceFromBytes(a.file)))!;
    const xml = fromUtf8(parts.metadataXml);
    const { file: pdf, sealBox } = renderLicense({
      format: 'pdf',
      template: SAMPLE_TEMPLATE,
      fields: { ...parts.visibleByField, ...change.fields },
      qr: qrMatrix((change.code ?? a.code).segments, { ecc: 'M' }),
      metadataXml: utf8(change.metadata?.(xml) ?? xml),
      fonts: FONTS,
      at: NOW,
    });
    const file = await sealPdf({
      file: pdf,
      seal: agency.seal,
      signer: await agency.pki.sealSigner.signer(),
      claimedTime: NOW,
      placements: [{ kind: 'point', page: 1, x: sealBox.x, y: sealBox.y }],
      validationData: await agency.pki.validationData(),
    });
    return judge(file);
  }

  it('unless nothing was changed: the forge itself makes good licenses', async () => {
    const report = await forged({});
    expect(report.license, JSON.stringify(report.checks, null, 1)).toMatchObject({ conclusion: 'usable' });
  });

  it('with the code of another license on it', async () => {
    const report = await forged({ code: b.code });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.license).toMatchObject({ conclusion: 'not-usable', crossChecks: { qrRoot: 'mismatch' } });
  });

  it('with one field of its metadata changed', async () => {
    const report = await forged({ metadata: (xml) => xml.replace('餐饮服务经营者', '食品销售经营者') });
    expect(report.license).toMatchObject({
      conclusion: 'not-usable',
      crossChecks: { metadataRoot: 'mismatch' },
    });
  });

  it('with one visible field changed', async () => {
    const report = await forged({ fields: { KZ_JYXM: '热食类食品制售' } });
    expect(report.license).toMatchObject({
      conclusion: 'not-usable',
      crossChecks: { visibleFields: 'mismatch' },
    });
  });

  it('with the root in its metadata taken from another license', async () => {
    const other = fromUtf8((await readLicensePdf(sourceFromBytes(b.file)))!.metadataXml);
    const root = /YX_ROOT[^>]*>([0-9a-f]{64})</.exec(other)![1]!;
    const report = await forged({
      metadata: (xml) => xml.replace(/(YX_ROOT[^>]*>)[0-9a-f]{64}/, `$1${root}`),
    });
    expect(report.license).toMatchObject({
      conclusion: 'not-usable',
      crossChecks: { metadataRoot: 'mismatch' },
    });
  });
});
