import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  embedSignature,
  openPdf,
  pages,
  prepareSignature,
  readFields,
  readSignatures,
} from '../../../src/formats/pdf/index.ts';
import { Lexer } from '../../../src/formats/pdf/lexer.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfString } from '../../../src/formats/pdf/object.ts';
import { parseValue } from '../../../src/formats/pdf/parser.ts';
import { serializeValue } from '../../../src/formats/pdf/serializer.ts';
import { concatBytes, fromLatin1, sourceFromBytes, YinxinError } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';
import { appendRevision, buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const name = fc.string({
  unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 12,
});
const value: fc.Arbitrary<PdfObject> = fc.letrec<{ value: PdfObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<PdfObject>(true, false),
    fc.integer(),
    fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000),
    name.map((text) => new PdfName(text)),
    fc.tuple(fc.nat(1e6), fc.nat(65535)).map(([num, gen]) => new PdfRef(num, gen)),
    fc.tuple(fc.uint8Array({ maxLength: 30 }), fc.boolean()).map(([bytes, hex]) => new PdfString(bytes, hex)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }).map((record) => PdfDict.of(record)),
  ),
})).value;

async function signTwice(bytes: Uint8Array): Promise<Uint8Array> {
  let out = bytes;
  for (let i = 0; i < 2; i++) {
    const prepared = await prepareSignature(await openPdf(sourceFromBytes(out)), {
      subFilter: 'ETSI.CAdES.detached',
      contentsSize: 32,
    });
    out = concatBytes(out, embedSignature(prepared, Uint8Array.of(0x30, 0)));
  }
  return out;
}

/** Reads all that a verifier reads; only our own error class may come out. */
async function readEverything(bytes: Uint8Array): Promise<'read' | 'refused'> {
  try {
    const file = await openPdf(sourceFromBytes(bytes));
    await file.read((d) => [readFields(d), readSignatures(d), [...pages(d)]]);
    return 'read';
  } catch (error) {
    if (error instanceof YinxinError) return 'refused';
    throw error;
  }
}

describe('PDF values', () => {
  it('mean the same after being written and read', () => {
    fc.assert(
      fc.property(value, (original) => {
        const text = serializeValue(original);
        const again = parseValue(new Lexer(fromLatin1(text)), 64);
        expect(serializeValue(again)).toBe(text);
      }),
      runs(300),
    );
  });
});

describe('mutated PDFs', () => {
  it('are read or refused with our error class, quickly', async () => {
    const base = await signTwice(appendRevision(buildPdf(MINIMAL), { 4: '(x)' }));
    const mutation = fc.record({
      at: fc.nat(base.length - 1),
      length: fc.nat(40),
      with: fc.uint8Array({ maxLength: 40 }),
      cut: fc.option(fc.nat(base.length)),
    });
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let bytes = base;
        for (const m of mutations) {
          const from = Math.min(m.at, bytes.length);
          bytes = concatBytes(
            bytes.subarray(0, from),
            m.with,
            bytes.subarray(Math.min(from + m.length, bytes.length)),
          );
          if (m.cut !== null) bytes = bytes.subarray(0, Math.max(10, m.cut));
        }
        const start = performance.now();
        if ((await readEverything(bytes)) === 'read') read++;
        expect(performance.now() - start).toBeLessThan(2000);
      }),
      runs(300),
    );
    // The test would say nothing if every mutation were refused at the door.
    expect(read).toBeGreaterThan(10);
  });

  it('never keep a sound signature over the whole file when one covered byte changed', async () => {
    const base = await signTwice(buildPdf(MINIMAL));
    const whole = await (await openPdf(sourceFromBytes(base))).read(
      (d) => readSignatures(d).signatures.at(-1)!,
    );
    const { gapStart, gapEnd } = whole.range!;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: gapStart, max: gapEnd - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const bytes = base.slice();
          bytes[at]! ^= by;
          let same = false;
          try {
            const after = await (await openPdf(sourceFromBytes(bytes))).read(
              (d) => readSignatures(d).signatures.at(-1)!,
            );
            same = after.problems.length === 0 && String(after.contents) === String(whole.contents);
          } catch (error) {
            if (!(error instanceof YinxinError)) throw error;
          }
          expect(same).toBe(false);
        },
      ),
      runs(300),
    );
  });
});
