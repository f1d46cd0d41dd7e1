import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import {
  type FaceTemplate,
  type RenderLicenseOptions,
  renderLicense,
  SAMPLE_TEMPLATE,
  visibleFields,
} from '../../../src/license/face/index.ts';
import { demoFontBytes, demoFontChain } from '../../support/demo-font.ts';
import { SAMPLE_FACE_FIELDS } from '../../support/sample-face.ts';

const options: RenderLicenseOptions = {
  format: 'pdf',
  template: SAMPLE_TEMPLATE,
  fields: SAMPLE_FACE_FIELDS,
  qr: qrMatrix('https://license.example.cn/v#0123456789'),
  metadataXml: new TextEncoder().encode('<license/>'),
  fonts: demoFontChain(),
  at: new Date('2026-07-01T02:00:00Z'),
};
const failing = async (change: Partial<RenderLicenseOptions>): Promise<unknown> => {
  try {
    renderLicense({ ...options, ...change });
    return undefined;
  } catch (error) {
    return error;
  }
};
const pdfOf = (change: Partial<RenderLicenseOptions> = {}): Uint8Array =>
  renderLicense({ ...options, ...change }).file;
const withField = (key: string, value: string): Partial<RenderLicenseOptions> => ({
  fields: { ...SAMPLE_FACE_FIELDS, [key]: value },
});

/** Text of all streams of a PDF, inflated. */
function streams(pdf: Uint8Array): string[] {
  const bytes = Buffer.from(pdf);
  const found: string[] = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 1)) {
    if (bytes.subarray(at - 3, at).toString() === 'end') continue;
    const start = at + 'stream\n'.length;
    const content = bytes.subarray(start, bytes.indexOf('\nendstream', start));
    found.push((content[0] === 0x78 ? inflateSync(content) : content).toString('latin1'));
  }
  return found;
}

/** What the page says for each field: codes of the marked content through the one ToUnicode map. */
function textByField(pdf: Uint8Array): Map<string, string> {
  const all = streams(pdf);
  const map = new Map<string, string>();
  for (const [, cid, utf16] of (all.find((s) => s.includes('beginbfchar')) ?? '').matchAll(
    /^<(\w{4})> <(\w+)>$/gm,
  )) {
    map.set(
      (cid as string).toLowerCase(),
      Buffer.from(utf16 as string, 'hex')
        .swap16()
        .toString('utf16le'),
    );
  }
  const page = all.find((s) => s.includes('/YX_Field')) ?? '';
  const fields = new Map<string, string>();
  for (const [, key, body] of page.matchAll(/\/YX_Field <<\/Key \((\w+)\)>> BDC\n([\s\S]*?)\nEMC/g)) {
    const codes = [...(body as string).matchAll(/<(\w+)> Tj/g)].map(([, hex]) => hex).join('');
    fields.set(key as string, (codes.match(/.{4}/g) ?? []).map((code) => map.get(code) ?? '?').join(''));
  }
  return fields;
}

