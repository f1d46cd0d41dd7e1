// Classes of attack on signed PDFs, each beside its legitimate twin: what an attacker does must never pass, what an
// honest holder does in the same place must.
import { describe, expect, it } from 'vitest';
import { PdfDict, type PdfRef } from '../../src/formats/pdf/index.ts';
import { fromLatin1, latin1 } from '../../src/foundation/core/index.ts';
import {
  AGREED,
  type AttackClass,
  addField,
  again,
  attackEach,
  BASES,
  content,
  drawnNote,
  edit,
  fill,
  freed,
  judge,
  note,
  PICTURE,
  ref,
  rooted,
  seen,
  sign,
  text,
} from '../support/pdf-attacks.ts';
import { contract, drawing, name, OBJ, update } from '../support/pdf-history.ts';
import { append } from '../support/raw-revision.ts';

const CLASSES: Readonly<Record<string, AttackClass>> = {
  'incremental saving': {
    base: 'signed',
    attacks: {
      'content replaced': edit(({ set }) => set(OBJ.content1, content('BT (9 yuan) Tj ET'))),
      'content added': edit(({ add, change }) =>
        change(OBJ.page2, { Contents: [ref(OBJ.content2), add(content('BT (9 yuan) Tj ET'))] }),
      ),
      'replaced, then put back': async (file) => {
        const forged = await update(file, ({ set }) => set(OBJ.content1, content('BT (9 yuan) Tj ET')));
        return update(forged, ({ set }) => set(OBJ.content1, content('BT /F1 12 Tf (100 yuan) Tj ET')));
      },
    },
    twins: { 'a form filled': fill, 'a second signature': sign, 'nothing changed': again(OBJ.content1) },
  },
  'signature wrapping': {
    base: 'signed',
    attacks: {
      'other bytes in the gap': (file) => {
        const whole = latin1(file);
        const [, before, gapEnd, after] = /\[0 (\d+) (\d+) (\d+) +\]/.exec(whole)!.map(Number) as number[];
        const inserted = '99 0 obj\n(forged)\nendobj\n';
        const range = `[0 ${before} ${gapEnd! + inserted.length} ${after}]`;
        const head = whole.slice(0, gapEnd).replace(/\[0 \d+ \d+ \d+ +\]/, (all) => range.padEnd(all.length));
        return fromLatin1(head + inserted + whole.slice(gapEnd));
      },
    },
    twins: { 'a signature around the first': sign },
  },
  'shadow document: hide': {
    base: 'prepared',
    attacks: {
      'the cover emptied': edit(({ set }) => set(50, drawing(''))),
      'the cover freed': freed(50),
      'the cover gone from the resources': edit(({ change }) =>
        change(OBJ.resources, { XObject: undefined }),
      ),
    },
    twins: { 'what nobody uses is freed': freed(OBJ.unused), 'the cover as it was': again(50) },
  },
  'shadow document: replace': {
    base: 'signed',
    attacks: {
      'a prepared appearance': edit(({ change }) =>
        change(OBJ.buyerName, { AP: PdfDict.of({ N: ref(OBJ.unused) }) }),
      ),
      'a default value': edit(({ change }) => change(OBJ.buyerName, { DV: text('9') })),
      'a font of the form': edit(({ change }) => change(OBJ.font, { BaseFont: name('Symbol') })),
    },
    twins: { 'a field filled': fill },
  },
  'shadow document: hide and replace': {
    base: 'prepared',
    attacks: {
      'another page tree': edit(({ change }) => change(OBJ.catalog, { Pages: ref(51) })),
      'another page': edit(({ change }) => change(OBJ.pages, { Kids: [ref(52)], Count: 1 })),
      'another catalog': rooted('/Root 51 0 R'),
      'an object out of a signed stream': (file) =>
        append(file, { entries: [[OBJ.content1, latin1(file).indexOf(`5 0 obj\n<< /Length 17`)]] }),
    },
    twins: { 'a second signature': sign },
  },
  'certification: annotations over the page (EAA)': {
    base: 'certified3',
    attacks: {
      'free text': edit(note({ Subtype: name('FreeText') })),
      'a stamp': edit(note({ Subtype: name('Stamp') })),
      'a large note that draws text': drawnNote('Text', 'BT /F1 40 Tf (9 yuan) Tj ET'),
      'a highlight with a picture': drawnNote('Highlight', '/Im0 Do', {
        XObject: PdfDict.of({ Im0: ref(OBJ.image) }),
      }),
      'a highlight with an inline image': drawnNote('Highlight', 'BI /W 1 /H 1 ID x EI'),
      'a highlight whose drawing draws text': edit((editor) => {
        const inner = editor.add(drawing());
        const XObject = PdfDict.of({ Fm0: inner });
        const dict = { Subtype: name('Form'), BBox: [0, 0, 9, 9], Resources: PdfDict.of({ XObject }) };
        const N = editor.add({ dict: PdfDict.of(dict), data: fromLatin1('/Fm0 Do') });
        note({ Subtype: name('Highlight'), AP: PdfDict.of({ N }) })(editor);
      }),
      'ink through a mask': drawnNote('Ink', '/G0 gs 0 0 9 9 re f', {
        ExtGState: PdfDict.of({ G0: PdfDict.of({ SMask: PdfDict.of({ S: name('Alpha') }) }) }),
      }),
      'ink in a pattern': drawnNote('Ink', '/Pattern cs /P0 scn 0 0 9 9 re f'),
      'a filled square': edit(note({ Subtype: name('Square'), IC: [1, 1, 1] })),
      'a square that draws itself filled': drawnNote('Square', '1 g 0 0 400 400 re f'),
      'a line with a caption': edit(note({ Subtype: name('Line'), Cap: true })),
      'a note that cannot be read': drawnNote('Ink', '<<'),
      'a note with an action': edit(note({ Subtype: name('Text'), A: ref(OBJ.script) })),
    },
    twins: {
      'a note': edit(note({ Subtype: name('Text'), Contents: text('hello') })),
      'a note with an icon': drawnNote('Text', 'BT (i) Tj ET', {}, 20),
      'a highlight': drawnNote('Highlight', '/G0 gs 1 1 0 rg 0 0 90 9 re f', {
        ExtGState: PdfDict.of({ G0: PdfDict.of({ BM: name('Multiply') }) }),
      }),
      'a drawn circle': drawnNote('Circle', '1 0 0 RG 0 0 90 90 re S'),
    },
  },
  'certification: signatures over the page (SSA)': {
    base: 'certified2',
    attacks: {
      'a signature that is seen': edit((editor) => seen(editor, 'Sig')),
      'an empty field that is seen': edit(addField({ Rect: [0, 0, 595, 842], F: 4 })),
      'a note': edit(note({ Subtype: name('Text') })),
    },
    twins: {
      'a signature that is not seen': sign,
      'a field that was there': (file) => sign(file, { field: 'signHere', appearance: { image: PICTURE } }),
    },
  },
  'pictures nobody signs for': {
    base: 'signed',
    attacks: {
      'a timestamp drawn over the page': edit((editor) => seen(editor, 'DocTimeStamp')),
      'an empty field with a caption': edit(
        addField({ Rect: [0, 0, 595, 842], F: 4, MK: PdfDict.of({ CA: text('9 yuan') }) }),
      ),
      'an empty field with a picture': edit((editor) =>
        addField({ Rect: [0, 0, 595, 842], AP: PdfDict.of({ N: editor.add(drawing()) }) })(editor),
      ),
    },
    twins: { 'an empty field for the next signer': edit(addField({ Rect: [200, 200, 300, 250], F: 4 })) },
  },
  '/AP or /Rect of a signed field swapped': {
    base: 'signed',
    attacks: {
      'another appearance': edit(({ add, change }) =>
        change(OBJ.signHere, { AP: PdfDict.of({ N: add(drawing()) }) }),
      ),
      'the appearance written again': edit(({ dict, set }) =>
        set(((dict(OBJ.signHere).get('AP') as PdfDict).get('N') as PdfRef).num, drawing()),
      ),
      moved: edit(({ change }) => change(OBJ.signHere, { Rect: [0, 0, 595, 842] })),
      hidden: edit(({ change }) => change(OBJ.signHere, { F: 2 })),
    },
    twins: { 'another field filled': fill, 'the field as it was': again(OBJ.signHere) },
  },
};

