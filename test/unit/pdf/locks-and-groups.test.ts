import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  nameOf,
  openPdf,
  type PdfDict,
  type PdfDocument,
  readFields,
  readPermissions,
} from '../../../src/formats/pdf/index.ts';
import { isYinxinError, type Signer, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { type SignPdfOptions, signPdf } from '../../../src/sign/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { runs } from '../../support/property.ts';
import { buildPdf, MINIMAL } from './build-pdf.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
let signer: Signer;
beforeAll(async () => {
  signer = await (await createTestPki({ algorithm: 'P-256', now: NOW })).signer.signer();
});

type What = Partial<SignPdfOptions>;
const sign = (file: Uint8Array, what: What = {}): Promise<Uint8Array> =>
  signPdf({ file, signer, claimedTime: NOW, ...what });
const ask = async <T>(bytes: Uint8Array, question: (document: PdfDocument) => T): Promise<T> =>
  (await openPdf(sourceFromBytes(bytes))).read(question);
const modifications = async (bytes: Uint8Array) =>
  (await inspectPdf(sourceFromBytes(bytes))).signatures
    .filter((s) => s.parent === undefined)
    .map((s) => [s.cryptography, s.modification]);

const image = { width: 1, height: 1, rgb: Uint8Array.of(255, 0, 0) };
const place = { corner: 'top-left', x: 5, y: 5, width: 20, height: 10 } as const;
const forbidden = { code: 'PDF_CHANGES_FORBIDDEN' };
const FORM = {
  ...MINIMAL,
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 7 0 R] >> >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [5 0 R 6 0 R 7 0 R] >>',
  4: '<< /T (buyer) /Kids [5 0 R 6 0 R] >>',
  5: '<< /FT /Tx /T (name) /Parent 4 0 R /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>',
  6: '<< /FT /Sig /T (sign) /Parent 4 0 R /Type /Annot /Subtype /Widget /Rect [10 10 60 40] /P 3 0 R >>',
  7: '<< /FT /Sig /T (other) /Type /Annot /Subtype /Widget /Rect [10 50 60 80] /P 3 0 R >>',
};

