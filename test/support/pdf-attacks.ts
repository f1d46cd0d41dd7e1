import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, verify } from '../../src/entries/index.ts';
import { PdfDict, type PdfObject, PdfRef, PdfStream, PdfString } from '../../src/formats/pdf/index.ts';
import { concatBytes, fromLatin1, isYinxinError, latin1 } from '../../src/foundation/core/index.ts';
import { type SignPdfOptions, signPdf } from '../../src/sign/index.ts';
import { createTestPki, type TestPki } from '../../src/testing/index.ts';
import { lastXref } from '../unit/pdf/build-pdf.ts';
import { contract, drawing, type Editor, name, OBJ, update } from './pdf-history.ts';
import { append } from './raw-revision.ts';

export const NOW = new Date('2026-11-23T08:00:00Z');
export const PICTURE = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };
let pki: Promise<TestPki> | undefined;
const testPki = (): Promise<TestPki> => (pki ??= createTestPki({ algorithm: 'P-256', now: NOW }));

export const text = (value: string): PdfString => new PdfString(fromLatin1(value));
export const ref = (num: number): PdfRef => new PdfRef(num);
export const content = (data: string) => ({ dict: PdfDict.of({}), data: fromLatin1(data) });
export const stream = (data: string): string => `<< /Length ${data.length} >>\nstream\n${data}\nendstream`;

export async function sign(file: Uint8Array, options: Partial<SignPdfOptions> = {}): Promise<Uint8Array> {
  return signPdf({ file, signer: await (await testPki()).signer.signer(), claimedTime: NOW, ...options });
}