attackEach(CLASSES);

describe('what was prepared', () => {
  it('is told before anything follows', async () => {
    const codes = (await judge(await BASES.prepared()))!.checks.map(
      ({ code, status }) => `${code} ${status}`,
    );
    expect(codes).toContain('PDF_UNUSED_CONTENT warning');
    expect(codes).toContain('PDF_ACTIVE_CONTENT warning');
    const over = await sign(contract({ 13: AGREED.replace('[10 40 30 60]', '[0 0 595 800]') }));
    const detail = expect.stringContaining('"agreed"');
    expect((await judge(over))!.checks).toContainEqual(
      expect.objectContaining({ code: 'PDF_FIELD_OVER_PAGE', status: 'warning', detail }),
    );
  });

  it('is told of keys given twice, which make two documents of one', async () => {
    const page = '<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Contents 5 0 R /Resources 7 0 R >>';
    const report = (await judge(await sign(contract({ 4: page }))))!;
    const detail = expect.stringMatching(/: 4$/);
    expect(report.checks).toContainEqual(
      expect.objectContaining({ code: 'PDF_DUPLICATE_KEY', status: 'warning', detail }),
    );
    const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R /Pages 26 0 R >>';
    await expect(sign(contract({ 1: catalog }))).rejects.toMatchObject({ code: 'PDF_INVALID' });
    // Signed by somebody who does not look.
    const other = latin1(await sign(contract({ 1: catalog.replace('/Pages 26', '/Fages 26') })));
    const forged = (await judge(fromLatin1(other.replaceAll('/Fages 26', '/Pages 26'))))!;
    expect(forged.signatures[0]!.modification).toBe('not-checked');
    expect(forged.checks).toContainEqual(
      expect.objectContaining({ code: 'PDF_DUPLICATE_KEY', status: 'failed' }),
    );
  });

  it('is not told of a page like any other', async () => {
    const plain = contract({ 26: '(x)', 10: '<< /Fields [11 0 R 13 0 R 14 0 R 27 0 R 32 0 R] >>' });
    expect((await judge(await sign(plain)))!.checks.filter(({ status }) => status !== 'passed')).toEqual([]);
  });
});
