import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfString } from '../../../src/formats/pdf/index.ts';
import {
  concatBytes,
  fromLatin1,
  latin1,
  sourceFromBytes,
  YinxinError,
} from '../../../src/foundation/core/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { compressed } from '../../support/pdf-attacks.ts';
import { contract, OBJ, sign, update } from '../../support/pdf-history.ts';
import { runs } from '../../support/property.ts';

const MAX_MS = 2_000;
const MAX_BYTES = 200 * 1024 * 1024;

/** Files with every kind of cross-reference, object and later revision that is read. */
let bases: readonly Uint8Array[];
beforeAll(async () => {
  const signed = await sign(contract(), { field: 'signHere' });
  const filled = await update(signed, ({ add, change }) => {
    change(OBJ.buyerName, { V: new PdfString(fromLatin1('Wang')) });
    const crl = add({ dict: PdfDict.of({}), data: fromLatin1('crl') });
    change(OBJ.catalog, { DSS: PdfDict.of({ CRLs: [crl] }) });
  });
  const agreed =
    '<< /T (agreed) /FT /Btn /Type /Annot /Subtype /Widget /Rect [10 40 30 60] /P 3 0 R /V /On /AS /On /AP << /N << /On 31 0 R >> >> /F 4 >>';
  const streamed = compressed(signed, { 13: agreed, 57: '[1 2 3]' }, [13, 57]);
  const hybrid = fromLatin1(
    `${latin1(streamed)}xref\n0 0\ntrailer\n<< /Size 60 /Root 1 0 R /Info 25 0 R /Prev ${latin1(signed).lastIndexOf('xref\n', latin1(signed).lastIndexOf('startxref') - 1)} /XRefStm ${latin1(streamed).lastIndexOf('59 0 obj')} >>\nstartxref\n${streamed.length}\n%%EOF\n`,
  );
  bases = [await sign(filled), await sign(filled, { type: 'DocTimeStamp' }), await sign(streamed), hybrid];
});

type Mutation = (bytes: Uint8Array) => Uint8Array;
const at = fc.double({ min: 0, max: 1, noNaN: true });
const place = (bytes: Uint8Array, where: number): number => Math.floor(where * bytes.length);
const splice = (bytes: Uint8Array, from: number, length: number, put: Uint8Array): Uint8Array =>
  concatBytes(bytes.subarray(0, from), put, bytes.subarray(Math.min(bytes.length, from + length)));

/** The n-th match of a token, replaced. */
const token =
  (pattern: RegExp, where: number, put: string): Mutation =>
  (bytes) => {
    const text = latin1(bytes);
    const found = [...text.matchAll(pattern)];
    const match = found[Math.min(found.length - 1, Math.floor(where * found.length))];
    if (match === undefined) return bytes;
    return fromLatin1(text.slice(0, match.index) + put + text.slice(match.index + match[0].length));
  };

const NUMBERS = ['0', '1', '-1', '4294967296', '9007199254740991', '99999999999999999999', '1e9', '0.5', ''];
const WORDS = [
  'obj',
  'endobj',
  'stream',
  'endstream',
  'xref',
  'trailer',
  'startxref',
  '<<',
  '>>',
  '[',
  '(',
  'null',
];
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(at, fc.nat(40), fc.uint8Array({ maxLength: 40 })).map(
    ([where, length, put]): Mutation =>
      (bytes) =>
        splice(bytes, place(bytes, where), length, put),
  ),
  // A piece of the file at another place of it.
  fc.tuple(at, at, fc.nat(400), fc.nat(400)).map(
    ([from, to, length, over]): Mutation =>
      (bytes) =>
        splice(
          bytes,
          place(bytes, to),
          over,
          bytes.subarray(place(bytes, from), place(bytes, from) + length),
        ),
  ),
  fc.tuple(at, fc.constantFrom(...NUMBERS)).map(([where, put]) => token(/\d+/g, where, put)),
  fc.tuple(at, fc.integer({ min: 0, max: 60 })).map(([where, num]) => token(/\d+ 0 R/g, where, `${num} 0 R`)),
  fc.tuple(at, at).map(
    ([where, from]): Mutation =>
      (bytes) => {
        const names = [...latin1(bytes).matchAll(/\/[A-Z]\w+/g)].map(([name]) => name);
        return token(/\/[A-Z]\w+/g, where, names[Math.floor(from * (names.length - 1))] ?? '/X')(bytes);
      },
  ),
  fc
    .tuple(at, fc.constantFrom(...WORDS))
    .map(([where, put]) => token(/obj|stream|xref|<<|>>|\[|\]/g, where, put)),
  at.map(
    (where): Mutation =>
      (bytes) =>
        bytes.subarray(0, Math.max(10, place(bytes, where))),
  ),
);

describe('mutated PDFs', () => {
  it('come from files that are sound', async () => {
    const found = await Promise.all(bases.map((base) => inspectPdf(sourceFromBytes(base))));
    expect(found.map(({ signatures }) => signatures[0]!.modification)).toEqual([
      ...['form-fill', 'form-fill', 'form-fill'],
      // Table and stream of the hybrid one disagree.
      'disallowed',
    ]);
  });

  it('are inspected or refused with our error class, in 2 seconds and 200 MB each', async () => {
    const outcomes = { inspected: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(3),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (which, mutations) => {
          const bytes = mutations.reduce((file, mutate) => mutate(file), bases[which]!);
          const [start, before] = [performance.now(), process.memoryUsage.rss()];
          try {
            await inspectPdf(sourceFromBytes(bytes));
            outcomes.inspected++;
          } catch (error) {
            if (!(error instanceof YinxinError)) throw error;
            outcomes.refused++;
          }
          expect(performance.now() - start).toBeLessThan(MAX_MS);
          expect(process.memoryUsage.rss() - before).toBeLessThan(MAX_BYTES);
        },
      ),
      runs(300),
    );
    console.log(`mutated PDFs: ${outcomes.inspected} inspected, ${outcomes.refused} refused`);
    // The test would say nothing if every mutation were refused at the door.
    expect(outcomes.inspected).toBeGreaterThan(50);
  });
});
