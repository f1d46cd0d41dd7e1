import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findKeyword,
  openPdf,
  type PdfFile,
  type PlaceByKeyword,
  pageText,
  placeByKeyword,
  seenBox,
} from '../../../src/formats/pdf/index.ts';
import { pageAt } from '../../../src/formats/pdf/pages.ts';
import { rectangleOnPage } from '../../../src/formats/pdf/placement.ts';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';
import { type Bodies, buildPdf } from '../pdf/build-pdf.ts';

const stream = (content: string, more = ''): string =>
  `<< /Length ${content.length} ${more} >>\nstream\n${content}\nendstream`;

const CMAP = [
  '1 begincodespacerange <0000> <FFFF> endcodespacerange',
  '4 beginbfchar <0001> <76D6> <0002> <7AE0> <0003> <5904> <0004> <D83DDE00> endbfchar',
].join(' ');

/** /F1 is Helvetica, /F2 a Chinese font of three glyphs (盖章处), /F3 writes downwards, /F4 has a predefined CMap. */
const FONTS: Bodies = {
  10: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  11: '<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [12 0 R] /ToUnicode 13 0 R >>',
  12: '<< /Type /Font /Subtype /CIDFontType2 /DW 1000 >>',
  13: stream(CMAP),
  14: '<< /Type /Font /Subtype /Type0 /Encoding /Identity-V /DescendantFonts [12 0 R] /ToUnicode 13 0 R >>',
  15: '<< /Type /Font /Subtype /Type0 /Encoding /GBK-EUC-H /DescendantFonts [12 0 R] >>',
  16: '<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [12 0 R] >>',
};
const RESOURCES =
  '/Resources << /Font << /F1 10 0 R /F2 11 0 R /F3 14 0 R /F4 15 0 R /F5 16 0 R >> /XObject << /X 20 0 R >> >>';

const open = (content: string, page = '', more: Bodies = {}): Promise<PdfFile> => {
  const bodies = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Kids [3 0 R] /Count 1 ${RESOURCES} >>`,
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R ${page} >>`,
    4: stream(content),
    ...FONTS,
    ...more,
  };
  return openPdf(sourceFromBytes(buildPdf(bodies)));
};

const hitsOf = async (content: string, keyword: string, page = '', more: Bodies = {}) =>
  (await findKeyword(await open(content, page, more), { keyword })).map(({ x, y, width, height }) =>
    [x, y, width, height].map((value) => Math.round(value * 10) / 10),
  );

const POINT = 25.4 / 72;
const mm = (points: number): number => Math.round(points * POINT * 10) / 10;

