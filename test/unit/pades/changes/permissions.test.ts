import { describe, expect, it } from 'vitest';
import { PdfDict, type PdfObject, PdfRef, PdfString } from '../../../../src/formats/pdf/index.ts';
import { fromLatin1 } from '../../../../src/foundation/core/index.ts';
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

const text = (value: string): PdfString => new PdfString(fromLatin1(value));
const fill = ({ change }: Editor): void => change(OBJ.buyerName, { V: text('Wang') });
const tick = ({ change }: Editor): void => change(OBJ.agreed, { V: name('On'), AS: name('On') });
const store = ({ add, change }: Editor): void =>
  change(OBJ.catalog, { DSS: PdfDict.of({ Certs: [add({ dict: PdfDict.of({}), data: fromLatin1('c') })] }) });
const annotate =
  (subtype: string, keys: Record<string, PdfObject> = {}) =>
  (editor: Editor) => {
    const dict = { Type: name('Annot'), Subtype: name(subtype), Rect: [0, 0, 90, 90], ...keys };
    const old = editor.dict(OBJ.page1).get('Annots') as PdfObject[];
    editor.change(OBJ.page1, { Annots: [...old, editor.add(PdfDict.of(dict))] });
  };
const picture = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };
const seen = {
  appearance: { image: picture, page: 1, place: { corner: 'top-left', x: 1, y: 1, width: 100, height: 100 } },
} as const;

/** A new field with a picture, as a writer adds it that asks nobody. */
const addSeenSignature = ({ add, change, dict }: Editor): void => {
  const value = { Type: name('Sig'), Contents: text('x'), ByteRange: [0, 0, 0, 0] };
  const field = add(
    PdfDict.of({
      ...{ FT: name('Sig'), T: text('seen'), Type: name('Annot'), Subtype: name('Widget'), F: 4 },
      ...{ Rect: [0, 0, 500, 500], P: new PdfRef(OBJ.page1), V: add(PdfDict.of(value)) },
      AP: PdfDict.of({ N: add(drawing()) }),
    }),
  );
  change(OBJ.form, { Fields: [...(dict(OBJ.form).get('Fields') as PdfObject[]), field] });
  change(OBJ.page1, { Annots: [...(dict(OBJ.page1).get('Annots') as PdfObject[]), field] });
};

/** The contract, certified in an invisible field, and then changed. */
async function certified(
  level: 1 | 2 | 3,
  edit: (editor: Editor) => void,
): Promise<readonly [string, ...string[]]> {
  const { modification, codes } = await outcome(
    await update(await sign(contract(), { certification: level }), edit),
  );
  return [modification, ...codes];
}

