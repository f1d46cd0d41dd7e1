import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  embedSignature,
  findKeyword,
  openPdf,
  prepareSignature,
  readSignatures,
  rewriteDamaged,
} from '../../../src/formats/pdf/index.ts';
import {
  concatBytes,
  fromLatin1,
  isYinxinError,
  sourceFromBytes,
} from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';
import { type Bodies, buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const CONTENT = "q 1 0 0 1 9 9 cm BT /F1 10 Tf 20 TL (Sign) Tj [(he) -20 (re)] TJ T* (x) ' ET /X Do Q";
const CMAP = 'begincodespacerange <00> <FF> endcodespacerange beginbfrange <53> <5A> <0053> endbfrange';
const form = (dict: string, data: string): string =>
  `<< ${dict} /Length ${data.length} >>\nstream\n${data}\nendstream`;
const SAMPLE: Bodies = {
  ...MINIMAL,
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] /SigFlags 0 >> >>',
  3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 /Contents 4 0 R /Annots [9 0 R] /Resources << /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >> >>',
  4: form('', CONTENT),
  5: '<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 32 /Widths [300 400] /ToUnicode 6 0 R /Encoding << /Differences [65 /A /uni4E2D] >> >>',
  6: form('', CMAP),
  7: form('/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 5 5]', 'BT /F1 9 Tf (in) Tj ET'),
  8: '<< /T (group) /Kids [9 0 R] >>',
  9: '<< /FT /Sig /T (sign) /Parent 8 0 R /Type /Annot /Subtype /Widget /Rect [10 10 60 40] /P 3 0 R >>',
};
const original = buildPdf(SAMPLE, '/ID [<00> <01>]');
const VALUE = Uint8Array.of(0x30, 0);

/** Some bytes written over, a piece taken out, or pieces exchanged. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(original.length - 1),
      length: fc.nat(12),
      text: fc.constantFrom(
        '0',
        '9 0 R',
        '<<',
        '>>',
        '[',
        ']',
        '/',
        '(',
        ')',
        '-1',
        'null',
        '999999999',
        ' ',
      ),
      cut: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((edits) =>
    edits.reduce((bytes, { at, length, text, cut }) => {
      const middle = cut ? new Uint8Array(0) : fromLatin1(text);
      return concatBytes(bytes.subarray(0, at), middle, bytes.subarray(at + (cut ? length : text.length)));
    }, original),
  );

const orRefused = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return undefined;
  }
};

describe('a PDF with random damage', () => {
  for (const field of ['group.sign', 'new', 'group.new']) {
    it(`is refused, or signed so that the signature is read back whole: ${field}`, async () => {
      await fc.assert(
        fc.asyncProperty(mutated, async (bytes) => {
          const what = { subFilter: 'ETSI.CAdES.detached', contentsSize: 64, field } as const;
          const signed = await orRefused(async () => {
            const prepared = await prepareSignature(await openPdf(sourceFromBytes(bytes)), what);
            return concatBytes(bytes, embedSignature(prepared, VALUE));
          });
          if (signed === undefined) return;
          const file = await openPdf(sourceFromBytes(signed));
          const { signatures, problems } = await file.read((document) => readSignatures(document));
          expect(problems).toEqual([]);
          expect(signatures.map((one) => [one.fieldName, one.problems, one.range?.end])).toEqual([
            [field, [], signed.length],
          ]);
        }),
        runs(150),
      );
    });
  }

  it('is searched, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        await orRefused(async () => findKeyword(await openPdf(sourceFromBytes(bytes)), { keyword: 'S' }));
      }),
      runs(300),
    );
  });

  it('is written anew so that it is sound, or refused', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        const copy = await orRefused(async () =>
          (await openPdf(sourceFromBytes(bytes))).read((document) => rewriteDamaged(document)),
        );
        if (copy === undefined) return;
        const findings = await (await openPdf(sourceFromBytes(copy))).read((document) => document.findings);
        expect(findings).toEqual([]);
      }),
      runs(300),
    );
  });
});