describe('a keyword', () => {
  it('is found in the box of its glyphs', async () => {
    // Two em of ten points from x 100, its baseline at y 700: the top of the em is 0.88 above.
    const expected = [[mm(100), mm(800 - 708.8), mm(20), mm(10)]];
    expect(await hitsOf('BT /F2 10 Tf 100 700 Td <00010002> Tj ET', '盖章')).toEqual(expected);
  });

  it('is found wherever its glyphs come from', async () => {
    const cases = [
      'BT /F2 10 Tf 100 700 Td [<0001> -500 <0002> 200 <0003>] TJ ET',
      'BT /F2 10 Tf 1 0 0 1 100 700 Tm <0001> Tj <00020003> Tj ET',
      'BT /F2 10 Tf 120 700 Td <0003> Tj ET BT /F2 10 Tf 100 700 Td <00010002> Tj ET',
      'q 2 0 0 2 0 0 cm BT /F2 5 Tf 50 350 Td <000100020003> Tj ET Q',
      'BT /F2 10 Tf 3 Tr 100 700 Td <000100020003> Tj ET',
      'BT /F2 10 Tf 12 TL 100 712 Td <000100020003> Tj T* <0004> Tj ET',
      'BT /F4 10 Tf 100 700 Td <B8C7D5C2B4A6> Tj ET',
      // Printed twice, a little beside itself, to look bold.
      'BT /F2 10 Tf 100 700 Td <000100020003> Tj -0 0.2 Td <000100020003> Tj ET',
      'BT /F3 10 Tf 100 700 Td <000100020003> Tj ET',
      'BT /F2 10 Tf 0 1 -1 0 100 700 Tm <000100020003> Tj ET',
      'BT 0 0 (x) " /F2 10 Tf 100 700 Td 2 Tc 50 Tz <000100020003> Tj ET',
    ];
    for (const content of cases) {
      const hits = await hitsOf(content, ' 盖 章处');
      expect([content, hits.length]).toEqual([content, 1]);
    }
  });

  it('is found in forms, with their matrices, and nothing of them stays behind', async () => {
    const form = stream(
      'q BT /F2 10 Tf 10 20 Td <00010002> Tj ET',
      '/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [1 0 0 1 90 0]',
    );
    const content = 'q 1 0 0 1 0 680 cm /X Do Q BT /F2 10 Tf 100 600 Td <00010002> Tj ET';
    const hits = await hitsOf(content, '盖章', '', { 20: form });
    expect(hits).toEqual([
      [mm(100), mm(800 - 708.8), mm(20), mm(10)],
      [mm(100), mm(800 - 608.8), mm(20), mm(10)],
    ]);
  });

  it('is not found across columns or lines, or where the font does not tell', async () => {
    expect(await hitsOf('BT /F2 10 Tf 100 700 Td <0001> Tj 200 0 Td <0002> Tj ET', '盖章')).toEqual([]);
    expect(await hitsOf('BT /F2 10 Tf 100 700 Td <0001> Tj 10 -12 Td <0002> Tj ET', '盖章')).toEqual([]);
    expect(await hitsOf('BT /F5 10 Tf 100 700 Td <00010002> Tj ET', '盖章')).toEqual([]);
  });

  it('tells narrow letters that stand side by side from one letter printed twice', async () => {
    expect(await hitsOf('BT /F1 10 Tf 100 700 Td (Illinois) Tj ET', 'Illinois')).toHaveLength(1);
    expect(await hitsOf('BT /F1 10 Tf 100 700 Td (Ilinois) Tj ET', 'Illinois')).toHaveLength(0);
  });

  it('outside the visible page is none', async () => {
    const content = 'BT /F2 10 Tf 100 700 Td <00010002> Tj ET';
    expect(await hitsOf(content, '盖章', '/CropBox [0 0 600 600]')).toEqual([]);
    expect(await hitsOf(content, '盖章', '/CropBox [100 600 600 800]')).toEqual([
      [0, mm(800 - 708.8), mm(20), mm(10)],
    ]);
  });

  it('is looked for nowhere in content without end', async () => {
    const loop = stream('/X Do', '/Type /XObject /Subtype /Form /BBox [0 0 9 9]');
    await expect(hitsOf('/X Do', '盖章', '', { 20: loop })).rejects.toMatchObject({ code: 'PDF_INVALID' });
    await expect(hitsOf('', '  ')).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});

describe('hostile content', () => {
  const limit = { code: 'LIMIT_EXCEEDED' };
  const form = (content: string, x: number): string =>
    stream(
      content,
      `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X ${x} 0 R >> >>`,
    );

  it('of forms that multiply is given up', async () => {
    const more: Record<number, string> = {};
    for (let num = 20; num < 34; num++) more[num] = form('/X Do '.repeat(10), num + 1);
    await expect(hitsOf('/X Do', '盖章', '', more)).rejects.toMatchObject(limit);
    const file = await open('/X Do', '', more);
    await expect(file.read((document) => pageText(document, pageAt(document, 0)!))).rejects.toMatchObject(
      limit,
    );
  });

  it('of characters without number is given up, and a long line with many hits costs no square', async () => {
    const text = (count: number): string => `BT /F1 1 Tf 0.001 0 0 1 0 700 Tm (${'a'.repeat(count)}) Tj ET`;
    await expect(hitsOf(text(500_001), 'a')).rejects.toMatchObject(limit);
    const start = performance.now();
    expect(await hitsOf(text(60_000), 'a')).toHaveLength(60_000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('of one code that means a long text counts by that text', async () => {
    const long = `1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <61> <${'0041'.repeat(1000)}> endbfchar`;
    const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 17 0 R >>';
    const content = `BT /F1 1 Tf (${'a'.repeat(501)}) Tj ET`;
    await expect(hitsOf(content, 'A', '', { 10: font, 17: stream(long) })).rejects.toMatchObject(limit);
  });
});

describe('the place by a keyword', () => {
  const THREE = [
    'BT /F2 10 Tf 300 100 Td <00010002> Tj ET',
    'BT /F2 10 Tf 300 700 Td <00010002> Tj ET',
    'BT /F2 10 Tf 100 701 Td <00010002> Tj ET',
  ].join(' ');
  const place = async (options: Partial<PlaceByKeyword>) =>
    placeByKeyword(await open(THREE), { keyword: '盖章', ...options });

  it('is the middle of the hit that was chosen, moved by the offset', async () => {
    const middle = async (options: Partial<PlaceByKeyword>) => {
      const { page, x, y } = await place(options);
      return [page, ...[x, y].map((value) => Math.round(value / POINT))];
    };
    expect(await middle({ occurrence: 1 })).toEqual([1, 110, 95]);
    expect(await middle({ occurrence: 2 })).toEqual([1, 310, 96]);
    expect(await middle({ occurrence: -1 })).toEqual([1, 310, 696]);
    expect(await middle({ occurrence: 1, offset: { x: 25.4, y: -25.4 } })).toEqual([1, 182, 23]);
  });

  it('is refused where it is not there that often, or nobody chose', async () => {
    const refused = { code: 'ARGUMENT_INVALID' };
    await expect(place({})).rejects.toMatchObject({ ...refused, details: { hits: 3 } });
    await expect(place({ occurrence: 4 })).rejects.toMatchObject(refused);
    await expect(place({ occurrence: -4 })).rejects.toMatchObject(refused);
    await expect(place({ occurrence: 1, pages: { first: 2 } })).rejects.toMatchObject({
      details: { hits: 0 },
    });
  });

  it('may come from another extractor, whose pieces are whole words', async () => {
    const piece = { text: '甲方盖章', at: [100, 700], along: [40, 0], up: [0, 10] } as const;
    const search = { placedText: async () => [piece] };
    const found = await place({ search });
    expect(Math.round(found.x / POINT)).toBe(130);
  });
});

describe('a rectangle on the page', () => {
  it('is seen where it was put, however the page is turned, cropped and scaled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 90, 180, 270),
        fc.constantFrom(1, 2, 0.5),
        fc.nat(50),
        fc.nat(50),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('top-left', 'top-right', 'bottom-left', 'bottom-right'),
        async (rotate, unit, x, y, width, corner) => {
          const box = '/CropBox [20 30 500 700]';
          const file = await open('', `${box} /Rotate ${rotate} /UserUnit ${unit}`);
          const place = { corner, x, y, width, height: 7 } as const;
          const { seen, page } = await file.read((document) => {
            const first = pageAt(document, 0)!;
            return {
              seen: seenBox(first, rectangleOnPage(first, place)),
              page: seenBox(first, first.visibleBox),
            };
          });
          const left = corner.endsWith('left') ? seen.x : page.width - seen.x - seen.width;
          const top = corner.startsWith('top') ? seen.y : page.height - seen.y - seen.height;
          for (const [got, wanted] of [
            [left, x],
            [top, y],
            [seen.width, width],
            [seen.height, 7],
          ] as const) {
            expect(got).toBeCloseTo(wanted, 3);
          }
        },
      ),
      runs(),
    );
  });
});
