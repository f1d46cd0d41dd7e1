import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf, PdfDict, type PdfObject, PdfRef, PdfString } from '../../../../src/formats/pdf/index.ts';
import { fromLatin1, sourceFromBytes } from '../../../../src/foundation/core/index.ts';
import { assessModification } from '../../../../src/signatures/pades/modification.ts';
import {
  contract,
  drawing,
  type Editor,
  name,
  OBJ,
  outcome,
  sign,
  update,
} from '../../../support/pdf-history.ts';

let signed: Uint8Array;
beforeAll(async () => {
  const picture = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };
  signed = await sign(contract(), { field: 'signHere', appearance: { image: picture } });
});

const text = (value: string): PdfString => new PdfString(fromLatin1(value));
const ref = (num: number): PdfRef => new PdfRef(num);
const list = (editor: Editor, num: number, key: string): readonly PdfObject[] =>
  (editor.dict(num).get(key) ?? []) as PdfObject[];

/** A signature field as an attacker would write it. */
function field(editor: Editor, keys: Record<string, PdfObject | undefined>): PdfRef {
  return editor.add(
    PdfDict.of({
      ...{ FT: name('Sig'), T: text('new'), Type: name('Annot'), Subtype: name('Widget') },
      ...{ Rect: [0, 0, 0, 0], P: ref(OBJ.page1), F: 132 },
      ...keys,
    }),
  );
}

function addField(editor: Editor, keys: Record<string, PdfObject | undefined>): void {
  const added = field(editor, keys);
  editor.change(OBJ.form, { Fields: [...list(editor, OBJ.form, 'Fields'), added] });
}

function annotate(editor: Editor, keys: Record<string, PdfObject>): void {
  const note = editor.add(PdfDict.of({ Type: name('Annot'), Rect: [10, 10, 500, 500], ...keys }));
  editor.change(OBJ.page1, { Annots: [...list(editor, OBJ.page1, 'Annots'), note] });
}

const stream = (data: string) => ({ dict: PdfDict.of({}), data: fromLatin1(data) });

type Attack = readonly [what: string, codes: string | readonly string[], edit: (editor: Editor) => void];

const PAGES: readonly Attack[] = [
  [
    'its content exchanged in place',
    'PAGE_CONTENT',
    ({ set }) => set(OBJ.content1, stream('BT (9 yuan) Tj ET')),
  ],
  [
    'its content exchanged for another stream',
    'PAGE_CONTENT',
    ({ add, change }) => change(OBJ.page1, { Contents: add(stream('BT (9 yuan) Tj ET')) }),
  ],
  [
    'more content added',
    'PAGE_CONTENT',
    ({ add, change }) =>
      change(OBJ.page1, { Contents: [ref(OBJ.content1), add(stream('0 0 600 400 re f'))] }),
  ],
  [
    'its content exchanged for prepared content',
    'PAGE_CONTENT',
    (e) => e.change(OBJ.page1, { Contents: ref(OBJ.unused) }),
  ],
  ['its content taken away', 'PAGE_CONTENT', ({ change }) => change(OBJ.page1, { Contents: undefined })],
  [
    'its resources exchanged',
    'PAGE_RESOURCES',
    ({ change }) => change(OBJ.page1, { Resources: PdfDict.of({}) }),
  ],
  ['a font exchanged', 'FONT', ({ change }) => change(OBJ.font, { BaseFont: name('Symbol') })],
  [
    'a picture exchanged',
    'IMAGE',
    ({ set, dict }) => set(OBJ.image, { dict: dict(OBJ.image), data: fromLatin1('y') }),
  ],
  ['a colour space exchanged', 'COLOR_SPACE', ({ set }) => set(OBJ.colorSpace, name('DeviceGray'))],
  ['a function of a colour exchanged', 'COLOR_SPACE', ({ change }) => change(OBJ.tint, { C1: [0, 0, 0, 0] })],
  ['a graphics state exchanged', 'GRAPHICS_STATE', ({ change }) => change(OBJ.graphics, { CA: 0 })],
  ['a layer renamed', 'OPTIONAL_CONTENT', ({ change }) => change(OBJ.layer, { Name: text('shown') })],
  ['a box of its own', 'PAGE_BOX', ({ change }) => change(OBJ.page1, { CropBox: [0, 0, 10, 10] })],
  ['turned', 'PAGE_ROTATION', ({ change }) => change(OBJ.page2, { Rotate: 180 })],
  ['a size of its units', 'PAGE_BOX', ({ change }) => change(OBJ.page1, { UserUnit: 2 })],
  [
    'an action of its own',
    'ACTION',
    ({ change }) => change(OBJ.page1, { AA: PdfDict.of({ O: ref(OBJ.script) }) }),
  ],
  ['another place in the tree', 'PAGE_TREE', ({ change }) => change(OBJ.page1, { Parent: ref(OBJ.catalog) })],
  [
    'added',
    'PAGE_TREE',
    ({ add, change }) => {
      const page = add(PdfDict.of({ Type: name('Page'), Parent: ref(OBJ.pages) }));
      change(OBJ.pages, { Kids: [ref(OBJ.page1), ref(OBJ.page2), page], Count: 3 });
    },
  ],
  ['taken away', 'PAGE_TREE', ({ change }) => change(OBJ.pages, { Kids: [ref(OBJ.page1)], Count: 1 })],
  [
    'in another order',
    'PAGE_TREE',
    ({ change }) => change(OBJ.pages, { Kids: [ref(OBJ.page2), ref(OBJ.page1)] }),
  ],
  ['a box of all', 'PAGE_TREE', ({ change }) => change(OBJ.pages, { MediaBox: [0, 0, 10, 10] })],
  ['overwritten as a whole', 'PAGE_TREE', ({ set }) => set(OBJ.page1, name('nothing'))],
];

