import { describe, expect, it } from 'vitest';
import {
  openPdf,
  PdfRef,
  pageAt,
  pages,
  readFields,
  readSignatures,
} from '../../../src/formats/pdf/index.ts';
import { type ByteSource, fromLatin1, latin1, sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { appendRevision, buildPdf, lastXref, MINIMAL } from './build-pdf.ts';

const open = (bytes: Uint8Array) => openPdf(sourceFromBytes(bytes));
const ref = (num: number): PdfRef => new PdfRef(num, 0);

describe('revisions', () => {
  const first = buildPdf({ ...MINIMAL, 5: '(old)' });
  const second = appendRevision(first, { 5: '(new)', 6: '(more)' });

  it('shows each object as it was at each revision', async () => {
    const file = await open(second);
    const text = (num: number, revision?: number): Promise<string> =>
      file.read((d) =>
        latin1(
          (d.resolve(ref(num), revision) as { bytes: Uint8Array } | undefined)?.bytes ?? new Uint8Array(0),
        ),
      );
    expect([await text(5), await text(5, 0), await text(6), await text(6, 0)]).toEqual([
      'new',
      'old',
      'more',
      '',
    ]);
  });

  it('knows where each revision ended, with and without its line end', async () => {
    const ends = await (await open(second)).read((d) => d.revisions.map((r) => r.ends));
    expect(ends).toEqual([
      [first.length - 1, first.length],
      [second.length - 1, second.length],
    ]);
  });

  it('repairs a file whose /Prev forms a loop, and says so', async () => {
    const looped = appendRevision(first, { 6: '1' }, '', first.length + '6 0 obj\n1\nendobj\n'.length);
    const found = await (await open(looped)).read((d) => d.findings.map((f) => f.code));
    expect(found).toEqual(['PDF_REPAIRED']);
  });

  it('repairs a file that is cut in the middle, when a catalog is left', async () => {
    const file = await open(second.subarray(0, first.length - 120));
    expect(await file.read((d) => d.repaired)).toBe(true);
    expect(await file.read((d) => pageAt(d, 0)?.ref.num)).toBe(3);
  });

  it('names an update that was cut off', async () => {
    const file = await open(second.subarray(0, second.length - 60));
    expect(await file.read((d) => d.findings.map((f) => f.code))).toEqual(['PDF_END']);
  });

  it('refuses what is no PDF', async () => {
    for (const text of ['', 'hello', '%PDF-1.7\n', '%PDF-1.7\nstartxref\n0\n%%EOF\n']) {
      await expect(open(fromLatin1(text))).rejects.toMatchObject({ code: 'PDF_INVALID' });
    }
  });

  it('takes an object at or above /Size as missing', async () => {
    const bytes = appendRevision(first, { 6: '1' }, '', lastXref(first), 6);
    expect(await (await open(bytes)).read((d) => d.resolve(ref(6)))).toBeUndefined();
  });

  it('reports a file that is encrypted', async () => {
    const bytes = buildPdf(MINIMAL, '/Encrypt << /Filter /Standard >>');
    expect(await (await open(bytes)).read((d) => d.findings[0]?.code)).toBe('PDF_ENCRYPTED');
  });
});

describe('a file read in blocks', () => {
  it('gives the same answers as one in memory', async () => {
    const padding = `<< /Length 300000 >>\nstream\n${'x'.repeat(300_000)}\nendstream`;
    const bytes = appendRevision(buildPdf({ ...MINIMAL, 4: padding, 5: `(${'y'.repeat(9000)})` }), {
      6: '(end)',
    });
    let reads = 0;
    const source: ByteSource = {
      size: bytes.length,
      read: async (offset, length) => {
        reads += length;
        return bytes.slice(offset, offset + length);
      },
    };
    const file = await openPdf(source, { wholeFileBytes: 0 });
    const objects = await file.read((d) => [1, 2, 3, 5, 6].map((num) => d.resolve(ref(num))));
    const whole = await (await open(bytes)).read((d) => [1, 2, 3, 5, 6].map((num) => d.resolve(ref(num))));
    expect(objects).toEqual(whole);
    expect(await file.read((d) => d.revisions.map((r) => r.end))).toEqual(
      await (await open(bytes)).read((d) => d.revisions.map((r) => r.end)),
    );
    expect(reads).toBeLessThan(bytes.length);
  });
});

describe('pages', () => {
  it('inherit boxes and rotation, and the crop box stays within the media box', async () => {
    const bytes = buildPdf({
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 100] /Rotate 90 >>',
      3: '<< /Type /Page /Parent 2 0 R >>',
      4: '<< /Type /Page /Parent 2 0 R /CropBox [300 90 10 10] /Rotate -90 /UserUnit 2 >>',
    });
    const all = await (await open(bytes)).read((d) => [...pages(d)]);
    expect(all.map((p) => [p.rotate, p.userUnit, p.visibleBox])).toEqual([
      [90, 1, { left: 0, bottom: 0, right: 200, top: 100 }],
      [270, 2, { left: 10, bottom: 10, right: 200, top: 90 }],
    ]);
  });

  it('stop at a loop', async () => {
    const bytes = buildPdf({ ...MINIMAL, 2: '<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>' });
    const file = await open(bytes);
    await expect(file.read((d) => [...pages(d)])).rejects.toMatchObject({ code: 'PDF_INVALID' });
    expect(await file.read((d) => pageAt(d, 0)?.ref.num)).toBe(3);
  });
});

