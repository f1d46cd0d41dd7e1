import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, type PdfObject, PdfRef, PdfString } from '../../../../src/formats/pdf/index.ts';
import { fromLatin1, utf8 } from '../../../../src/foundation/core/index.ts';
import {
  contract,
  drawing,
  type Editor,
  name,
  OBJ,
  outcome,
  outcomes,
  sign,
  update,
} from '../../../support/pdf-history.ts';
import { appendRevision } from '../../pdf/build-pdf.ts';

let signed: Uint8Array;
beforeAll(async () => {
  signed = await sign(contract());
});

const text = (value: string): PdfString => new PdfString(fromLatin1(value));
const xmp = (title: string): Uint8Array =>
  utf8(
    `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/><!-- ${title} --></x:xmpmeta><?xpacket end="w"?>`,
  );
const metadata = (title: string) => ({
  dict: PdfDict.of({ Type: name('Metadata'), Subtype: name('XML') }),
  data: xmp(title),
});

async function changed(edit: (editor: Editor) => void): Promise<readonly [string, ...string[]]> {
  const { modification, codes } = await outcome(await update(signed, edit));
  return [modification, ...codes];
}

describe('what a signature permits without a word', () => {
  it('is nothing at all where nothing follows', async () => {
    expect((await outcome(signed)).modification).toBe('none');
  });

  it('is an update that changes nothing', async () => {
    expect(await changed(({ set, dict }) => set(OBJ.page1, dict(OBJ.page1)))).toEqual(['ltv-update']);
  });

  it('is an object that nothing leads to, added or written again', async () => {
    expect(await changed(({ add }) => add(drawing()))).toEqual(['ltv-update']);
    expect(await changed(({ set }) => set(OBJ.unused, drawing()))).toEqual(['ltv-update']);
  });

  it('is a document security store, and more of it later', async () => {
    const stored = await update(signed, ({ add, change }) => {
      const crl = add({ dict: PdfDict.of({}), data: fromLatin1('crl') });
      const entry = PdfDict.of({ Type: name('VRI'), CRL: [crl], TU: text('D:20260101000000Z') });
      const vri = PdfDict.of({ ['0'.repeat(39).concat('A')]: add(entry) });
      change(OBJ.catalog, { DSS: add(PdfDict.of({ Type: name('DSS'), CRLs: [crl], VRI: vri })) });
    });
    expect(await outcome(stored)).toMatchObject({ modification: 'ltv-update', codes: ['DSS_UPDATED'] });
    const more = await update(stored, ({ add, document, set }) => {
      const ref = document.catalog().get('DSS') as PdfRef;
      const store = document.dict(ref)!;
      const ocsp = add({ dict: PdfDict.of({}), data: fromLatin1('ocsp') });
      set(ref.num, store.with({ OCSPs: add([ocsp]), CRLs: [...(store.get('CRLs') as PdfObject[])] }));
    });
    expect(await outcome(more)).toMatchObject({ modification: 'ltv-update', codes: ['DSS_UPDATED'] });
  });

  it('is a document timestamp in an invisible field', async () => {
    const stamped = await sign(signed, { type: 'DocTimeStamp' });
    expect(await outcome(stamped)).toMatchObject({ modification: 'ltv-update', codes: ['TIMESTAMP_ADDED'] });
  });

  it('is a developer extension, a higher one, and a higher version', async () => {
    const extension = (level: number) =>
      PdfDict.of({ ESIC: PdfDict.of({ BaseVersion: name('1.7'), ExtensionLevel: level }) });
    const first = (level: number) => (editor: Editor) =>
      editor.change(OBJ.catalog, { Extensions: extension(level), Version: name('2.0') });
    expect(await changed(first(2))).toEqual(['ltv-update']);
    const once = await update(signed, first(2));
    const at = async (level: number) => (await outcome(await update(once, first(level)))).modification;
    expect([await at(5), await at(1)]).toEqual(['ltv-update', 'disallowed']);
  });

  it('is XMP metadata, new or kept up to date, and dates of the document', async () => {
    const once = await update(signed, ({ add, change }) =>
      change(OBJ.catalog, { Metadata: add(metadata('a')) }),
    );
    expect(await outcome(once)).toMatchObject({ modification: 'ltv-update', codes: ['METADATA_UPDATED'] });
    const twice = await update(once, ({ document, set }) =>
      set((document.catalog().get('Metadata') as PdfRef).num, metadata('b')),
    );
    expect(await outcome(twice)).toMatchObject({ modification: 'ltv-update', codes: ['METADATA_UPDATED'] });
    expect(await changed(({ change }) => change(OBJ.info, { ModDate: text('D:20261123000000Z') }))).toEqual([
      'ltv-update',
      'INFO_UPDATED',
    ]);
  });

  it('is a field that is filled, again and again, and its appearance', async () => {
    const fill = (value: string) => (editor: Editor) =>
      editor.change(OBJ.buyerName, { V: text(value), AP: PdfDict.of({ N: editor.add(drawing(value)) }) });
    const once = await update(signed, fill('Wang'));
    const { modification, changes } = await outcome(once);
    expect(modification).toBe('form-fill');
    expect(changes).toContainEqual({ code: 'FIELD_VALUE', detail: 'field "buyer.name": value changed' });
    expect((await outcome(await update(once, fill('Zhang')))).modification).toBe('form-fill');
  });

  it('is an appearance of a field written in its place', async () => {
    expect(await changed(({ set }) => set(OBJ.appearance, drawing('Wang')))).toEqual([
      'form-fill',
      'FIELD_APPEARANCE',
    ]);
  });

  it('is a box that is ticked, and a field that is regenerated', async () => {
    expect(await changed(({ change }) => change(OBJ.agreed, { V: name('On'), AS: name('On') }))).toEqual([
      'form-fill',
      'FIELD_VALUE',
    ]);
    expect(await changed(({ change }) => change(OBJ.form, { NeedAppearances: true }))).toEqual([
      'form-fill',
      'FORM_SETTINGS',
    ]);
  });

  it('is a font added to the form, and flags that declare signatures', async () => {
    const fonts = (editor: Editor) => {
      const font = editor.add(
        PdfDict.of({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Courier') }),
      );
      const all = PdfDict.of({ Font: PdfDict.of({ Helv: new PdfRef(OBJ.font), Cour: font }) });
      editor.change(OBJ.form, { DR: all, SigFlags: 3 });
    };
    expect(await changed(fonts)).toEqual(['form-fill', 'FORM_FONTS']);
  });

  it('is a signature in a new field, seen or not, and in an empty one', async () => {
    const picture = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };
    const place = { corner: 'top-left', x: 10, y: 10, width: 20, height: 20 } as const;
    const appearance = { image: picture, page: 2, place };
    for (const what of [{}, { appearance }, { field: 'signHere', appearance: { image: picture } }]) {
      const twice = await outcomes(await sign(signed, what));
      expect(twice['Signature1']).toMatchObject({ modification: 'form-fill' });
      expect(twice['Signature1']!.codes).toContain('SIGNATURE_ADDED');
      expect(twice[what.field ?? 'Signature2']).toMatchObject({ modification: 'none', codes: [] });
    }
  });

  it('is an empty signature field for somebody else', async () => {
    const { modification, changes } = await outcome(
      await update(signed, ({ add, change, dict }) => {
        const field = add(
          PdfDict.of({
            ...{ FT: name('Sig'), T: text('later'), Type: name('Annot'), Subtype: name('Widget') },
            ...{ Rect: [300, 10, 400, 30], P: new PdfRef(OBJ.page2), F: 4 },
          }),
        );
        change(OBJ.form, { Fields: [...(dict(OBJ.form).get('Fields') as PdfObject[]), field] });
        change(OBJ.page2, { Annots: [field], Tabs: name('S') });
      }),
    );
    expect(modification).toBe('form-fill');
    expect(changes.map(({ code }) => code)).toEqual(['FIELD_ADDED']);
  });

  it('is named for each signature: what came after it, not before', async () => {
    const filled = await update(signed, ({ change }) => change(OBJ.buyerName, { V: text('Wang') }));
    const all = await outcomes(await sign(await sign(filled), { type: 'DocTimeStamp' }));
    expect(
      Object.entries(all).map(([field, { modification, codes }]) => [field, modification, ...codes]),
    ).toEqual([
      ['Signature1', 'form-fill', 'FIELD_VALUE', 'SIGNATURE_ADDED', 'TIMESTAMP_ADDED'],
      ['Signature2', 'ltv-update', 'TIMESTAMP_ADDED'],
      ['Signature3', 'none'],
    ]);
  });

  it('is told in linear order for hundreds of changes, and cut short in the list', async () => {
    let file = signed;
    for (let i = 0; i < 130; i++) {
      file = appendRevision(file, { [OBJ.buyerName]: `<< /T (name) /Parent 11 0 R /V (${i}) >>` });
    }
    const { changes } = await outcome(file);
    expect(changes.length).toBeLessThanOrEqual(100);
  });
});

describe('a form with many boxes that share one picture', () => {
  it('is filled in it, and the picture itself stays', async () => {
    const kids = Array.from({ length: 300 }, (_, i) => 100 + i);
    const boxes = Object.fromEntries(
      kids.map((num) => [
        num,
        `<< /T (box${num}) /FT /Btn /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /V /Off /AS /Off /AP << /N << /On 31 0 R /Off 31 0 R >> >> >>`,
      ]),
    );
    const form = `<< /Fields [13 0 R ${kids.map((num) => `${num} 0 R`).join(' ')}] >>`;
    const file = await sign(contract({ ...boxes, 10: form }));
    const ticked = await update(file, ({ change }) => change(399, { V: name('On'), AS: name('On') }));
    expect(await outcome(ticked)).toMatchObject({ modification: 'form-fill', codes: ['FIELD_VALUE'] });
    const drawn = await update(file, ({ set }) => set(OBJ.onAppearance, drawing()));
    expect(await outcome(drawn)).toMatchObject({ modification: 'disallowed', codes: ['OBJECT_SHARED'] });
  });
});