describe('a lock that a signature asks for', () => {
  it('stands in the field and in the signature, and holds', async () => {
    const lock = { action: 'Include', fields: ['buyer', '金额'], permissions: 2 } as const;
    const signed = await sign(buildPdf(FORM), { field: 'seller', lock });
    const found = await ask(signed, (document) => {
      const { fields } = readFields(document);
      const own = fields.find(({ name }) => name === 'seller')!.dict;
      const dict = document.dict(own.get('Lock'))!;
      return [readPermissions(document, fields), nameOf(dict.get('Type')), dict.get('P')];
    });
    expect(found).toEqual([
      { docMdp: 2, locks: [{ action: 'Include', fields: ['buyer', '金额'] }], signatures: 1 },
      'SigFieldLock',
      2,
    ]);
    await expect(sign(signed, { field: 'buyer.sign' })).rejects.toMatchObject(forbidden);
    const twice = await sign(signed, { field: 'other' });
    expect(await modifications(twice)).toEqual([
      ['intact', 'form-fill'],
      ['intact', 'none'],
    ]);
  });

  it('of all fields, or of permission 1, leaves no second signature', async () => {
    for (const lock of [{ action: 'All' }, { action: 'Exclude', fields: ['x'], permissions: 1 }] as const) {
      const signed = await sign(buildPdf(MINIMAL), { lock });
      await expect(sign(signed), lock.action).rejects.toMatchObject(forbidden);
      await expect(sign(signed, { field: 'x' }), lock.action).rejects.toMatchObject(forbidden);
    }
  });

  it('of a field of the form is not exchanged, nor added once the document is signed', async () => {
    const locked = { ...FORM, 7: FORM[7].replace('/FT', '/Lock << /Type /SigFieldLock /Action /All >> /FT') };
    const again = { field: 'other', lock: { action: 'All' } } as const;
    await expect(sign(buildPdf(locked), again)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    await expect(sign(buildPdf(FORM), again)).resolves.toBeInstanceOf(Uint8Array);
    await expect(sign(await sign(buildPdf(FORM)), again)).rejects.toMatchObject(forbidden);
  });

  it('names its fields, or none for all', async () => {
    const bad = { code: 'ARGUMENT_INVALID' };
    await expect(sign(buildPdf(FORM), { lock: { action: 'Include' } })).rejects.toMatchObject(bad);
    await expect(sign(buildPdf(FORM), { lock: { action: 'All', fields: ['x'] } })).rejects.toMatchObject(bad);
  });
});

describe('a certification', () => {
  it('permits signatures in fields that are there, or unseen ones', async () => {
    const certified = await sign(buildPdf(FORM), { certification: 2 });
    await expect(sign(certified, { appearance: { image, place } })).rejects.toMatchObject(forbidden);
    for (const what of [{}, { field: 'other', appearance: { image } }]) {
      const [first] = await modifications(await sign(certified, what));
      expect(first![1]).not.toBe('disallowed');
    }
  });
});

describe('a field below a group', () => {
  const tree = (bytes: Uint8Array) =>
    ask(bytes, (document) => {
      const { fields, problems } = readFields(document);
      return { names: fields.map(({ name }) => name), problems };
    });

  it('is filled by its fully qualified name', async () => {
    const signed = await sign(buildPdf(FORM), { field: 'buyer.sign' });
    expect(await modifications(signed)).toEqual([['intact', 'none']]);
  });

  it('is made where there is none, with the groups that are missing', async () => {
    const inGroup = await tree(
      await sign(buildPdf(FORM), { field: 'buyer.second', appearance: { image, place } }),
    );
    expect(inGroup).toEqual({ names: ['buyer.name', 'buyer.sign', 'buyer.second', 'other'], problems: [] });
    const deep = await sign(buildPdf(FORM), { field: 'buyer.二.三.签字' });
    expect((await tree(deep)).names).toContain('buyer.二.三.签字');
    const fresh = await sign(buildPdf(MINIMAL), { field: 'a.b' });
    expect(await tree(fresh)).toEqual({ names: ['a.b'], problems: [] });
    const parents = await ask(fresh, (document) => {
      const field = readFields(document).fields[0]!.dict;
      return document.dict((document.dict(field.get('Parent')) as PdfDict).get('Parent'));
    });
    expect(parents).toBeUndefined();
    expect(await modifications(fresh)).toEqual([['intact', 'none']]);
  });

  it('is refused below a field, under the name of a group, and in a signed document', async () => {
    const bad = { code: 'ARGUMENT_INVALID' };
    for (const field of ['other.x', 'buyer', 'buyer.name', '.x', 'x.', 'a..b']) {
      await expect(sign(buildPdf(FORM), { field }), field).rejects.toMatchObject(bad);
    }
    const signed = await sign(buildPdf(FORM));
    await expect(sign(signed, { field: 'buyer.third' })).rejects.toMatchObject(forbidden);
  });
});

describe('whatever is signed, in whatever order', () => {
  it('keeps every signature before it good, or is refused', async () => {
    const step = fc.record(
      {
        field: fc.constantFrom('other', 'buyer.sign', 'new', 'new2', 'buyer.new'),
        certification: fc.constantFrom(1, 2, 3),
        lock: fc.constantFrom(
          { action: 'All' },
          { action: 'Include', fields: ['other', 'new'] },
          { action: 'Exclude', fields: ['buyer', 'new2'], permissions: 2 },
        ),
        appearance: fc.constant({ image, place }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 4 }), async (steps) => {
        let bytes: Uint8Array = buildPdf(FORM);
        let count = 0;
        for (const what of steps) {
          try {
            bytes = await sign(bytes, what as What);
            count++;
          } catch (error) {
            expect(isYinxinError(error)).toBe(true);
          }
        }
        const found = await modifications(bytes);
        expect(found).toHaveLength(count);
        for (const [cryptography, modification] of found) {
          expect(cryptography).toBe('intact');
          expect(['none', 'form-fill']).toContain(modification);
        }
      }),
      runs(40),
    );
  }, 60_000);
});