describe('a certification', () => {
  it('of level 1 permits validation data and document timestamps alone', async () => {
    expect(await certified(1, store)).toEqual(['ltv-update', 'DSS_UPDATED']);
    expect(await certified(1, fill)).toEqual(['disallowed', 'FIELD_VALUE']);
    expect(await certified(1, annotate('Text'))).toEqual(['disallowed', 'ANNOTATION_ADDED']);
  });

  it('of level 2 permits filling and signing, no annotations', async () => {
    expect(await certified(2, fill)).toEqual(['form-fill', 'FIELD_VALUE']);
    expect(await certified(2, annotate('Text'))).toEqual(['disallowed', 'ANNOTATION_ADDED']);
    const file = await sign(contract(), { certification: 2 });
    expect((await outcome(await sign(file))).modification).toBe('form-fill');
    const filled = await sign(file, { field: 'signHere', appearance: { image: picture } });
    expect((await outcome(filled)).modification).toBe('form-fill');
  });

  it('of level 3 permits notes and marks', async () => {
    for (const subtype of ['Text', 'Highlight', 'Ink', 'Popup']) {
      expect(await certified(3, annotate(subtype))).toEqual(['annotation', 'ANNOTATION_ADDED']);
    }
  });

  it('of level 3 permits nothing that is read as part of the page, or that acts', async () => {
    for (const subtype of ['FreeText', 'Stamp', 'Redact', 'Watermark']) {
      expect(await certified(3, annotate(subtype))).toEqual(['disallowed', 'ANNOTATION_OVER_PAGE']);
    }
    expect(await certified(3, annotate('Link'))).toEqual(['disallowed', 'ANNOTATION']);
    expect(await certified(3, annotate('Text', { A: new PdfRef(OBJ.script) }))).toEqual([
      'disallowed',
      'ACTION',
    ]);
  });

  it('permits no new signature field that is seen, of whatever level', async () => {
    for (const certification of [2, 3] as const) {
      const certified = await sign(contract(), { certification });
      await expect(sign(certified, seen)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
      const { modification, codes } = await outcome(await update(certified, addSeenSignature));
      expect([modification, ...codes]).toEqual(['disallowed', 'FIELD_ADDED', 'SIGNATURE_ADDED']);
    }
    expect((await outcome(await sign(await sign(contract()), seen))).modification).toBe('form-fill');
  });

  it('of level 1 permits no timestamp that draws into a field', async () => {
    const file = await sign(contract(), { certification: 1 });
    const drawn = await update(file, (editor) => {
      const value = { Type: name('DocTimeStamp'), Contents: text('x'), ByteRange: [0, 0, 0, 0] };
      const AP = PdfDict.of({ N: editor.add(drawing()) });
      editor.change(OBJ.signHere, { V: editor.add(PdfDict.of(value)), AP });
    });
    const { modification, codes } = await outcome(drawn);
    expect([modification, ...codes]).toEqual(['disallowed', 'FIELD_APPEARANCE', 'TIMESTAMP_ADDED']);
  });

  it('says who objects', async () => {
    const filled = await update(await sign(contract(), { certification: 1 }), fill);
    expect((await outcome(filled)).changes).toEqual([
      {
        code: 'FIELD_VALUE',
        detail: 'field "buyer.name": value changed; the certification in "Signature1" permits no changes',
      },
    ]);
  });
});

describe('annotations', () => {
  it('are not permitted where nobody certified', async () => {
    const { modification, changes } = await outcome(await update(await sign(contract()), annotate('Text')));
    expect(modification).toBe('disallowed');
    expect(changes[0]!.detail).toContain(
      'page 1: Text annotation added; no certification permits annotations',
    );
  });
});

describe('a lock', () => {
  const lock = (keys: string) =>
    contract({
      14: `<< /T (signHere) /FT /Sig /Type /Annot /Subtype /Widget /Rect [10 100 110 120] /P 3 0 R /F 4 /Lock << /Type /SigFieldLock ${keys} >> >>`,
    });
  const locked = async (keys: string, edit: (editor: Editor) => void): Promise<string> => {
    const file = await sign(lock(keys), { field: 'signHere' });
    return (await outcome(await update(file, edit), 'signHere')).modification;
  };

  it('of named fields permits the others', async () => {
    const keys = '/Action /Include /Fields [(buyer)]';
    expect([await locked(keys, fill), await locked(keys, tick)]).toEqual(['disallowed', 'form-fill']);
  });

  it('of all but named fields permits those', async () => {
    const keys = '/Action /Exclude /Fields [(buyer)]';
    expect([await locked(keys, fill), await locked(keys, tick)]).toEqual(['form-fill', 'disallowed']);
  });

  it('of all fields permits validation data and timestamps, and no other signature', async () => {
    const keys = '/Action /All';
    expect([await locked(keys, fill), await locked(keys, store)]).toEqual(['disallowed', 'ltv-update']);
    const file = await sign(lock(keys), { field: 'signHere' });
    await expect(sign(file)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
  });

  it('with a level is a certification', async () => {
    expect(await locked('/Action /Include /Fields [] /P 1', fill)).toBe('disallowed');
  });

  it('of a later signature forbids what comes after it, and not what came before', async () => {
    const first = await sign(lock('/Action /All'));
    const filled = await update(first, fill);
    const second = await sign(filled, { field: 'signHere' });
    expect((await outcomes(second))['Signature1']).toMatchObject({ modification: 'form-fill' });
    const again = await outcomes(await update(second, tick));
    expect(again['Signature1']).toMatchObject({ modification: 'disallowed' });
    expect(again['signHere']).toMatchObject({ modification: 'disallowed' });
  });

  it('holds for the appearance too', async () => {
    const keys = '/Action /Include /Fields [(buyer.name)]';
    expect(await locked(keys, ({ set }) => set(OBJ.appearance, drawing()))).toBe('disallowed');
  });

  it('forbids to draw its fields anew, and to bring fonts for that', async () => {
    const keys = '/Action /Include /Fields [(buyer)]';
    const font = ({ add, change }: Editor): void => {
      const Font = PdfDict.of({ Helv: new PdfRef(OBJ.font), Evil: add(PdfDict.of({ Type: name('Font') })) });
      change(OBJ.form, { DR: PdfDict.of({ Font }) });
    };
    expect(await locked(keys, ({ change }) => change(OBJ.form, { NeedAppearances: true }))).toBe(
      'disallowed',
    );
    expect(await locked(keys, font)).toBe('form-fill');
    const redrawn = contract({
      10: '<< /Fields [11 0 R 13 0 R 14 0 R] /NeedAppearances true /DR << /Font << /Helv 8 0 R >> >> >>',
      14: '<< /T (signHere) /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /F 4 /Lock << /Action /All >> >>',
    });
    const file = await sign(redrawn, { field: 'signHere' });
    expect((await outcome(await update(file, font), 'signHere')).modification).toBe('disallowed');
  });

  it('of a name is none of a longer name', async () => {
    expect(await locked('/Action /Include /Fields [(buy)]', fill)).toBe('form-fill');
  });
});
