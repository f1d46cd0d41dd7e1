import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  isPdfArray,
  nameOf,
  openPdf,
  PdfDict,
  type PdfDocument,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
  readFields,
} from '../../../src/formats/pdf/index.ts';
import { encodePng } from '../../../src/formats/png/index.ts';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import {
  equalBytes,
  latin1,
  type Signer,
  sourceFromBytes,
  utf8,
} from '../../../src/foundation/core/index.ts';
import { renderLicense, SAMPLE_TEMPLATE } from '../../../src/license/index.ts';
import { type SignPdfOptions, signPdf } from '../../../src/sign/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from './build-pdf.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const FONTS = [new Uint8Array(readFileSync('assets/fonts/yinxin-demo-serif.ttf'))];
let signer: Signer;
let face: Uint8Array;
beforeAll(async () => {
  signer = await (await createTestPki({ algorithm: 'P-256', now: NOW })).signer.signer();
  const value = (format: string | undefined): string => (format === 'date' ? '20260701' : '示例');
  const { file: pdf } = renderLicense({
    format: 'pdf',
    template: SAMPLE_TEMPLATE,
    fields: Object.fromEntries(SAMPLE_TEMPLATE.fields.map(({ key, format }) => [key, value(format)])),
    qr: qrMatrix('SAMPLE'),
    metadataXml: utf8('<sample/>'),
    fonts: FONTS,
    at: NOW,
  });
  face = pdf;
});

const picture = encodePng({
  kind: 'rgba',
  width: 2,
  height: 1,
  data: Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 0),
});
const place = { corner: 'bottom-right', x: 10, y: 10, width: 80, height: 30 } as const;
const LOOK = { text: { content: '示例市', fonts: FONTS }, picture, qr: 'SAMPLE', place };
const sign = (file: Uint8Array, what: Partial<SignPdfOptions> = {}): Promise<Uint8Array> =>
  signPdf({ file, signer, claimedTime: NOW, ...what });
const ask = async <T>(bytes: Uint8Array, question: (document: PdfDocument) => T): Promise<T> =>
  (await openPdf(sourceFromBytes(bytes))).read(question);

/** Objects that the last revision wrote. */
const written = (document: PdfDocument): Map<number, PdfObject> => {
  const out = new Map<number, PdfObject>();
  for (const section of document.revisions.at(-1)!.sections) {
    for (const { first, count } of section.runs) {
      for (let num = first; num < first + count; num++) {
        const value = num === 0 ? undefined : document.resolve(new PdfRef(num));
        if (value !== undefined) out.set(num, value);
      }
    }
  }
  return out;
};

const dictOf = (value: PdfObject): PdfDict | undefined =>
  value instanceof PdfStream ? value.dict : value instanceof PdfDict ? value : undefined;

function* within(value: PdfObject): Generator<PdfObject> {
  yield value;
  const items = isPdfArray(value) ? value : [...(dictOf(value)?.entries.values() ?? [])];
  for (const item of items) yield* within(item);
}

describe('what a signature adds to a PDF/A-3 file', () => {
  for (const [name, what] of [
    ['visible', { appearance: LOOK }],
    ['invisible', {}],
    ['certifying', { certification: 2, lock: { action: 'All' } }],
  ] as const) {
    it(`obeys ISO 19005-3: ${name}`, async () => {
      const signed = await sign(face, what);
      const original = latin1(face);
      await ask(signed, (document) => {
        const catalog = document.catalog();
        const form = document.dict(catalog.get('AcroForm'))!;
        // 6.4.1: appearances are not made by the viewer; no XFA.
        expect([form.get('NeedAppearances'), form.get('XFA')]).toEqual([undefined, undefined]);
        // 6.6.2: metadata is that of the file, untouched; 6.1.3: /ID stays.
        expect(catalog.get('Metadata')).toEqual(document.catalog(0).get('Metadata'));
        expect(catalog.get('OutputIntents')).toEqual(document.catalog(0).get('OutputIntents'));
        expect(isPdfArray(document.trailer.get('ID'))).toBe(true);
        // 6.1.12: nothing but DocMDP in /Perms.
        const perms = document.dict(catalog.get('Perms'));
        expect([...(perms?.entries.keys() ?? [])]).toEqual('certification' in what ? ['DocMDP'] : []);
        const objects = written(document);
        for (const [num, value] of objects) checkObject(document, num, value);
        const widget = readFields(document).fields.at(-1)!.widgets[0]!.dict;
        checkWidget(document, widget);
      });
      // 6.1.3: nothing but one line end behind the last marker; 6.1.9: objects stand on lines of their own.
      expect(latin1(signed)).toMatch(/%%EOF\n$/);
      const update = latin1(signed.subarray(original.length));
      for (const [object] of update.matchAll(/.?\d+ \d+ obj./gs)) expect(object).toMatch(/^\n?\d+ 0 obj\n$/);
      expect(update.match(/\nendobj\n/g)!.length).toBe(update.match(/ obj\n/g)!.length);
    });
  }
});