const CATALOG: readonly Attack[] = [
  [
    'another page tree',
    'PAGE_TREE',
    ({ add, change }) => change(OBJ.catalog, { Pages: add(PdfDict.of({ Kids: [] })) }),
  ],
  [
    'layers switched',
    'OPTIONAL_CONTENT',
    ({ change }) => change(OBJ.layers, { D: PdfDict.of({ ON: [ref(OBJ.layer)] }) }),
  ],
  ['an action on opening', 'ACTION', ({ change }) => change(OBJ.catalog, { OpenAction: ref(OBJ.script) })],
  [
    'additional actions',
    'ACTION',
    ({ change }) => change(OBJ.catalog, { AA: PdfDict.of({ WC: ref(OBJ.script) }) }),
  ],
  ['a script exchanged', 'ACTION', ({ change }) => change(OBJ.script, { JS: text('2') })],
  ['names exchanged', 'NAMES', ({ change }) => change(OBJ.names, { Dests: PdfDict.of({ Names: [] }) })],
  [
    'scripts among the names',
    'NAMES',
    ({ change }) => change(OBJ.names, { JavaScript: PdfDict.of({ Names: [text('a'), ref(OBJ.script)] }) }),
  ],
  [
    'page labels exchanged',
    'PAGE_LABELS',
    ({ change }) => change(OBJ.labels, { Nums: [0, PdfDict.of({ S: name('R') })] }),
  ],
  ['outlines exchanged', 'OUTLINES', ({ change }) => change(OBJ.outlines, { Count: 1 })],
  ['the structure tree exchanged', 'STRUCTURE', ({ change }) => change(OBJ.structure, { K: PdfDict.of({}) })],
  ['permissions', 'PERMISSIONS', ({ change }) => change(OBJ.catalog, { Perms: PdfDict.of({}) })],
  ['an unknown key', 'CATALOG', ({ change }) => change(OBJ.catalog, { Foo: 1 })],
  ['a lower version', 'CATALOG', ({ change }) => change(OBJ.catalog, { Version: name('x') })],
  ['associated files', 'ATTACHMENT', ({ change }) => change(OBJ.catalog, { AF: [PdfDict.of({})] })],
  [
    'metadata that is none',
    'METADATA',
    ({ add, change }) => change(OBJ.catalog, { Metadata: add(stream('<x/>')) }),
  ],
  ['another title', 'INFO', ({ change }) => change(OBJ.info, { Title: text('Another contract') })],
];

