import { describe, expect, it } from 'vitest';
import { PdfDict, PdfName, type PdfObject, type PdfRef, PdfString } from '../../../src/formats/pdf/index.ts';
import { checkPdfA, type PdfACode } from '../../../src/formats/pdf-a/index.ts';
import { qrMatrix } from '../../../src/formats/qr/index.ts';
import { concatBytes, latin1, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { renderLicense } from '../../../src/license/index.ts';
import { changedPdf, type PdfParts } from '../../support/changed-pdf.ts';
import { EXAMPLE_FACES, exampleFace } from '../../support/example-faces.ts';
import { FONTS, NOW } from '../../support/life.ts';

const name = (text: string): PdfName => new PdfName(text);
const text = (value: string): PdfString => new PdfString(utf8(value));
const dict = (entries: Readonly<Record<string, PdfObject>>): PdfDict => PdfDict.of(entries);

function rendered(face: (typeof EXAMPLE_FACES)[number], long = false): Uint8Array {
  const { template, fields } = exampleFace(face, { long });
  const qr = qrMatrix('LC1:SAMPLE');
  return renderLicense({
    format: 'pdf',
    template,
    fields,
    qr,
    metadataXml: utf8('<XMI/>'),
    fonts: FONTS,
    at: NOW,
  }).file;
}

const FACE = rendered('food-business-permit');
const codesOf = async (pdf: Uint8Array): Promise<PdfACode[]> => {
  const { findings, passed } = await checkPdfA(sourceFromBytes(pdf));
  expect(passed).toBe(findings.length === 0);
  for (const { clause } of findings) expect(clause).toMatch(/^ISO 19005-3 6\.\d/);
  return [...new Set(findings.map(({ code }) => code))];
};

/** Content of the page, as text. */
const content = (parts: PdfParts, change: (operators: string) => string): void => {
  const page = parts.dict(parts.find('Page'));
  parts.rewrite((page.get('Contents') as PdfRef).num, change);
};
const add = (operators: string) => (parts: PdfParts) => content(parts, (before) => `${before}\n${operators}`);
const root = (entries: Readonly<Record<string, PdfObject>>) => (parts: PdfParts) => parts.changeRoot(entries);
const xmp = (from: string, to: string) => (parts: PdfParts) =>
  parts.rewrite(parts.find('Metadata'), (all) => all.replace(from, to));
const stream = (
  entries: Readonly<Record<string, PdfObject>>,
  data = '',
): { dict: PdfDict; data: Uint8Array } => ({
  dict: dict(entries),
  data: utf8(data),
});
const annotation = (entries: Readonly<Record<string, PdfObject | undefined>>) => (parts: PdfParts) => {
  const appearance = parts.add(stream({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 1, 1] }));
  const usual = {
    Type: name('Annot'),
    Subtype: name('Stamp'),
    Rect: [0, 0, 9, 9],
    F: 4,
    AP: dict({ N: appearance }),
  };
  const made = Object.fromEntries(
    Object.entries({ ...usual, ...entries }).filter(([, value]) => value !== undefined),
  );
  parts.change(parts.find('Page'), { Annots: [parts.add(dict(made as Record<string, PdfObject>))] });
};
const image = (entries: Readonly<Record<string, PdfObject>>) => (parts: PdfParts) => {
  const usual = {
    Type: name('XObject'),
    Subtype: name('Image'),
    Width: 1,
    Height: 1,
    BitsPerComponent: 8,
    ColorSpace: name('DeviceGray'),
  };
  parts.add(stream({ ...usual, ...entries }, ' '));
};
const state = (entries: Readonly<Record<string, PdfObject>>) => (parts: PdfParts) => {
  parts.add(dict({ Type: name('ExtGState'), ...entries }));
};
const font = (key: string, changes: (parts: PdfParts, num: number) => void) => (parts: PdfParts) =>
  changes(parts, parts.find(key, 'Subtype'));
const action = (entries: Readonly<Record<string, PdfObject>>) =>
  root({ OpenAction: dict({ Type: name('Action'), ...entries }) });

