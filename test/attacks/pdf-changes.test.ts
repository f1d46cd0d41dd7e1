import { beforeAll, describe, expect, it } from 'vitest';
import { type Report, verify } from '../../src/entries/index.ts';
import { PdfDict, type PdfObject, PdfRef, PdfString } from '../../src/formats/pdf/index.ts';
import { concatBytes, fromLatin1, isYinxinError, latin1 } from '../../src/foundation/core/index.ts';
import { type SignPdfOptions, signPdf } from '../../src/sign/index.ts';
import { createTestPki, type TestPki } from '../../src/testing/index.ts';
import { contract, drawing, type Editor, name, OBJ, update } from '../support/pdf-history.ts';
import { appendRevision, type Bodies, lastXref } from '../unit/pdf/build-pdf.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
let pki: TestPki;
let signed: Uint8Array;

beforeAll(async () => {
  pki = await createTestPki({ algorithm: 'P-256', now: NOW });
  signed = await sign(contract(), { field: 'signHere', appearance: { image: PICTURE } });
});

const PICTURE = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };
const text = (value: string): PdfString => new PdfString(fromLatin1(value));
const ref = (num: number): PdfRef => new PdfRef(num);
const content = (data: string) => ({ dict: PdfDict.of({}), data: fromLatin1(data) });
const stream = (data: string): string => `<< /Length ${data.length} >>\nstream\n${data}\nendstream`;
const form = (data: string): string =>
  `<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length ${data.length} >>\nstream\n${data}\nendstream`;

async function sign(file: Uint8Array, options: Partial<SignPdfOptions> = {}): Promise<Uint8Array> {
  return signPdf({ file, signer: await pki.signer.signer(), claimedTime: NOW, ...options });
}