/** Rules that one object may break. */
function checkObject(document: PdfDocument, num: number, value: PdfObject): void {
  const dict = dictOf(value);
  const label = `object ${num}`;
  for (const part of within(value)) {
    // 6.1.13: limits of strings, names and numbers.
    if (part instanceof PdfString) expect(part.bytes.length, label).toBeLessThan(32_768);
    if (part instanceof PdfDict) for (const key of part.entries.keys()) expect(key.length).toBeLessThan(128);
    const inner = part instanceof PdfDict ? part : undefined;
    // 6.4.2, 6.5: no actions.
    for (const key of ['AA', 'A', 'JS', 'OC', 'OPI', 'PS', 'Ref', 'Alternates']) {
      if (nameOf(inner?.get('Type')) !== 'Catalog') expect(inner?.get(key), label).toBeUndefined();
    }
  }
  if (dict === undefined) return;
  if (nameOf(dict.get('Type')) === 'Font') checkFont(document, dict, label);
  // 6.2.8: images are not interpolated; 6.2.4.3: device colours have the RGB intent of the file.
  expect(dict.get('Interpolate'), label).toBeUndefined();
  // 6.1.12: a certification carries no digests of its own.
  for (const item of document.array(dict.get('Reference')) ?? []) {
    const keys = [...document.dict(item)!.entries.keys()];
    for (const key of ['DigestLocation', 'DigestMethod', 'DigestValue']) expect(keys).not.toContain(key);
  }
  // 6.1.7: the length of a stream is right, and no file stands outside.
  if (value instanceof PdfStream) {
    expect(document.view().extent(value).length, label).toBe(dict.get('Length'));
    for (const key of ['F', 'FFilter', 'FDecodeParms']) expect(dict.get(key), label).toBeUndefined();
    expect(['FlateDecode', 'DCTDecode', undefined], label).toContain(nameOf(dict.get('Filter')));
  }
}

/** 6.2.11: fonts are embedded, their widths and maps are there. */
function checkFont(document: PdfDocument, font: PdfDict, label: string): void {
  const subtype = nameOf(font.get('Subtype'))!;
  if (subtype === 'Type0') {
    expect(nameOf(font.get('Encoding')), label).toBe('Identity-H');
    expect(document.resolve(font.get('ToUnicode')), label).toBeInstanceOf(PdfStream);
    return;
  }
  expect(['CIDFontType0', 'CIDFontType2']).toContain(subtype);
  const descriptor = document.dict(font.get('FontDescriptor'))!;
  const file = subtype === 'CIDFontType2' ? 'FontFile2' : 'FontFile3';
  expect(document.resolve(descriptor.get(file)), label).toBeInstanceOf(PdfStream);
  expect(nameOf(descriptor.get('FontName')), label).toMatch(/^[A-Z]{6}\+/);
  if (subtype === 'CIDFontType2') expect(nameOf(font.get('CIDToGIDMap')), label).toBe('Identity');
  expect(isPdfArray(font.get('W')), label).toBe(true);
}

/** 6.3: printed, never hidden, with one appearance that is a stream with its own resources. */
function checkWidget(document: PdfDocument, widget: PdfDict): void {
  const flags = widget.get('F') as number;
  expect([flags & 4, flags & (1 | 2 | 32 | 256)]).toEqual([4, 0]);
  const appearance = document.dict(widget.get('AP'))!;
  expect([...appearance.entries.keys()]).toEqual(['N']);
  const normal = document.resolve(appearance.get('N'));
  expect(normal).toBeInstanceOf(PdfStream);
  expect((normal as PdfStream).dict.get('Resources')).toBeInstanceOf(PdfDict);
}

describe('a picture with alpha', () => {
  const claim = (part: number): string => {
    const xmp = `<x:xmpmeta><rdf:Description pdfaid:part="${part}" pdfaid:conformance="B"/></x:xmpmeta>`;
    return `<< /Type /Metadata /Subtype /XML /Length ${xmp.length} >>\nstream\n${xmp}\nendstream`;
  };
  const claiming = (part: number, intents: string): Uint8Array =>
    buildPdf({
      ...MINIMAL,
      1: `<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R ${intents} >>`,
      4: claim(part),
      5: '<< /N 3 /Length 0 >>\nstream\n\nendstream',
      6: '<< /N 4 /Length 0 >>\nstream\n\nendstream',
    });
  const intent = (profile: number): string =>
    `/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /DestOutputProfile ${profile} 0 R >>]`;
  const drawn = async (file: Uint8Array) =>
    ask(await sign(file, { appearance: { picture, place } }), (document) => {
      const widget = readFields(document).fields[0]!.widgets[0]!.dict;
      const form = document.dict((document.dict(widget.get('AP')) as PdfDict).get('N'))!;
      const resources = document.dict(form.get('Resources'))!;
      const image = document.resolve(document.dict(resources.get('XObject'))!.get('Picture')) as PdfStream;
      return {
        mask: image.dict.get('SMask') !== undefined,
        defaults: [...(document.dict(resources.get('ColorSpace'))?.entries.keys() ?? [])],
        samples: document.streamData(image),
      };
    });
  const clear = Uint8Array.of(255, 0, 0, 0, 0, 255);
  const overWhite = Uint8Array.of(255, 0, 0, 255, 255, 255);
  const DEFAULTS = ['DefaultGray', 'DefaultRGB'];

  const cases: [string, () => Uint8Array, boolean, string[]][] = [
    ['anywhere', () => buildPdf(MINIMAL), true, []],
    ['in PDF/A-3 with an RGB intent', () => claiming(3, intent(5)), true, []],
    ['in PDF/A-2 with a CMYK intent', () => claiming(2, intent(6)), true, DEFAULTS],
    ['in PDF/A-2 without an intent', () => claiming(2, ''), false, DEFAULTS],
    ['in PDF/A-1', () => claiming(1, intent(5)), false, []],
  ];
  for (const [name, file, mask, defaults] of cases) {
    it(`${name} is ${mask ? 'transparent' : 'laid over white'}${defaults.length > 0 ? ', in colours of its own' : ''}`, async () => {
      const found = await drawn(file());
      expect([found.mask, found.defaults]).toEqual([mask, defaults]);
      expect(equalBytes(found.samples, mask ? clear : overWhite)).toBe(true);
    });
  }
});