const FORM: readonly Attack[] = [
  ['another XFA', 'XFA', ({ set }) => set(OBJ.xfa, stream('<xdp>9</xdp>'))],
  ['XFA gone', 'XFA', ({ change }) => change(OBJ.form, { XFA: undefined })],
  ['another order of calculation', 'FORM', ({ change }) => change(OBJ.form, { CO: [] })],
  ['another default appearance', 'FORM', ({ change }) => change(OBJ.form, { DA: text('/Helv 0 Tf 1 g') })],
  ['fewer flags', 'FORM', ({ change }) => change(OBJ.form, { SigFlags: 0 })],
  [
    'a font of its own exchanged',
    'FONT',
    ({ add, change }) => {
      const font = add(PdfDict.of({ Type: name('Font') }));
      change(OBJ.form, { DR: PdfDict.of({ Font: PdfDict.of({ Helv: font }) }) });
    },
  ],
  [
    'a field taken away',
    'FIELD_TREE',
    (e) => e.change(OBJ.form, { Fields: list(e, OBJ.form, 'Fields').slice(1) }),
  ],
  [
    'a field listed twice',
    'FIELD_NAME',
    (e) => e.change(OBJ.form, { Fields: [...list(e, OBJ.form, 'Fields'), ref(OBJ.buyer)] }),
  ],
  [
    'fields exchanged for copies',
    'FIELD_TREE',
    (e) => {
      const copies = list(e, OBJ.form, 'Fields').map((item) => e.add(e.dict((item as PdfRef).num)));
      e.change(OBJ.form, { Fields: copies });
    },
  ],
];

const FIELDS: readonly Attack[] = [
  ['renamed', 'FIELD_NAME', ({ change }) => change(OBJ.buyer, { T: text('seller') })],
  ['put below another', 'FIELD_TREE', ({ change }) => change(OBJ.agreed, { Parent: ref(OBJ.buyer) })],
  ['given other kids', 'FIELD_TREE', ({ change }) => change(OBJ.buyer, { Kids: [ref(OBJ.agreed)] })],
  ['of another kind', 'FIELD_TYPE', ({ change }) => change(OBJ.agreed, { FT: name('Tx') })],
  ['moved', 'FIELD_PLACE', ({ change }) => change(OBJ.buyerName, { Rect: [0, 0, 500, 500] })],
  ['given an action', 'ACTION', ({ change }) => change(OBJ.agreed, { A: ref(OBJ.script) })],
  ['put into a layer', 'OPTIONAL_CONTENT', ({ change }) => change(OBJ.agreed, { OC: ref(OBJ.layer) })],
  ['made read-only', 'FIELD', ({ change }) => change(OBJ.agreed, { Ff: 1 })],
  ['hidden', 'FIELD', ({ change }) => change(OBJ.agreed, { F: 2 })],
  ['filled though it is read-only', 'FIELD', ({ change }) => change(OBJ.readOnly, { V: text('2') })],
  ['without its appearance', 'FIELD_APPEARANCE', ({ change }) => change(OBJ.agreed, { AP: undefined })],
  [
    'with the appearance of another',
    'OBJECT_REUSED',
    ({ change }) => change(OBJ.agreed, { AP: PdfDict.of({ N: ref(OBJ.appearance) }) }),
  ],
  [
    'with a prepared appearance',
    'OBJECT_REUSED',
    ({ change }) => change(OBJ.buyerName, { AP: PdfDict.of({ N: ref(OBJ.unused) }) }),
  ],
  [
    'with other captions',
    'FIELD',
    ({ change }) => change(OBJ.agreed, { MK: PdfDict.of({ CA: text('No') }) }),
  ],
  [
    'with a dictionary as its value',
    'FIELD_VALUE',
    ({ change }) => change(OBJ.buyerName, { V: PdfDict.of({}) }),
  ],
];