async function judge(file: Uint8Array): Promise<Report | undefined> {
  const trust = { signers: [pki.root.certificate] };
  try {
    return await verify(file, { at: NOW, trust, revocation: 'none' });
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

async function expectPassed(file: Uint8Array): Promise<void> {
  const report = await judge(file);
  expect(report?.conclusion.indication, JSON.stringify(report?.signatures, null, 1)).toBe('TOTAL_PASSED');
}

async function expectFailed(file: Uint8Array): Promise<void> {
  const report = await judge(file);
  expect(report?.conclusion.indication, JSON.stringify(report?.signatures, null, 1)).toBe('TOTAL_FAILED');
}

async function expectNotPassed(file: Uint8Array): Promise<void> {
  expect((await judge(file))?.conclusion.indication).not.toBe('TOTAL_PASSED');
}

const fill = ({ change }: Editor): void => change(OBJ.buyerName, { V: text('Wang') });
/** A new field with a picture over the page, as a writer adds it that asks nobody. */
const addSeenSignature = ({ add, change, dict }: Editor): void => {
  const value = { Type: name('Sig'), Contents: text('x'), ByteRange: [0, 0, 0, 0] };
  const field = {
    ...{ FT: name('Sig'), T: text('seen'), Type: name('Annot'), Subtype: name('Widget'), F: 4 },
    ...{ Rect: [0, 0, 500, 500], P: ref(OBJ.page1), V: add(PdfDict.of(value)) },
    AP: PdfDict.of({ N: add(drawing()) }),
  };
  const added = add(PdfDict.of(field));
  change(OBJ.form, { Fields: [...(dict(OBJ.form).get('Fields') as PdfObject[]), added] });
  change(OBJ.page1, { Annots: [...(dict(OBJ.page1).get('Annots') as PdfObject[]), added] });
};
const annotate = (keys: Record<string, PdfObject>) => (editor: Editor) => {
  const old = editor.dict(OBJ.page1).get('Annots') as PdfObject[];
  const dict = { Type: name('Annot'), Rect: [0, 0, 595, 842], ...keys };
  editor.change(OBJ.page1, { Annots: [...old, editor.add(PdfDict.of(dict))] });
};

describe('incremental saving', () => {
  it('of a filled field and a second signature is no attack', async () => {
    const filled = await update(signed, fill);
    await expectPassed(filled);
    await expectPassed(await sign(filled));
  });

  it('of another page is one, also with the signature of a trusted person behind it', async () => {
    const forged = await update(signed, ({ set }) => set(OBJ.content1, content('BT (9 yuan) Tj ET')));
    await expectFailed(forged);
    await expectFailed(await sign(forged));
  });

  it('of text, a stamp or a picture over the page is one', async () => {
    for (const subtype of ['FreeText', 'Stamp', 'Square', 'Widget', 'Link']) {
      const over = (editor: Editor) =>
        annotate({ Subtype: name(subtype), AP: PdfDict.of({ N: editor.add(drawing()) }) })(editor);
      await expectFailed(await update(signed, over));
    }
  });

  it('of a layer on top, switched on, is one', async () => {
    await expectFailed(await update(signed, ({ change }) => change(OBJ.layers, { D: PdfDict.of({}) })));
  });
});

describe('shadow documents, prepared before signing', () => {
  /** Hide: a cover over the content, to be taken away later. */
  it('that hide: a picture over the text is taken away', async () => {
    const cover = contract({ 7: '<< /XObject << /Fm0 40 0 R >> >>', 40: form('1 g 0 0 595 842 re f') });
    const file = await sign(cover);
    await expectPassed(await sign(file));
    await expectFailed(await update(file, ({ set }) => set(40, drawing(''))));
    const freed = latin1(file).length;
    const table = `xref\n40 1\n0000000000 00001 f \ntrailer\n<< /Size 60 /Root 1 0 R /Info 25 0 R /Prev ${lastXref(file)} >>\nstartxref\n${freed}\n%%EOF\n`;
    await expectFailed(concatBytes(file, fromLatin1(table)));
  });

  it('that replace: a font, an overlay field, a default value', async () => {
    await expectFailed(
      await update(signed, ({ change }) => change(OBJ.font, { BaseFont: name('Prepared') })),
    );
    await expectFailed(
      await update(signed, ({ change }) => change(OBJ.buyerName, { DV: text('9'), V: text('9') })),
    );
    await expectFailed(
      await update(signed, ({ change }) => change(OBJ.agreed, { MK: PdfDict.of({ CA: text('No') }) })),
    );
  });

  it('that hide and replace: a second catalog, page or object waits inside the signed bytes', async () => {
    const shadow: Bodies = {
      40: '<< /Type /Catalog /Pages 41 0 R /AcroForm 10 0 R >>',
      41: '<< /Type /Pages /Kids [42 0 R] /Count 1 >>',
      42: '<< /Type /Page /Parent 41 0 R /MediaBox [0 0 595 842] /Contents 43 0 R >>',
      43: stream('BT (9 yuan) Tj ET'),
    };
    const file = await sign(contract(shadow));
    await expectPassed(await sign(file));
    const warned = (await judge(await sign(file)))!.checks.find(({ code }) => code === 'PDF_UNUSED_CONTENT');
    expect(warned).toMatchObject({ status: 'warning', detail: expect.stringContaining('40, 41, 42') });
    const root = appendRevision(file, { 50: '1' }, '/Info 25 0 R', undefined, 60);
    await expectFailed(
      fromLatin1(
        latin1(root).replace(
          /\/Root 1 0 R(?=[^/]*\/Prev \d+ \/Info 25 0 R >>\nstartxref\n\d+\n%%EOF\n$)/,
          '/Root 40 0 R',
        ),
      ),
    );
    await expectFailed(await update(file, ({ change }) => change(OBJ.catalog, { Pages: ref(41) })));
    await expectFailed(await update(file, ({ change }) => change(OBJ.pages, { Kids: [ref(42)], Count: 1 })));
    await expectFailed(await update(file, ({ change }) => change(OBJ.page1, { Contents: ref(43) })));
  });
});

describe('certification', () => {
  it('of level 2 with a filled field and an invisible second signature is no attack', async () => {
    const certified = await sign(contract(), { certification: 2 });
    await expectPassed(await update(certified, fill));
    await expectPassed(await sign(certified));
    await expectPassed(await sign(certified, { field: 'signHere', appearance: { image: PICTURE } }));
  });

  it('of level 3 with a note is no attack, with text over the page it is one', async () => {
    const certified = await sign(contract(), { certification: 3 });
    await expectPassed(await update(certified, annotate({ Subtype: name('Text') })));
    for (const subtype of ['FreeText', 'Stamp', 'Redact']) {
      await expectFailed(await update(certified, annotate({ Subtype: name(subtype) })));
    }
  });

  it('is broken by a signature that is drawn over the page', async () => {
    for (const certification of [2, 3] as const) {
      const certified = await sign(contract(), { certification });
      await expectFailed(await update(certified, addSeenSignature));
    }
  });

  it('of level 1 is broken by everything but validation data', async () => {
    const certified = await sign(contract(), { certification: 1 });
    const store = PdfDict.of({ Certs: [] });
    await expectPassed(await update(certified, ({ change }) => change(OBJ.catalog, { DSS: store })));
    await expectFailed(await update(certified, fill));
    await expectFailed(await update(certified, annotate({ Subtype: name('Text') })));
  });
});

describe('a signed field', () => {
  const attacks: Readonly<Record<string, (editor: Editor) => void>> = {
    'with another appearance': ({ add, change }) =>
      change(OBJ.signHere, { AP: PdfDict.of({ N: add(drawing()) }) }),
    'moved over other text': ({ change }) => change(OBJ.signHere, { Rect: [0, 0, 595, 842] }),
    hidden: ({ change }) => change(OBJ.signHere, { F: 2 }),
    renamed: ({ change }) => change(OBJ.signHere, { T: text('notary') }),
    'put below another field': ({ change }) => change(OBJ.signHere, { Parent: ref(OBJ.buyer) }),
    'of another kind': ({ change }) => change(OBJ.signHere, { FT: name('Tx') }),
    emptied: ({ change }) => change(OBJ.signHere, { V: undefined }),
    'with its dictionary written again': ({ change, dict }) =>
      change((dict(OBJ.signHere).get('V') as PdfRef).num, { Name: text('The Notary') }),
    'with a copy under another name': ({ add, change, dict }) => {
      const copy = add(dict(OBJ.signHere).with({ T: text('notary') }));
      change(OBJ.form, { Fields: [...(dict(OBJ.form).get('Fields') as PdfObject[]), copy] });
    },
    'with a copy under its own name': ({ add, change, dict }) => {
      const copy = add(dict(OBJ.signHere));
      change(OBJ.form, { Fields: [...(dict(OBJ.form).get('Fields') as PdfObject[]), copy] });
    },
    'exchanged for a copy': ({ add, change, dict }) => {
      const copy = add(dict(OBJ.signHere));
      const fields = dict(OBJ.form).get('Fields') as PdfRef[];
      change(OBJ.form, { Fields: fields.map((field) => (field.num === OBJ.signHere ? copy : field)) });
    },
    'taken out of the form': ({ change, dict }) => {
      const fields = dict(OBJ.form).get('Fields') as PdfRef[];
      change(OBJ.form, { Fields: fields.filter((field) => field.num !== OBJ.signHere) });
    },
  };

  it.each(Object.entries(attacks))('%s never passes', async (_name, edit) => {
    await expectNotPassed(await update(signed, edit));
  });

  it('beside another that is filled and signed passes', async () => {
    await expectPassed(await sign(await update(signed, fill), { field: 'secondSign' }));
  });
});

describe('universal forgery: a signature dictionary without what it needs', () => {
  const strange: Readonly<Record<string, (dict: string) => string>> = {
    'no /Contents': (dict) => dict.replace(/\/Contents <[^>]*>/, (all) => ' '.repeat(all.length)),
    'a null /Contents': (dict) =>
      dict.replace(/\/Contents <[^>]*>/, (all) => '/Contents null'.padEnd(all.length)),
    'an empty /Contents': (dict) =>
      dict.replace(/\/Contents <[^>]*>/, (all) => '/Contents <>'.padEnd(all.length)),
    'zeros as /Contents': (dict) =>
      dict.replace(/\/Contents <[^>]*>/, (all) =>
        all.replace(/[1-9a-f]/g, '0').replace('C0nt0nts', 'Contents'),
      ),
    'a literal /Contents': (dict) =>
      dict.replace(/\/Contents <[^>]*>/, (all) => `/Contents ()`.padEnd(all.length)),
    'no /ByteRange': (dict) => dict.replace(/\/ByteRange \[[^\]]*\]/, (all) => ' '.repeat(all.length)),
    'a null /ByteRange': (dict) =>
      dict.replace(/\/ByteRange \[[^\]]*\]/, (all) => '/ByteRange null'.padEnd(all.length)),
    'an empty /ByteRange': (dict) =>
      dict.replace(/\/ByteRange \[[^\]]*\]/, (all) => '/ByteRange []'.padEnd(all.length)),
    'zeros as /ByteRange': (dict) =>
      dict.replace(/\/ByteRange \[[^\]]*\]/, (all) => '/ByteRange [0 0 0 0]'.padEnd(all.length)),
    'negative numbers in /ByteRange': (dict) =>
      dict.replace(/\[0 (\d+) /, (_all, n: string) => `[0 -${n.slice(1)} `),
    'more numbers in /ByteRange': (dict) => dict.replace(/ {6}\]/, ' 0 0  ]'),
    'fewer numbers in /ByteRange': (dict) =>
      dict.replace(/\/ByteRange \[(\d+) (\d+)[^\]]*\]/, (all, a, b) =>
        `/ByteRange [${a} ${b}]`.padEnd(all.length),
      ),
    'a /ByteRange not from zero': (dict) => dict.replace('[0 ', '[1 '),
  };

  it.each(Object.entries(strange))('%s never passes', async (_name, change) => {
    const whole = latin1(signed);
    const dict = /<< \/Type \/Sig .*>>/.exec(whole)![0];
    const forged = change(dict);
    expect(forged).not.toBe(dict);
    expect(forged.length).toBe(dict.length);
    await expectNotPassed(fromLatin1(whole.replace(dict, forged)));
  });

  it('a new field with each of them, added to a signed file, never passes', async () => {
    const values: PdfObject[] = [PdfDict.of({}), PdfDict.of({ Type: name('Sig') }), name('Sig'), 1, []];
    for (const value of values) {
      const forged = await update(signed, ({ add, change, dict }) => {
        const field = add(PdfDict.of({ FT: name('Sig'), T: text('x'), V: add(value), Rect: [0, 0, 0, 0] }));
        change(OBJ.form, { Fields: [...(dict(OBJ.form).get('Fields') as PdfObject[]), field] });
      });
      await expectNotPassed(forged);
    }
  });
});