describe('the face of a license', () => {
  it('says in its text layer, field by field, what visibleFields promises', async () => {
    const pdf = pdfOf();
    const expected = visibleFields(SAMPLE_TEMPLATE, SAMPLE_FACE_FIELDS).map(({ key, text }) => [key, text]);
    expect([...textByField(pdf)].sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThanOrEqual(10);
  });

  it('keeps Plane 2 characters and compatibility ideographs', async () => {
    const pdf = pdfOf({ ...withField('KZ_FDDBR', '\uf92c\u90ce𣲗') });
    expect(textByField(pdf).get('KZ_FDDBR')).toBe('\uf92c\u90ce𣲗');
  });

  it('takes each character from the first font that has it', async () => {
    const fonts = [
      { bytes: demoFontBytes(), name: 'a' },
      { bytes: demoFontBytes(), name: 'b' },
    ];
    const pdf = pdfOf({ fonts });
    expect(
      Buffer.from(pdf)
        .toString('latin1')
        .match(/\/FontFile2 /g),
    ).toHaveLength(1);
  });

  it('is the same to the byte every time', async () => {
    for (const format of ['pdf', 'ofd'] as const) {
      const [first, second] = [pdfOf({ format }), pdfOf({ format, fonts: [demoFontBytes()] })];
      expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    }
  });

  it('is PDF/A-3b in its marks: XMP, output intent, file identifier, associated metadata', async () => {
    const pdf = pdfOf();
    const text = Buffer.from(pdf).toString('latin1');
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(text).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(text).toContain('/GTS_PDFA1');
    expect(text).toMatch(/\/ID \[ *<[0-9a-f]{32}> *<[0-9a-f]{32}> *\]/i);
    expect(text).toContain('/AFRelationship /Data');
    expect(text).toMatch(/\/BaseFont \/[A-Z]{6}\+YinxinDemoSerif-Medium/);
    expect(streams(pdf)).toContain('<license/>');
  });

  it('gives another file identifier to other content', async () => {
    const id = async (change: Partial<RenderLicenseOptions>): Promise<string | undefined> =>
      /\/ID \[ *<(\w+)>/.exec(Buffer.from(pdfOf(change)).toString('latin1'))?.[1];
    expect(await id(withField('KZ_FDDBR', '王明'))).not.toBe(await id({}));
  });

  it('names the field of a character that no font has', async () => {
    expect(await failing(withField('KZ_FDDBR', '王龘'))).toMatchObject({
      code: 'GLYPH_MISSING',
      details: { field: 'KZ_FDDBR', missing: [{ character: '龘', codePoint: 'U+9F98', reason: 'absent' }] },
    });
  });

  it('names the box of a text that does not fit', async () => {
    expect(await failing(withField('CZZT', '公'.repeat(500)))).toMatchObject({
      code: 'TEXT_OVERFLOW',
      details: { box: 'CZZT' },
    });
  });

  it('names every field that has no value', async () => {
    expect(await failing({ fields: { ...SAMPLE_FACE_FIELDS, CZZT: '', ZZBH: '' } })).toMatchObject({
      code: 'LICENSE_INVALID',
      details: { fields: ['ZZBH', 'CZZT'] },
    });
  });

  it('refuses a QR code that would be too fine to scan', async () => {
    expect(await failing({ qr: qrMatrix('0'.repeat(6000), { ecc: 'L' }) })).toMatchObject({
      code: 'QR_TOO_LARGE',
    });
  });

  it('shows dates in words, 长期 as it is, and leaves optional fields out', () => {
    const template: FaceTemplate = {
      ...SAMPLE_TEMPLATE,
      fields: [
        { key: 'A', box: SAMPLE_TEMPLATE.qr, size: 10, format: 'date' },
        { key: 'B', box: SAMPLE_TEMPLATE.qr, size: 10, format: 'date' },
        { key: 'C', box: SAMPLE_TEMPLATE.qr, size: 10, required: false },
      ],
    };
    expect(visibleFields(template, { A: '20260701', B: '长期' }).map(({ text }) => text)).toEqual([
      '2026年07月01日',
      '长期',
    ]);
  });

  it('takes the photo without its EXIF and refuses what is not grey or RGB', async () => {
    const template = { ...SAMPLE_TEMPLATE, photo: { x: 240, y: 130, width: 15, height: 21 } };
    const exif = [0xff, 0xe1, 0x00, 0x08, ...Buffer.from('SECRET')];
    const frame = (components: number): number[] => [
      ...[0xff, 0xc0, 0x00, 8 + 3 * components, 8, 0, 16, 0, 8, components],
      ...Array.from({ length: 3 * components }, () => 0x11),
    ];
    const jpeg = (components: number): Uint8Array =>
      Uint8Array.from([
        0xff,
        0xd8,
        ...exif,
        ...frame(components),
        0xff,
        0xda,
        0x00,
        0x02,
        1,
        2,
        3,
        0xff,
        0xd9,
      ]);
    const pdf = pdfOf({ template, photo: { jpeg: jpeg(3) } });
    const text = Buffer.from(pdf).toString('latin1');
    expect(text).toContain('/DCTDecode');
    expect(text).not.toContain('SECRET');
    expect(await failing({ template, photo: { jpeg: jpeg(4) } })).toMatchObject({ code: 'IMAGE_INVALID' });
    expect(await failing({ template, photo: { jpeg: jpeg(3).subarray(0, 20) } })).toMatchObject({
      code: 'IMAGE_INVALID',
    });
  });
});
