import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import {
  embedSignature,
  nameOf,
  openPdf,
  type PdfDict,
  PdfRef,
  type PrepareSignature,
  pageAt,
  preparedDigest,
  prepareSignature,
  readFields,
  readSecurityStore,
  readSignatures,
} from '../../../src/formats/pdf/index.ts';
import { rectangleOnPage } from '../../../src/formats/pdf/placement.ts';
import { concatBytes, latin1, sourceFromBytes, toHex } from '../../../src/foundation/core/index.ts';
import { appendRevision, type Bodies, buildPdf, MINIMAL } from './build-pdf.ts';

const VALUE = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
const BASIC: PrepareSignature = { subFilter: 'ETSI.CAdES.detached', contentsSize: 64 };

async function sign(bytes: Uint8Array, what: Partial<PrepareSignature> = {}): Promise<Uint8Array> {
  const prepared = await prepareSignature(await openPdf(sourceFromBytes(bytes)), { ...BASIC, ...what });
  return concatBytes(bytes, embedSignature(prepared, VALUE));
}

const withForm = (form: string, more: Bodies = {}): Uint8Array =>
  buildPdf({ ...MINIMAL, 1: `<< /Type /Catalog /Pages 2 0 R /AcroForm ${form} >>`, ...more });

const EMPTY_FIELD = '<< /FT /Sig /T (here) /Type /Annot /Subtype /Widget /Rect [10 10 60 40] /P 3 0 R >>';

