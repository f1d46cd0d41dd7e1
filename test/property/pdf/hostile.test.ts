import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict } from '../../../src/formats/pdf/index.ts';
import { concatBytes, fromLatin1, latin1, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { inspectPdf } from '../../../src/signatures/pades/index.ts';
import { contract, name, OBJ, sign, update } from '../../support/pdf-history.ts';
import { lastXref } from '../../unit/pdf/build-pdf.ts';

/** Far above what each takes, far below what it took before there was a bound. */
const MAX_MS = 10_000;
let signed: Uint8Array;
beforeAll(async () => {
  signed = await sign(contract());
});

async function within<T>(step: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await step();
  } finally {
    expect(performance.now() - start).toBeLessThan(MAX_MS);
  }
}

/** An update whose object stream holds one object, deflated. */
function held(value: Uint8Array, num: number = OBJ.agreed): Uint8Array {
  const data = latin1(deflateSync(concatBytes(fromLatin1(`${num} 0 `), value)));
  const stream = `58 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`;
  const at = signed.length + stream.length;
  const row = (type: number, place: number): string =>
    String.fromCharCode(type, (place >> 16) & 255, (place >> 8) & 255, place & 255, 0);
  const rows = row(2, 58) + row(1, signed.length) + row(1, at);
  const dict = `<< /Type /XRef /W [1 3 1] /Size 100 /Index [${num} 1 58 2] /Root 1 0 R /Info 25 0 R /Prev ${lastXref(signed)} /Length ${rows.length} >>`;
  const xref = `59 0 obj\n${dict}\nstream\n${rows}\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`;
  return concatBytes(signed, fromLatin1(stream + xref));
}

/** Many updates, each of one small object (or of none). */
function updates(file: Uint8Array, count: number, body: (i: number) => string | undefined): Uint8Array {
  const parts = [file];
  let [prev, length] = [lastXref(file), file.length];
  for (let i = 0; i < count; i++) {
    const text = body(i);
    const object = text === undefined ? '' : `50 0 obj\n${text}\nendobj\n`;
    const rows = text === undefined ? '0 0\n' : `50 1\n${String(length).padStart(10, '0')} 00000 n \n`;
    const trailer = `trailer\n<< /Size 100 /Root 1 0 R /Info 25 0 R /Prev ${prev} >>`;
    prev = length + object.length;
    const part = fromLatin1(`${object}xref\n${rows}${trailer}\nstartxref\n${prev}\n%%EOF\n`);
    parts.push(part);
    length += part.length;
  }
  return concatBytes(...parts);
}

describe('a small file that asks for much', () => {
  it('by values in an object stream is refused', async () => {
    for (const value of ['<<>>', '[]', '1 ', '/A ', '()']) {
      const file = held(fromLatin1(`[${value.repeat(4_000_000)}]`));
      await within(() =>
        expect(inspectPdf(sourceFromBytes(file))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' }),
      );
    }
  }, 60_000);

  it('by one endless string or name costs what its bytes cost', async () => {
    const many = new Uint8Array(40_000_000).fill(0x41);
    for (const delimiters of ['()', '/ ']) {
      const [open, close] = [fromLatin1(delimiters[0]!), fromLatin1(delimiters[1]!)];
      const file = held(concatBytes(open, many, close));
      const { modification } = await within(async () => {
        const facts = await inspectPdf(sourceFromBytes(file)).catch(() => undefined);
        return facts?.signatures[0] ?? { modification: 'not-checked' };
      });
      expect(['disallowed', 'not-checked']).toContain(modification);
    }
  }, 60_000);

  it('by updates that each ask for large objects is judged all the same', async () => {
    const keys = (letter: string): string =>
      Array.from({ length: 60_000 }, (_, i) => `/${letter}${i} 1`).join(' ');
    const base = contract({
      10: `<< /Fields [11 0 R 13 0 R 14 0 R 27 0 R 32 0 R] /DR << /Font 50 0 R >> /Big << ${keys('A')} >> >>`,
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R /Big << ${keys('B')} >> >>`,
      50: '<< /Helv 8 0 R >>',
    });
    const file = updates(await sign(base), 1_000, (i) => `<< /Helv 8 0 R /F${i} 8 0 R >>`);
    const [first] = (await within(() => inspectPdf(sourceFromBytes(file)))).signatures;
    expect(first!.modification).toBe('disallowed');
  }, 60_000);

  it('by thousands of empty updates is judged, by more it is refused', async () => {
    const many = updates(signed, 9_000, () => undefined);
    expect((await within(() => inspectPdf(sourceFromBytes(many)))).signatures[0]!.modification).toBe(
      'ltv-update',
    );
    const more = updates(signed, 11_000, () => undefined);
    await within(() =>
      expect(inspectPdf(sourceFromBytes(more))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' }),
    );
  }, 60_000);

  it('by a security store of many large streams reads what a limit allows', async () => {
    const packed = new Uint8Array(deflateSync(new Uint8Array(100_000_000)));
    const file = await update(signed, ({ add, change }) => {
      const body = { dict: PdfDict.of({ Filter: name('FlateDecode') }), data: packed };
      const one = add(body);
      const CRLs = [
        ...Array.from({ length: 5_000 }, () => one),
        ...Array.from({ length: 20 }, () => add(body)),
      ];
      change(OBJ.catalog, { DSS: PdfDict.of({ CRLs }) });
    });
    const { notChecked } = await within(() => inspectPdf(sourceFromBytes(file)));
    expect(notChecked).toContainEqual(expect.objectContaining({ code: 'DSS_UNREADABLE' }));
  }, 60_000);

  it('by pages that share their annotations is judged in linear time', async () => {
    const count = 2_000;
    const numbers = (from: number): string =>
      Array.from({ length: count }, (_, i) => `${from + i} 0 R`).join(' ');
    const bodies: Record<number, string> = {
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: `<< /Type /Pages /Kids [${numbers(100)}] /Count ${count} >>`,
      50: `[${numbers(5_000)}]`,
    };
    for (let i = 0; i < count; i++) {
      bodies[100 + i] = '<< /Type /Page /Parent 2 0 R /Annots 50 0 R >>';
      bodies[5_000 + i] = '<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] >>';
    }
    const file = await update(await sign(contract(bodies)), ({ change }) => change(100, { Foo: 1 }));
    const [first] = (await within(() => inspectPdf(sourceFromBytes(file)))).signatures;
    expect(first!.modification).toBe('disallowed');
  }, 60_000);
});