describe('signature wrapping', () => {
  it('never passes: the signed bytes moved apart, other objects in the gap', async () => {
    const whole = latin1(signed);
    const [, before, gapEnd, after] = /\[0 (\d+) (\d+) (\d+) +\]/.exec(whole)!.map(Number) as number[];
    const inserted = '99 0 obj\n(forged)\nendobj\n';
    const moved = gapEnd! + inserted.length;
    const range = (numbers: string): string => `[0 ${numbers}`.padEnd(54);
    const wrapped =
      whole.slice(0, gapEnd).replace(/\[0 \d+ \d+ \d+ +\]/, `${range(`${before} ${moved} ${after}`)}]`) +
      inserted +
      whole.slice(gapEnd);
    await expectNotPassed(fromLatin1(wrapped));
  });

  it('never passes: a second dictionary shares the bytes of the first', async () => {
    const dict = /<< \/Type \/Sig .*>>/.exec(latin1(signed))![0];
    const fields = '[11 0 R 13 0 R 14 0 R 27 0 R 32 0 R 91 0 R]';
    const forged = appendRevision(signed, {
      10: `<< /Fields ${fields} /SigFlags 3 >>`,
      90: dict,
      91: '<< /FT /Sig /T (Other) /V 90 0 R /Rect [0 0 0 0] /Type /Annot /Subtype /Widget >>',
    });
    await expectNotPassed(forged);
  });

  it('never passes: a signature that no form declares', async () => {
    const undeclared = fromLatin1(latin1(signed).replaceAll('/AcroForm 10 0 R', '/AcroFork 10 0 R'));
    const report = await judge(undeclared);
    expect(report?.conclusion.indication).toBe('NO_SIGNATURE_FOUND');
    expect(report?.checks).toContainEqual(
      expect.objectContaining({ code: 'PDF_SIGNATURE_UNDECLARED', status: 'failed' }),
    );
  });

  it('is said of a certification that no field holds', async () => {
    const certified = await sign(contract(), { certification: 2 });
    const other = fromLatin1(latin1(certified).replace(/\/DocMDP (\d)(\d) 0 R/, '/DocMDP 26 0 R'));
    const report = await judge(other);
    expect(report?.conclusion.indication).toBe('TOTAL_FAILED');
    expect(report?.checks.map(({ code }) => code)).toContain('PDF_SIGNATURE_UNDECLARED');
  });
});