describe('a prepared signature', () => {
  it('leaves the original bytes alone and is read back as one sound signature over the whole file', async () => {
    const original = buildPdf(MINIMAL);
    const signed = await sign(original, { reason: '同意 (a\\b)', claimedTime: new Date(0) });
    expect(signed.subarray(0, original.length)).toEqual(original);
    const file = await openPdf(sourceFromBytes(signed));
    const { signatures, problems } = await file.read((d) => readSignatures(d));
    expect(problems).toEqual([]);
    const [signature] = signatures;
    expect(signature!.problems).toEqual([]);
    expect(signature!.range!.end).toBe(signed.length);
    expect(signature!.fieldName).toBe('Signature1');
    expect(signature!.reason).toBe('同意 (a\\b)');
    expect(signature!.signingTime).toBe('D:19700101000000Z');
    expect(toHex(signature!.contents)).toBe(toHex(VALUE).padEnd(128, '0'));
  });

  it('has the digest of exactly the bytes outside the gap', async () => {
    const original = buildPdf(MINIMAL);
    const prepared = await prepareSignature(await openPdf(sourceFromBytes(original)), BASIC);
    const signed = concatBytes(original, embedSignature(prepared, VALUE));
    const { gapStart, gapEnd } = prepared.range;
    expect(latin1(signed.subarray(gapStart, gapEnd))).toMatch(/^<[0-9a-f]{128}>$/);
    const expected = platform
      .createHasher('sha256')
      .update(signed.subarray(0, gapStart))
      .update(signed.subarray(gapEnd))
      .digest();
    expect(await preparedDigest(prepared, 'sha256')).toEqual(expected);
  });

  it('comes out the same for the same input', async () => {
    const original = buildPdf(MINIMAL, '/ID [<00> <01>]');
    expect(await sign(original)).toEqual(await sign(original));
  });

  it('writes only what a signature needs', async () => {
    const touched = async (bytes: Uint8Array): Promise<number[]> => {
      const update = (await sign(bytes)).subarray(bytes.length);
      return [...latin1(update).matchAll(/^(\d+) 0 obj$/gm)].map((m) => Number(m[1]));
    };
    // catalog, page, signature, appearance, field, form
    expect(await touched(buildPdf(MINIMAL))).toEqual([1, 3, 4, 5, 6, 7]);
    // The form, its fields and the annotations are objects of their own: catalog and page stay untouched.
    const indirect = buildPdf({
      ...MINIMAL,
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots 6 0 R >>',
      4: '<< /Fields 5 0 R /SigFlags 3 >>',
      5: '[]',
      6: '[]',
    });
    expect(await touched(indirect)).toEqual([5, 6, 7, 8, 9]);
  });

  it('goes into an empty field of that name', async () => {
    const signed = await sign(withForm('<< /Fields [4 0 R] >>', { 4: EMPTY_FIELD }), { field: 'here' });
    const file = await openPdf(sourceFromBytes(signed));
    const names = await file.read((d) => readSignatures(d).signatures.map((s) => [s.fieldName, s.problems]));
    expect(names).toEqual([['here', []]]);
  });

  it('signs again and again, each time over all that was there', async () => {
    let bytes = buildPdf(MINIMAL);
    for (let i = 0; i < 5; i++) bytes = await sign(bytes);
    const file = await openPdf(sourceFromBytes(bytes));
    const found = await file.read((d) => ({
      names: readSignatures(d).signatures.map((s) => s.fieldName),
      ends: readSignatures(d).signatures.map((s) => d.revisions.some((r) => r.ends.includes(s.range!.end))),
    }));
    expect(found.names).toEqual(['Signature1', 'Signature2', 'Signature3', 'Signature4', 'Signature5']);
    expect(found.ends).toEqual([true, true, true, true, true]);
  });

  it('puts validation data into the same update, and keeps what was there', async () => {
    const certificates = [Uint8Array.of(1, 2, 3), new Uint8Array(500).fill(7)];
    const data = { certificates, crls: [Uint8Array.of(9)], ocspResponses: [] };
    const twice = await sign(await sign(buildPdf(MINIMAL), { validationData: data }), {
      validationData: data,
    });
    const store = await (await openPdf(sourceFromBytes(twice))).read((d) => readSecurityStore(d));
    expect(store).toEqual({
      certificates: [...certificates, ...certificates],
      crls: [Uint8Array.of(9), Uint8Array.of(9)],
      ocspResponses: [],
      unreadable: 0,
    });
  });

  it('refuses a value larger than its reserve', async () => {
    const prepared = await prepareSignature(await openPdf(sourceFromBytes(buildPdf(MINIMAL))), BASIC);
    expect(() => embedSignature(prepared, new Uint8Array(65))).toThrowError(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});

describe('permissions', () => {
  it('of a certification at level 1 forbid the next signature', async () => {
    const certified = await sign(buildPdf(MINIMAL), { certification: 1 });
    await expect(sign(certified)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    const open = await sign(buildPdf(MINIMAL), { certification: 2 });
    await expect(sign(open)).resolves.toBeInstanceOf(Uint8Array);
  });

  it('let only the first signature certify', async () => {
    await expect(sign(await sign(buildPdf(MINIMAL)), { certification: 2 })).rejects.toMatchObject({
      code: 'PDF_CHANGES_FORBIDDEN',
    });
  });

  it('of a locked field are written as FieldMDP and then hold', async () => {
    const lock = (text: string): Uint8Array =>
      withForm('<< /Fields [4 0 R] >>', {
        4: EMPTY_FIELD.replace('>>', `/Lock << /Type /SigFieldLock ${text} >> >>`),
      });
    const all = await sign(lock('/Action /All'), { field: 'here' });
    await expect(sign(all)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    const include = await sign(lock('/Action /Include /Fields [(Signature1)]'), { field: 'here' });
    await expect(sign(include)).rejects.toMatchObject({ details: { field: 'Signature1' } });
    await expect(sign(include, { field: 'Signature11' })).resolves.toBeInstanceOf(Uint8Array);
    const exclude = await sign(lock('/Action /Exclude /Fields [(free)]'), { field: 'here' });
    await expect(sign(exclude)).rejects.toMatchObject({ code: 'PDF_CHANGES_FORBIDDEN' });
    await expect(sign(exclude, { field: 'free' })).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('refusals', () => {
  const cases: [string, Uint8Array, Partial<PrepareSignature>, string][] = [
    ['an encrypted file', buildPdf(MINIMAL, '/Encrypt << >>'), {}, 'PDF_ENCRYPTED'],
    ['a damaged file', buildPdf(MINIMAL).subarray(0, 200), {}, 'PDF_INVALID'],
    ['trailing bytes', concatBytes(buildPdf(MINIMAL), Uint8Array.of(0x41)), {}, 'PDF_INVALID'],
    [
      'a text field',
      withForm('<< /Fields [4 0 R] >>', { 4: '<< /FT /Tx /T (here) >>' }),
      { field: 'here' },
      'ARGUMENT_INVALID',
    ],
    ['a name with an empty part', buildPdf(MINIMAL), { field: 'a..b' }, 'ARGUMENT_INVALID'],
    [
      'a page that is not there',
      buildPdf(MINIMAL),
      { appearance: { image: pixel(), page: 9 } },
      'ARGUMENT_INVALID',
    ],
    ['a form that is an array', withForm('[]'), {}, 'PDF_INVALID'],
    [
      'seed values',
      withForm('<< /Fields [4 0 R] >>', {
        4: EMPTY_FIELD.replace('>>', '/SV << /Ff 2 /SubFilter [/x] >> >>'),
      }),
      { field: 'here' },
      'PDF_UNSUPPORTED',
    ],
  ];
  for (const [name, bytes, what, code] of cases) {
    it(`name their reason: ${name}`, async () => {
      await expect(sign(bytes, what)).rejects.toMatchObject({ code });
    });
  }
});

function pixel() {
  return { width: 1, height: 1, rgb: Uint8Array.of(255, 0, 0), alpha: Uint8Array.of(128) };
}

describe('a visible signature', () => {
  const page = (attributes: string): Uint8Array =>
    buildPdf({ ...MINIMAL, 3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] ${attributes} >>` });
  const place = { corner: 'top-right', x: 0, y: 0, width: 25.4, height: 12.7 } as const;

  it('lies where a person sees it, on turned and cropped pages too', async () => {
    const rectangle = async (attributes: string) => {
      const file = await openPdf(sourceFromBytes(page(attributes)));
      const { left, bottom, right, top } = await file.read((d) => rectangleOnPage(pageAt(d, 0)!, place));
      return [left, bottom, right, top];
    };
    expect(await rectangle('')).toEqual([528, 764, 600, 800]);
    expect(await rectangle('/Rotate 90')).toEqual([0, 728, 36, 800]);
    expect(await rectangle('/Rotate 180')).toEqual([0, 0, 72, 36]);
    expect(await rectangle('/Rotate 270')).toEqual([564, 0, 600, 72]);
    expect(await rectangle('/CropBox [100 100 500 700]')).toEqual([428, 664, 500, 700]);
    expect(await rectangle('/UserUnit 2')).toEqual([564, 782, 600, 800]);
  });

  it('is refused outside the visible page', async () => {
    await expect(
      sign(page(''), { appearance: { image: pixel(), place: { ...place, x: 200 } } }),
    ).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });

  it('is refused when the samples do not fit the size', async () => {
    const image = { ...pixel(), width: 2 };
    await expect(sign(page(''), { appearance: { image, place } })).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
    });
  });

  it('fills the rectangle of an existing field', async () => {
    const bytes = withForm('<< /Fields [4 0 R] >>', { 4: EMPTY_FIELD });
    const signed = await sign(bytes, { field: 'here', appearance: { image: pixel() } });
    const file = await openPdf(sourceFromBytes(signed));
    const box = await file.read((d) => {
      const widget = readFields(d).fields[0]!.widgets[0]!.dict;
      const form = d.dict((d.dict(widget.get('AP')) as PdfDict).get('N'))!;
      return [nameOf(form.get('Subtype')), form.get('BBox')];
    });
    expect(box).toEqual(['Form', [0, 0, 50, 30]]);
  });
});

describe('the style of the file', () => {
  it('keeps objects that a later table hides or frees out of the way of new numbers', async () => {
    const bytes = appendRevision(buildPdf(MINIMAL), { 40: '(far)' });
    const signed = await sign(bytes);
    const far = await (await openPdf(sourceFromBytes(signed))).read((d) => d.resolve(new PdfRef(40)));
    expect(latin1((far as { bytes: Uint8Array }).bytes)).toBe('far');
  });
});
