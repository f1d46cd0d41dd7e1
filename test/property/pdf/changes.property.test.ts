import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isPdfArray, PdfDict, type PdfObject, PdfRef, PdfString } from '../../../src/formats/pdf/index.ts';
import { fromLatin1, YinxinError } from '../../../src/foundation/core/index.ts';
import { sameValue } from '../../../src/signatures/pades/changes/same-value.ts';
import { contract, drawing, name, OBJ, outcomes, sign, update } from '../../support/pdf-history.ts';
import { runs } from '../../support/property.ts';

const PERMITTED = ['none', 'ltv-update', 'form-fill'];
const text = (value: string): PdfString => new PdfString(fromLatin1(value));
const PICTURE = { width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3) };

/** One thing that a later holder of a document rightly does. */
type Act = (file: Uint8Array) => Promise<Uint8Array>;

const place = fc.record({ x: fc.nat(100), y: fc.nat(100), width: fc.constant(20), height: fc.constant(10) });
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constant<Act>((file) => sign(file)),
  fc.constant<Act>((file) => sign(file, { type: 'DocTimeStamp' })),
  fc.tuple(place, fc.integer({ min: 1, max: 2 })).map(
    ([at, page]): Act =>
      (file) =>
        sign(file, { appearance: { image: PICTURE, page, place: { corner: 'top-left', ...at } } }),
  ),
  fc.constantFrom('signHere', 'secondSign').map(
    (field): Act =>
      // Signed by somebody before: then it is left alone.
      (file) =>
        sign(file, { field }).catch((error: unknown) => {
          if (error instanceof YinxinError) return file;
          throw error;
        }),
  ),
  fc.string({ maxLength: 8, unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)) }).map(
    (value): Act =>
      (file) =>
        update(file, ({ add, change }) =>
          change(OBJ.buyerName, { V: text(value), AP: PdfDict.of({ N: add(drawing(value)) }) }),
        ),
  ),
  fc.constantFrom('On', 'Off').map(
    (state): Act =>
      (file) =>
        update(file, ({ change }) => change(OBJ.agreed, { V: name(state), AS: name(state) })),
  ),
  fc.constant<Act>((file) =>
    update(file, ({ add, change, document }) => {
      const old = document.dict(document.catalog().get('DSS')) ?? PdfDict.of({});
      const list = (document.array(old.get('CRLs')) ?? []) as PdfObject[];
      const crl = add({ dict: PdfDict.of({}), data: fromLatin1('crl') });
      change(OBJ.catalog, { DSS: old.with({ CRLs: [...list, crl] }) });
    }),
  ),
  fc.constant<Act>((file) => update(file, ({ change }) => change(OBJ.info, { ModDate: text('D:2027') }))),
);

describe('a history of permitted acts', () => {
  it('never alarms, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 1, maxLength: 6 }), async (history) => {
        let file = await sign(contract());
        for (const act of history) file = await act(file);
        for (const [field, found] of Object.entries(await outcomes(file))) {
          expect(PERMITTED, `${field}: ${JSON.stringify(found)}`).toContain(found.modification);
        }
      }),
      runs(60),
    );
  }, 120_000);
});

const value: fc.Arbitrary<PdfObject> = fc.oneof(
  fc.integer({ min: -5, max: 1000 }),
  fc.boolean(),
  fc.constantFrom('Page', 'Sig', 'Off', 'Widget', 'Foo').map(name),
  fc.constantFrom('', 'x', 'name').map(text),
  fc.integer({ min: 1, max: 40 }).map((num) => new PdfRef(num)),
  fc.array(
    fc.integer({ min: 1, max: 40 }).map((num) => new PdfRef(num)),
    { maxLength: 3 },
  ),
  fc.constant(PdfDict.of({})),
);

/** What no later act may touch: pages, their content and resources, and what the catalog leads to. */
const FIXED = [
  ...[OBJ.pages, OBJ.page1, OBJ.page2, OBJ.content1, OBJ.content2, OBJ.resources, OBJ.font, OBJ.image],
  ...[OBJ.outlines, OBJ.names, OBJ.labels, OBJ.layers, OBJ.layer, OBJ.structure, OBJ.tint, OBJ.graphics],
  ...[OBJ.script, OBJ.xfa, OBJ.note, OBJ.readOnly, OBJ.buyer],
];
const KEYS = [
  'Type',
  'Contents',
  'Resources',
  'Kids',
  'Parent',
  'MediaBox',
  'Rotate',
  'Font',
  'XObject',
  'Annots',
  'Foo',
  'T',
  'FT',
  'V',
  'AP',
  'K',
  'JS',
  'D',
];

describe('a random edit of what is fixed', () => {
  let signed: Uint8Array;
  beforeAll(async () => {
    signed = await sign(contract());
  });

  it('is never permitted', async () => {
    const edits = fc.record({ num: fc.constantFrom(...FIXED), key: fc.constantFrom(...KEYS), to: value });
    await fc.assert(
      fc.asyncProperty(edits, fc.boolean(), async ({ num, key, to }, resigned) => {
        let isChange = true;
        let edited = await update(signed, ({ dict, document, set }) => {
          const old = document.resolve(new PdfRef(num));
          isChange = !sameValue(dict(num).get(key), to);
          // Streams become dictionaries: that is a change too.
          isChange ||= old !== undefined && !(old instanceof PdfDict);
          set(num, dict(num).with({ [key]: to }));
        });
        // An empty list of annotations says nothing new.
        if (!isChange || (key === 'Annots' && isPdfArray(to) && to.length === 0)) return;
        if (resigned) edited = await sign(edited).catch(() => edited);
        const { modification } = (await outcomes(edited))['Signature1']!;
        expect(['disallowed', 'not-checked'], `${num} /${key} ${JSON.stringify(to)}`).toContain(modification);
      }),
      runs(150),
    );
  }, 120_000);

  it('of the bytes behind the signature never makes it better, and never crashes', async () => {
    const filled = await update(signed, ({ change }) => change(OBJ.buyerName, { V: text('Wang') }));
    const tail = filled.length - signed.length;
    await fc.assert(
      fc.asyncProperty(fc.nat(tail - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = filled.slice();
        bytes[signed.length + at]! ^= by;
        try {
          const found = (await outcomes(bytes))['Signature1'];
          // A changed letter of the value is a filled field too; nothing else may be better than that.
          expect([...PERMITTED.slice(1), 'disallowed', 'not-checked', undefined]).toContain(
            found?.modification,
          );
        } catch (error) {
          if (!(error instanceof YinxinError)) throw error;
        }
      }),
      runs(200),
    );
  }, 120_000);
});

describe('a file too large for the memory', () => {
  it('is judged as one that is held whole', async () => {
    const filler = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        100 + i,
        `<< /Length 9000 >>\nstream\n${'x'.repeat(9000)}\nendstream`,
      ]),
    );
    const signed = await sign(
      contract({ ...filler, 24: '<< /FunctionType 2 /Domain [0 1] /N 1 /Foo 139 0 R >>' }),
    );
    const good = await sign(
      await update(signed, ({ change }) => change(OBJ.agreed, { V: name('On'), AS: name('On') })),
    );
    const bad = await update(good, ({ change, set }) => {
      change(OBJ.tint, { N: 2 });
      set(139, PdfDict.of({}));
    });
    for (const file of [good, bad]) {
      expect(await outcomes(file, { wholeFileBytes: 0 })).toEqual(await outcomes(file));
    }
    expect((await outcomes(bad, { wholeFileBytes: 0 }))['Signature1']!.modification).toBe('disallowed');
  });
});