/** What is done to a good face, and the rule that it breaks. */
const SEEDS: readonly (readonly [PdfACode, string, (parts: PdfParts) => void])[] = [
  [
    'PDFA_STREAM_EXTERNAL',
    'data in another file',
    (parts) => parts.change(parts.find('Metadata'), { F: text('x') }),
  ],
  ['PDFA_FILTER', 'LZW', image({ Filter: name('LZWDecode') })],
  ['PDFA_FILTER', 'Crypt in a list', image({ Filter: [name('FlateDecode'), name('Crypt')] })],
  ['PDFA_INLINE_IMAGE', 'LZW in an inline image', add('BI /W 1 /H 1 /BPC 8 /CS /G /F /LZW ID x EI')],
  ['PDFA_PERMISSIONS', 'an unknown permission', root({ Perms: dict({ Other: dict({}) }) })],
  ['PDFA_LIMIT', 'q 29 deep', add(`${'q '.repeat(29)}${'Q '.repeat(29)}`)],
  ['PDFA_LIMIT', 'a long name', root({ Seed: name('x'.repeat(128)) })],
  ['PDFA_LIMIT', 'a large number', root({ Seed: 2 ** 40 })],
  ['PDFA_LIMIT', 'a tiny page', (parts) => parts.change(parts.find('Page'), { MediaBox: [0, 0, 2, 2] })],
  ['PDFA_CONTENT', 'an unknown operator', add('BX zz EX')],
  ['PDFA_CONTENT', 'content that breaks off', add('BI /W 1 ID x')],
  ['PDFA_RESOURCES', 'a form that is not there', add('/Absent Do')],
  ['PDFA_RESOURCES', 'a font that is not there', add('BT /Absent 9 Tf ET')],
  ['PDFA_DEVICE_COLOUR', 'no output intent', root({ OutputIntents: [] })],
  ['PDFA_DEVICE_COLOUR', 'CMYK text', add('0 0 0 1 k')],
  ['PDFA_DEVICE_COLOUR', 'a CMYK picture', image({ ColorSpace: name('DeviceCMYK') })],
  [
    'PDFA_DEVICE_COLOUR',
    'CMYK under Indexed',
    image({ ColorSpace: [name('Indexed'), name('DeviceCMYK'), 0, text('0000')] }),
  ],
  ['PDFA_DEVICE_COLOUR', 'CMYK by cs', add('/DeviceCMYK cs')],
  [
    'PDFA_ICC_PROFILE',
    'a profile that is none',
    (parts) => image({ ColorSpace: [name('ICCBased'), parts.add(stream({ N: 3 }, 'x'.repeat(200)))] })(parts),
  ],
  [
    'PDFA_OUTPUT_INTENT',
    'a profile of another number of colours',
    (parts) => {
      const intent = parts.find('OutputIntent');
      parts.change((parts.dict(intent).get('DestOutputProfile') as PdfRef).num, { N: 4 });
    },
  ],
  [
    'PDFA_OUTPUT_INTENT',
    'a profile of version 5',
    (parts) => {
      const intent = parts.find('OutputIntent');
      parts.rewrite(
        (parts.dict(intent).get('DestOutputProfile') as PdfRef).num,
        (all) => `${all.slice(0, 8)}\x05${all.slice(9)}`,
      );
    },
  ],
  [
    'PDFA_OUTPUT_INTENT',
    'two profiles',
    (parts) => {
      const other = parts.add(stream({ N: 3 }, 'x'));
      const intent = parts.add(dict({ S: name('GTS_PDFX'), DestOutputProfile: other }));
      const known = parts.dict(parts.root.num).get('OutputIntents') as readonly PdfObject[];
      parts.changeRoot({ OutputIntents: [...known, intent] });
    },
  ],
  ['PDFA_GRAPHICS_STATE', 'a transfer function', state({ TR: name('Identity') })],
  ['PDFA_GRAPHICS_STATE', 'another transfer function', state({ TR2: name('Identity') })],
  ['PDFA_GRAPHICS_STATE', 'a halftone phase', state({ HTP: [0, 0] })],
  ['PDFA_RENDERING_INTENT', 'an unknown one', add('/Beautiful ri')],
  ['PDFA_RENDERING_INTENT', 'an unknown one of an image', image({ Intent: name('Beautiful') })],
  ['PDFA_IMAGE', 'interpolation', image({ Interpolate: true })],
  ['PDFA_IMAGE', 'alternates', image({ Alternates: [] })],
  ['PDFA_IMAGE', 'interpolation of an inline image', add('BI /W 1 /H 1 /BPC 8 /CS /G /I true ID x EI')],
  [
    'PDFA_FORM_XOBJECT',
    'a reference XObject',
    (parts) => void parts.add(stream({ Subtype: name('Form'), BBox: [0, 0, 1, 1], Ref: dict({}) })),
  ],
  ['PDFA_POSTSCRIPT', 'a PostScript XObject', (parts) => void parts.add(stream({ Subtype: name('PS') }))],
  [
    'PDFA_POSTSCRIPT',
    'a form with PostScript',
    (parts) => void parts.add(stream({ Subtype: name('Form'), BBox: [0, 0, 1, 1], Subtype2: name('PS') })),
  ],
  ['PDFA_BLEND_MODE', 'an unknown blend mode', state({ BM: name('Glow') })],
  [
    'PDFA_TRANSPARENCY',
    'opacity without an output intent',
    (parts) => {
      state({ ca: 0.5 })(parts);
      parts.changeRoot({ OutputIntents: [] });
    },
  ],
  [
    'PDFA_TRANSPARENCY',
    'a soft mask without an output intent',
    (parts) => {
      image({ SMask: parts.add(stream({})) })(parts);
      parts.changeRoot({ OutputIntents: [] });
    },
  ],
  [
    'PDFA_FONT',
    'a font of no kind',
    (parts) => void parts.add(dict({ Type: name('Font'), Subtype: name('Type9') })),
  ],
  [
    'PDFA_FONT_EMBEDDED',
    'a font without its program',
    (parts) => parts.change(parts.find('FontDescriptor'), { FontFile2: undefined }),
  ],
  [
    'PDFA_FONT_EMBEDDED',
    'a standard font',
    (parts) =>
      void parts.add(dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') })),
  ],
  [
    'PDFA_FONT_EMBEDDED',
    'a glyph that is not in the program',
    (parts) => content(parts, (all) => all.replace(/<\w{4}/, '<7fff')),
  ],
  [
    'PDFA_CID_TO_GID',
    'no map from CIDs to glyphs',
    font('CIDFontType2', (parts, num) => parts.change(num, { CIDToGIDMap: undefined })),
  ],
  [
    'PDFA_CMAP',
    'an encoding that is not embedded',
    font('Type0', (parts, num) => parts.change(num, { Encoding: name('UniGB-UCS2-H') })),
  ],
  [
    'PDFA_CID_SET',
    'a CIDSet that leaves glyphs out',
    (parts) => parts.change(parts.find('FontDescriptor'), { CIDSet: parts.add(stream({}, '\0')) }),
  ],
  [
    'PDFA_GLYPH_WIDTH',
    'other widths',
    font('CIDFontType2', (parts, num) => parts.change(num, { W: [1, 900, 700] })),
  ],
  [
    'PDFA_TO_UNICODE',
    'no ToUnicode',
    font('Type0', (parts, num) => parts.change(num, { ToUnicode: undefined })),
  ],
  ['PDFA_NOTDEF', '.notdef on the page', (parts) => content(parts, (all) => all.replace(/<\w{4}/, '<0000'))],
  ['PDFA_ANNOTATION_TYPE', 'a film', annotation({ Subtype: name('Movie') })],
  ['PDFA_ANNOTATION_FLAGS', 'not printed', annotation({ F: 0 })],
  ['PDFA_ANNOTATION_FLAGS', 'hidden', annotation({ F: 6 })],
  ['PDFA_ANNOTATION_FLAGS', 'no flags', annotation({ F: undefined })],
  ['PDFA_ANNOTATION_APPEARANCE', 'no appearance', annotation({ AP: undefined })],
  [
    'PDFA_ANNOTATION_APPEARANCE',
    'an appearance under the mouse',
    annotation({ AP: dict({ N: dict({}), R: dict({}) }) }),
  ],
  [
    'PDFA_FORM_APPEARANCES',
    'NeedAppearances',
    root({ AcroForm: dict({ Fields: [], NeedAppearances: true }) }),
  ],
  ['PDFA_XFA', 'XFA', root({ AcroForm: dict({ Fields: [], XFA: [] }) })],
  ['PDFA_ACTION', 'a script', action({ S: name('JavaScript'), JS: text('x') })],
  ['PDFA_ACTION', 'a program', action({ S: name('Launch') })],
  ['PDFA_ACTION', 'a named action of no page', action({ S: name('Named'), N: name('Print') })],
  [
    'PDFA_ACTION',
    'scripts by name',
    (parts) => {
      const names = parts.dict(parts.root.num).get('Names') as PdfDict;
      parts.changeRoot({ Names: names.with({ JavaScript: dict({ Names: [] }) }) });
    },
  ],
  ['PDFA_TRIGGER', 'additional actions of the catalog', root({ AA: dict({ WC: dict({}) }) })],
  ['PDFA_METADATA', 'no metadata', (parts) => parts.changeRoot({ Metadata: undefined as never })],
  ['PDFA_METADATA', 'metadata that is not well formed', xmp('</rdf:RDF>', '')],
  [
    'PDFA_METADATA',
    'an encoding in the packet header',
    xmp('<?xpacket begin', '<?xpacket encoding="UTF-8" begin'),
  ],
  ['PDFA_VERSION', 'part 1', xmp('<pdfaid:part>3', '<pdfaid:part>1')],
  ['PDFA_VERSION', 'no conformance', xmp('<pdfaid:conformance>B</pdfaid:conformance>', '')],
  ['PDFA_INFO', 'another title', (parts) => parts.change(parts.info.num, { Title: text('Other') })],
  [
    'PDFA_INFO',
    'another date',
    (parts) => parts.change(parts.info.num, { ModDate: text('D:20200101000000Z') }),
  ],
  [
    'PDFA_EMBEDDED_FILE',
    'no relationship',
    (parts) => parts.change(parts.find('Filespec'), { AFRelationship: undefined }),
  ],
  ['PDFA_EMBEDDED_FILE', 'no /UF', (parts) => parts.change(parts.find('Filespec'), { UF: undefined })],
  [
    'PDFA_EMBEDDED_FILE',
    'no media type',
    (parts) => parts.change(parts.find('EmbeddedFile'), { Subtype: undefined }),
  ],
  ['PDFA_EMBEDDED_FILE', 'associated with nothing', (parts) => parts.changeRoot({ AF: [] })],
  [
    'PDFA_OPTIONAL_CONTENT',
    'a configuration without name',
    root({ OCProperties: dict({ OCGs: [], D: dict({}) }) }),
  ],
  [
    'PDFA_OPTIONAL_CONTENT',
    'content switched by events',
    root({ OCProperties: dict({ OCGs: [], D: dict({ Name: text('a'), AS: [] }) }) }),
  ],
  [
    'PDFA_PRESENTATION',
    'steps of a presentation',
    (parts) => parts.change(parts.find('Page'), { PresSteps: dict({}) }),
  ],
  ['PDFA_REQUIREMENTS', 'requirements', root({ Requirements: [] })],
];

/** What is done to the bytes of a good face. */
const DAMAGES: readonly (readonly [PdfACode, string, (pdf: Uint8Array) => Uint8Array])[] = [
  ['PDFA_HEADER', 'bytes before the header', (pdf) => concatBytes(utf8('\n'), pdf)],
  ['PDFA_HEADER', 'no binary comment', (pdf) => replaced(pdf, '%\xe2\xe3\xcf\xd3', '%abcd')],
  ['PDFA_FILE_ID', 'no identifier', (pdf) => replaced(pdf, '/ID [', '/Ix [')],
  ['PDFA_TRAILING_DATA', 'bytes behind the end', (pdf) => concatBytes(pdf, utf8('more'))],
  [
    'PDFA_CROSS_REFERENCE',
    'a table that leads nowhere',
    (pdf) => replaced(pdf, 'startxref\n', 'startxref\n9'),
  ],
  [
    'PDFA_STREAM_LENGTH',
    'a wrong length',
    (pdf) =>
      replaced(
        pdf,
        /\/Length1 (\d+)(.*?)\/Length (\d)/s,
        (_all, one, between, digit) => `/Length1 ${one}${between}/Length ${digit === '1' ? '2' : '1'}`,
      ),
  ],
  [
    'PDFA_ENCRYPTED',
    'an encryption dictionary',
    (pdf) => replaced(pdf, /\/Info (?=\d+ 0 R)/, '/Encrypt << /Filter /Standard >> /Info '),
  ],
];

function replaced(
  pdf: Uint8Array,
  from: string | RegExp,
  to: string | ((...groups: string[]) => string),
): Uint8Array {
  const changed = latin1(pdf).replace(from as RegExp, to as string);
  return Uint8Array.from(changed, (letter) => letter.charCodeAt(0));
}

describe('checkPdfA', () => {
  it.each(EXAMPLE_FACES)('passes the face %s, with usual and with long data', async (face) => {
    expect(await codesOf(rendered(face))).toEqual([]);
    expect(await codesOf(rendered(face, true))).toEqual([]);
  });

  it('passes what the seeds below start from, written anew', async () => {
    expect(await codesOf(await changedPdf(FACE, () => undefined))).toEqual([]);
    expect(await codesOf(await changedPdf(FACE, annotation({})))).toEqual([]);
    expect(await codesOf(await changedPdf(FACE, image({})))).toEqual([]);
  });

  it.each(SEEDS)('finds %s: %s', async (code, _what, change) => {
    expect(await codesOf(await changedPdf(FACE, change))).toContain(code);
  });

  it.each(DAMAGES)('finds %s in the bytes: %s', async (code, _what, damage) => {
    expect(await codesOf(damage(FACE))).toContain(code);
  });

  it('says what it does not check, and what the file claims', async () => {
    const report = await checkPdfA(sourceFromBytes(FACE));
    expect(report).toMatchObject({ part: '3', conformance: 'B', passed: true });
    expect(report.notChecked.map(({ clause }) => clause)).toContain('ISO 19005-3 6.7');
  });
});