const SIGNED: readonly Attack[] = [
  [
    'appearance exchanged',
    'FIELD',
    ({ add, change }) => change(OBJ.signHere, { AP: PdfDict.of({ N: add(drawing()) }) }),
  ],
  [
    'appearance written in its place',
    'FIELD_APPEARANCE',
    ({ dict, set }) => set(((dict(OBJ.signHere).get('AP') as PdfDict).get('N') as PdfRef).num, drawing()),
  ],
  ['rectangle moved', 'FIELD_PLACE', ({ change }) => change(OBJ.signHere, { Rect: [0, 0, 0, 0] })],
  ['flags changed', 'FIELD', ({ change }) => change(OBJ.signHere, { F: 2 })],
  [
    'dictionary written again',
    'SIGNATURE_REDEFINED',
    ({ dict, change }) => change((dict(OBJ.signHere).get('V') as PdfRef).num, { Reason: text('other') }),
  ],
];

const NEW: readonly Attack[] = [
  ['a text field', 'FIELD_ADDED', (e) => addField(e, { FT: name('Tx') })],
  ['one with an action', 'FIELD_ADDED', (e) => addField(e, { A: ref(OBJ.script) })],
  ['one in a layer', 'FIELD_ADDED', (e) => addField(e, { OC: ref(OBJ.layer) })],
  ['one with the name of another', 'FIELD_NAME', (e) => addField(e, { T: text('agreed') })],
  ['one with a period in its name', 'FIELD_NAME', (e) => addField(e, { T: text('a.b') })],
  ['one without a name', 'FIELD_NAME', (e) => addField(e, { T: undefined })],
  ['one below another field', 'FIELD_ADDED', (e) => addField(e, { Parent: ref(OBJ.buyer) })],
  [
    'one signed by nothing',
    'SIGNATURE_ADDED',
    (e) => addField(e, { V: e.add(PdfDict.of({ Type: name('Sig') })) }),
  ],
  [
    'one signed by a signature that was there before',
    'OBJECT_REUSED',
    (e) => addField(e, { V: e.dict(OBJ.signHere).get('V') }),
  ],
  [
    'one whose appearance was there before',
    'OBJECT_REUSED',
    (e) => addField(e, { AP: PdfDict.of({ N: ref(OBJ.unused) }) }),
  ],
  [
    'an object that is no field',
    'FIELD_TREE',
    (e) => e.change(OBJ.form, { Fields: [...list(e, OBJ.form, 'Fields'), 1] }),
  ],
  [
    'one below a field that exists',
    'FIELD_TREE',
    (e) => {
      const below = field(e, { Parent: ref(OBJ.buyer) });
      e.change(OBJ.buyer, { Kids: [ref(OBJ.buyerName), below] });
    },
  ],
];

const ANNOTATIONS: readonly Attack[] = [
  [
    'text over the page',
    'ANNOTATION_OVER_PAGE',
    (e) => annotate(e, { Subtype: name('FreeText'), Contents: text('9 yuan') }),
  ],
  ['a stamp over the page', 'ANNOTATION_OVER_PAGE', (e) => annotate(e, { Subtype: name('Stamp') })],
  ['a note', 'ANNOTATION_ADDED', (e) => annotate(e, { Subtype: name('Text'), Contents: text('hello') })],
  ['a link', 'ANNOTATION', (e) => annotate(e, { Subtype: name('Link') })],
  ['a widget of no field', 'ANNOTATION', (e) => annotate(e, { Subtype: name('Widget') })],
  ['a note changed', 'ANNOTATION', ({ change }) => change(OBJ.note, { Contents: text('another') })],
  [
    'a note taken away',
    'ANNOTATION_REMOVED',
    (e) =>
      e.change(OBJ.page1, {
        Annots: list(e, OBJ.page1, 'Annots').filter((item) => (item as PdfRef).num !== OBJ.note),
      }),
  ],
  [
    'a widget taken away',
    'ANNOTATION_REMOVED',
    (e) => e.change(OBJ.page1, { Annots: list(e, OBJ.page1, 'Annots').slice(1) }),
  ],
  [
    'a widget of another page',
    'FIELD_PLACE',
    ({ change }) => change(OBJ.page2, { Annots: [ref(OBJ.agreed)] }),
  ],
  [
    'an annotation that is no object',
    'ANNOTATION',
    ({ change }) => change(OBJ.page2, { Annots: [PdfDict.of({})] }),
  ],
];