describe('fields', () => {
  const form = (fields: Record<number, string>, roots: string): Uint8Array =>
    buildPdf({
      ...MINIMAL,
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${roots}] >> >>`,
      ...fields,
    });

  it('carry their fully qualified name, type and value through inheritance', async () => {
    const bytes = form(
      {
        10: '<< /T (buyer) /FT /Tx /Kids [11 0 R 12 0 R] >>',
        11: '<< /T <feff59d3540d> /V (x) >>',
        12: '<< /T (sig) /FT /Sig /Kids [13 0 R] >>',
        13: '<< /Subtype /Widget /Rect [0 0 1 1] >>',
      },
      '10 0 R',
    );
    const { fields } = await (await open(bytes)).read((d) => readFields(d));
    expect(fields.map((f) => [f.name, f.type, f.widgets.length])).toEqual([
      ['buyer.姓名', 'Tx', 0],
      ['buyer.sig', 'Sig', 1],
    ]);
  });

  it('name loops and equal names instead of following them', async () => {
    const bytes = form(
      { 10: '<< /T (a) /Kids [10 0 R 11 0 R] >>', 11: '<< /T (b) >>', 12: '<< /T (a.b) >>' },
      '10 0 R 12 0 R',
    );
    const { problems } = await (await open(bytes)).read((d) => readFields(d));
    expect(problems).toEqual([
      'field object 10 stands in the field tree twice',
      'two fields are named "a.b"',
    ]);
  });
});

describe('signature dictionaries', () => {
  const signed = (dict: string): Uint8Array =>
    buildPdf({
      ...MINIMAL,
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R] >> >>',
      10: '<< /T (s) /FT /Sig /V 11 0 R >>',
      11: dict,
    });
  const problems = async (dict: string): Promise<string[]> =>
    (await open(signed(dict))).read((d) =>
      readSignatures(d).signatures.flatMap((s) => s.problems.map((p) => p.code)),
    );
  const around = (contents: string): string => {
    const dict = `<< /ByteRange [0 AAAA BBBB 0001] /Contents ${contents} >>`;
    const at = latin1(signed(dict)).indexOf(contents);
    const digits = (n: number): string => String(n).padStart(4, '0');
    return dict.replace('AAAA', digits(at)).replace('BBBB', digits(at + contents.length));
  };

  it('are sound when the gap is exactly the hexadecimal string', async () => {
    expect(await problems(around('<3000AA>'))).toEqual([]);
  });

  it('are refused for every shape that has served an attack', async () => {
    const wrong: Record<string, string> = {
      '<< /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange null /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange [0 1 2] /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange [0 1 2 3 4 5] /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange [0 -1 2 3] /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange [0 1 2 99999999] /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange [0 9 2 3] /Contents <00> >>': 'BYTE_RANGE',
      '<< /ByteRange [0 1 2 3] /Contents <00> >>': 'BYTE_RANGE_GAP',
      '<< /ByteRange [0 1 2 3] >>': 'CONTENTS',
      '<< /ByteRange [0 1 2 3] /Contents null >>': 'CONTENTS',
      '<< /ByteRange [0 1 2 3] /Contents (0) >>': 'CONTENTS',
    };
    for (const [dict, code] of Object.entries(wrong))
      expect([dict, await problems(dict)]).toEqual([dict, [code]]);
    expect(await problems('<< /ByteRange [1 1 2 3] /Contents <00> >>')).toContain('BYTE_RANGE');
    for (const contents of ['<>', '<30 00>', '<300>', '<aA>', '<3000\n>']) {
      expect([contents, await problems(around(contents))]).toEqual([contents, ['CONTENTS']]);
    }
    const twice = around('<3000>').replace('<<', '<< /Contents <3000>');
    expect(await problems(twice)).toContain('SIGNATURE_DICTIONARY');
  });
});

describe('hostile structure', () => {
  it('an object stream whose length lies in itself is refused, not followed', async () => {
    const objects = '4 0 5 2 7 42';
    const stream = `<< /Type /ObjStm /N 2 /First 8 /Length 5 0 R >>\nstream\n${objects}\nendstream`;
    const head = buildPdf({ ...MINIMAL, 6: stream });
    const at = latin1(head).indexOf('6 0 obj');
    // Objects 4 and 5 are compressed in object 6, whose /Length is object 5.
    const rows = [
      [2, 6, 0],
      [2, 6, 1],
      [1, at, 0],
      [1, head.length, 0],
    ].map(([type, a, b]) => String.fromCharCode(type!, a! >> 8, a! & 255, b!));
    const xref =
      `7 0 obj\n<< /Type /XRef /W [1 2 1] /Index [4 4] /Size 8 /Root 1 0 R /Prev ${lastXref(head)} /Length 16 >>\n` +
      `stream\n${rows.join('')}\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`;
    const file = await open(fromLatin1(latin1(head) + xref));
    expect(await file.read((d) => d.findings)).toEqual([]);
    await expect(file.read((d) => d.resolve(ref(4)))).rejects.toMatchObject({
      code: 'PDF_INVALID',
      message: expect.stringContaining('needs itself'),
    });
  });

  it('a damaged file of a million openings is repaired or refused in linear time', async () => {
    const bytes = fromLatin1(`%PDF-1.7\n${'1 0 obj (\n'.repeat(300_000)}trailer << /Root 1 0 R >>\n`);
    const start = performance.now();
    await expect(open(bytes)).resolves.toBeDefined();
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