export async function judge(file: Uint8Array): Promise<Report | undefined> {
  try {
    const trust = { signers: [(await testPki()).root.certificate] };
    return await verify(file, { at: NOW, trust, revocation: 'none' });
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** What somebody does with a signed file. */
export type Act = (file: Uint8Array) => Uint8Array | Promise<Uint8Array>;
export const edit =
  (change: (editor: Editor) => void): Act =>
  (file) =>
    update(file, change);

export const BASES = {
  signed: () => sign(contract(), { field: 'signHere', appearance: { image: PICTURE } }),
  certified2: () => sign(contract(), { certification: 2 }),
  certified3: () => sign(contract(), { certification: 3 }),
  /** Whatever stands in the way of it is not listed: a cover, a second page tree, a free object, a dangling reference. */
  prepared: () =>
    sign(
      contract({
        4: '<< /Type /Page /Parent 2 0 R /Contents [6 0 R 57 0 R] /Resources 7 0 R >>',
        7: '<< /XObject << /Cover 50 0 R >> >>',
        50: '<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 21 >>\nstream\n1 g 0 0 595 842 re f\n\nendstream',
        51: '<< /Type /Pages /Kids [52 0 R] /Count 1 >>',
        52: '<< /Type /Page /Parent 51 0 R /MediaBox [0 0 595 842] /Contents 53 0 R >>',
        53: stream('BT (9 yuan) Tj ET'),
        54: stream(`5 0 obj\n${stream('BT (9 yuan) Tj ET')}\nendobj\n`),
      }),
    ),
};

export const addField = (keys: Record<string, PdfObject | undefined>) => (editor: Editor) => {
  const field = editor.add(
    PdfDict.of({
      ...{ FT: name('Sig'), T: text('new'), Type: name('Annot'), Subtype: name('Widget') },
      ...{ Rect: [0, 0, 0, 0], P: ref(OBJ.page1), F: 132, ...keys },
    }),
  );
  editor.change(OBJ.form, { Fields: [...(editor.dict(OBJ.form).get('Fields') as PdfObject[]), field] });
  editor.change(OBJ.page1, { Annots: [...(editor.dict(OBJ.page1).get('Annots') as PdfObject[]), field] });
};
export const value = (type: string): PdfDict =>
  PdfDict.of({ Type: name(type), Contents: text('x'), ByteRange: [0, 0, 0, 0] });
export const seen = (editor: Editor, type: string): void =>
  addField({
    ...{ V: editor.add(value(type)), Rect: [0, 0, 595, 842], F: 4 },
    AP: PdfDict.of({ N: editor.add(drawing()) }),
  })(editor);

export const note = (keys: Record<string, PdfObject>) => (editor: Editor) => {
  const dict = PdfDict.of({ Type: name('Annot'), Rect: [0, 0, 595, 842], ...keys });
  const old = editor.dict(OBJ.page1).get('Annots') as PdfObject[];
  editor.change(OBJ.page1, { Annots: [...old, editor.add(dict)] });
};
export const drawnNote = (
  subtype: string,
  data: string,
  resources: Record<string, PdfObject> = {},
  size = 400,
) =>
  edit((editor) => {
    const dict = { Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, size, size] };
    const stored = {
      dict: PdfDict.of({ ...dict, Resources: PdfDict.of(resources) }),
      data: fromLatin1(data),
    };
    const AP = PdfDict.of({ N: editor.add(stored) });
    note({ Subtype: name(subtype), Rect: [0, 0, size, size], AP })(editor);
  });
export const fill = edit(({ add, change }) =>
  change(OBJ.buyerName, { V: text('Wang'), AP: PdfDict.of({ N: add(drawing('BT (Wang) Tj ET')) }) }),
);
/** A copy of an object, as it is: nothing changed. */
export const again = (num: number): Act =>
  edit(({ document, set }) => {
    const value = document.resolve(ref(num))!;
    const isStream = value instanceof PdfStream;
    set(num, isStream ? { dict: value.dict, data: document.view().rawData(value).raw } : value);
  });
export const freed =
  (num: number): Act =>
  (file) =>
    append(file, { entries: [[num, 'free', 1]] });
export const rooted =
  (root: string): Act =>
  (file) =>
    append(file, { bodies: { 58: '1' }, root });
export const raw = (file: Uint8Array, from: string | RegExp, to: string): Uint8Array => {
  const out = latin1(file).replace(from, (all) => to.padEnd(all.length));
  return fromLatin1(out);
};

/** An update with an object stream, in which some objects are listed and others are not. */
export function compressed(
  file: Uint8Array,
  objects: Record<number, string>,
  listed: readonly number[],
): Uint8Array {
  const numbers = Object.keys(objects).map(Number);
  const bodies = numbers.map((num) => `${objects[num]} `);
  let at = 0;
  const header = numbers.map((num, i) => {
    const pair = `${num} ${at}`;
    at += bodies[i]!.length;
    return pair;
  });
  const data = `${header.join(' ')} ${bodies.join('')}`;
  const first = header.join(' ').length + 1;
  const held = `58 0 obj\n<< /Type /ObjStm /N ${numbers.length} /First ${first} /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`;
  const xrefAt = file.length + held.length;
  const entry = (type: number, offset: number, index: number): string =>
    String.fromCharCode(type, (offset >> 16) & 255, (offset >> 8) & 255, offset & 255, index);
  const rows = [...listed.map((num) => [num, entry(2, 58, numbers.indexOf(num))] as const)];
  rows.push([58, entry(1, file.length, 0)], [59, entry(1, xrefAt, 0)]);
  const table = rows.map(([, row]) => row).join('');
  const index = rows.map(([num]) => `${num} 1`).join(' ');
  const xref = `59 0 obj\n<< /Type /XRef /W [1 3 1] /Index [${index}] /Size 60 /Root 1 0 R /Info 25 0 R /Prev ${lastXref(file)} /Length ${table.length} >>\nstream\n${table}\nendstream\nendobj\n`;
  return concatBytes(file, fromLatin1(`${held}${xref}startxref\n${xrefAt}\n%%EOF\n`));
}
export const AGREED =
  '<< /T (agreed) /FT /Btn /Type /Annot /Subtype /Widget /Rect [10 40 30 60] /P 3 0 R /V /On /AS /On /AP << /N << /On 31 0 R >> >> /F 4 >>';

export interface AttackClass {
  readonly base: keyof typeof BASES;
  readonly attacks: Readonly<Record<string, Act>>;
  readonly twins: Readonly<Record<string, Act>>;
}

/** Runs the attacks and the twins of every class in a table. */
export function attackEach(classes: Readonly<Record<string, AttackClass>>): void {
  describe.each(Object.entries(classes))('%s', (_class, { base, attacks, twins }) => {
    let file: Uint8Array;
    beforeAll(async () => {
      file = await BASES[base]();
      expect((await judge(file))?.conclusion.indication).toBe('TOTAL_PASSED');
    });

    it.each(Object.entries(attacks))('attack: %s never passes', async (_what, act) => {
      const forged = await act(file);
      const report = await judge(forged);
      expect(forged).not.toEqual(file);
      expect(report?.conclusion.indication).not.toBe('TOTAL_PASSED');
      // Nor does a trusted signature behind it whitewash the first one: it fails, or is named as taken out of the form.
      const resigned = await sign(forged).catch(() => undefined);
      if (resigned === undefined) return;
      const later = await judge(resigned);
      const isNamed = later?.checks.some(({ code }) => code === 'PDF_SIGNATURE_UNDECLARED');
      expect(isNamed === true ? 'named' : later?.conclusion.indication).not.toBe('TOTAL_PASSED');
    });

    it.each(Object.entries(twins))('twin: %s passes', async (_what, act) => {
      const report = await judge(await act(file));
      expect(report?.conclusion.indication, JSON.stringify(report?.signatures, null, 1)).toBe('TOTAL_PASSED');
    });
  });
}