const GROUPS: Readonly<Record<string, readonly Attack[]>> = {
  'a page': PAGES,
  'the catalog': CATALOG,
  'the form': FORM,
  'a field': FIELDS,
  'a signed field': SIGNED,
  'a new field': NEW,
  'an annotation': ANNOTATIONS,
};

describe.each(Object.entries(GROUPS))('after a signature, %s', (_group, attacks) => {
  it.each(attacks)('%s is named and disallowed', async (_what, codes, edit) => {
    const found = await outcome(await update(signed, edit), 'signHere');
    expect(found.modification, JSON.stringify(found)).toBe('disallowed');
    for (const code of [codes].flat()) expect(found.codes).toContain(code);
  });
});

describe('what was changed', () => {
  it('may be that the signature is gone: its name stands there', async () => {
    const pdf = await openPdf(
      sourceFromBytes(await update(signed, ({ change }) => change(OBJ.catalog, { AcroForm: undefined }))),
    );
    expect(await assessModification(pdf, [], false)).toEqual({
      covered: [],
      removed: ['signHere'],
      prepared: { unused: [], ambiguous: [] },
    });
  });

  it('is said with its page', async () => {
    const edited = await update(signed, ({ set }) => set(OBJ.content2, stream('other')));
    expect((await outcome(edited, 'signHere')).changes).toEqual([
      { code: 'PAGE_CONTENT', detail: 'page 2: content replaced' },
    ]);
  });

  it('counts though a later revision takes it back', async () => {
    const edited = await update(signed, ({ set }) => set(OBJ.content1, stream('other')));
    const back = await update(edited, ({ set }) =>
      set(OBJ.content1, stream('BT /F1 12 Tf (100 yuan) Tj ET')),
    );
    expect((await outcome(back, 'signHere')).modification).toBe('disallowed');
  });

  it('counts for a signature before it and not for one behind it', async () => {
    const edited = await update(signed, ({ set }) => set(OBJ.content1, stream('other')));
    const again = await sign(edited);
    expect((await outcome(again, 'signHere')).modification).toBe('disallowed');
    expect((await outcome(again, 'Signature1')).modification).toBe('none');
  });

  it('is known to a signature behind it, which signs what was made of the document', async () => {
    const added: PdfRef[] = [];
    const edited = await update(signed, ({ add, change, dict }) => {
      const font = add(PdfDict.of({ Type: name('Font'), BaseFont: name('Courier') }));
      change(OBJ.resources, { Font: PdfDict.of({ F1: ref(OBJ.font), F2: font }) });
      const content = add(stream('BT (new) Tj ET'));
      const page = add(dict(OBJ.page2).with({ Contents: content }));
      change(OBJ.pages, { Kids: [ref(OBJ.page1), ref(OBJ.page2), page], Count: 3 });
      added.push(font, content);
    });
    const again = await sign(edited);
    for (const { num } of added) {
      const changed = await update(again, ({ set }) => set(num, PdfDict.of({})));
      expect((await outcome(changed, 'Signature1')).modification).toBe('disallowed');
    }
    expect((await outcome(again, 'Signature1')).modification).toBe('none');
  });

  it('may be an object that is two things at once: the harmless one does not clear it', async () => {
    const shared = contract({
      7: '<< /Font << /F1 8 0 R >> /XObject << /Im0 9 0 R /Fm0 15 0 R >> >>',
    });
    const both = await update(await sign(shared), ({ set }) => set(OBJ.appearance, drawing('9 yuan')));
    expect(await outcome(both)).toMatchObject({ modification: 'disallowed', codes: ['IMAGE'] });
  });
});
