import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { type PageSide, type RidingOptions, ridingSlices, shownBox } from '../../../src/seal/place/index.ts';
import { runs } from '../../support/property.ts';

const A4 = { width: 210, height: 297 };
const SEAL = { width: 42, height: 42 };
const pages = (count: number, size = A4): (typeof A4)[] => Array.from({ length: count }, () => size);

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

test('three pages share a picture on the right edge', () => {
  expect(ridingSlices(pages(3), SEAL, { side: 'right', offset: 100 })).toEqual([
    { page: 1, box: { x: 196, y: 100, width: 42, height: 42 }, clip: { x: 0, y: 0, width: 14, height: 42 } },
    { page: 2, box: { x: 182, y: 100, width: 42, height: 42 }, clip: { x: 14, y: 0, width: 14, height: 42 } },
    { page: 3, box: { x: 168, y: 100, width: 42, height: 42 }, clip: { x: 28, y: 0, width: 14, height: 42 } },
  ]);
});

test('an even split over a picture that cannot be divided evenly leaves no gap', () => {
  const slices = ridingSlices(pages(17), SEAL, { side: 'bottom' });
  for (const [i, { clip }] of slices.entries()) {
    const next = slices[i + 1]?.clip.y ?? 42;
    expect(clip.y + clip.height).toBeCloseTo(next, 9);
  }
});

test('the first page takes its share, or its least', () => {
  const widths = (options: Partial<RidingOptions>): number[] =>
    ridingSlices(pages(4), SEAL, { side: 'right', ...options }).map(({ clip }) => clip.width);
  expect(widths({ split: 0.5 })).toEqual([21, 7, 7, 7]);
  expect(widths({ firstPageMinimum: 0.5 })).toEqual([21, 7, 7, 7]);
  expect(widths({ firstPageMinimum: 0.1 })).toEqual([10.5, 10.5, 10.5, 10.5]);
});

test('pages are left out at both ends, and backs of sheets', () => {
  const carrying = (options: Partial<RidingOptions>, count = 9): number[] =>
    ridingSlices(pages(count), SEAL, { side: 'left', ...options }).map(({ page }) => page);
  expect(carrying({ skipFirst: 1, skipLast: 2 })).toEqual([2, 3, 4, 5, 6, 7]);
  expect(carrying({ duplex: true })).toEqual([1, 3, 5, 7, 9]);
  expect(carrying({ duplex: true, skipFirst: 1 })).toEqual([3, 5, 7, 9]);
});

test('long documents get several pictures, none over one page alone', () => {
  const starts = (count: number, pagesPerSeal?: number): number[] =>
    ridingSlices(pages(count), SEAL, {
      side: 'right',
      ...(pagesPerSeal === undefined ? {} : { pagesPerSeal }),
    })
      .filter(({ clip }) => clip.x === 0)
      .map(({ page }) => page);
  expect(starts(20)).toEqual([1]);
  expect(starts(21)).toEqual([1, 11]);
  expect(starts(5, 2)).toEqual([1, 3]);
  expect(starts(3, 2)).toEqual([1]);
  expect(starts(1000)).toHaveLength(50);
});

test('what cannot be ridden over is refused', () => {
  const refused = (count: number, options: object): string | undefined =>
    codeOf(() => ridingSlices(pages(count), SEAL, { side: 'right', ...options }));
  expect(refused(1, {})).toBe('ARGUMENT_INVALID');
  expect(refused(3, { skipFirst: 2 })).toBe('ARGUMENT_INVALID');
  expect(refused(2, { duplex: true })).toBe('ARGUMENT_INVALID');
  expect(refused(3, { offset: 256 })).toBe('ARGUMENT_INVALID');
  expect(refused(3, { offset: -1 })).toBe('ARGUMENT_INVALID');
  expect(refused(500, { pagesPerSeal: 500 })).toBe('ARGUMENT_INVALID');
  for (const options of [
    { side: 'middle' },
    { split: 1 },
    { split: 0 },
    { split: Number.NaN },
    { firstPageMinimum: 1 },
    { pagesPerSeal: 1 },
    { pagesPerSeal: 2.5 },
    { skipFirst: -1 },
    { skipLast: 0.5 },
    { offset: Number.NaN },
  ]) {
    expect(refused(3, options), JSON.stringify(options)).toBe('ARGUMENT_INVALID');
  }
  expect(codeOf(() => ridingSlices([A4, { width: 5, height: 297 }], SEAL, { side: 'right' }))).toBe(
    'ARGUMENT_INVALID',
  );
});

test('pages of different sizes are all touched at their own edge', () => {
  const sizes = [A4, { width: 297, height: 210 }, A4];
  const slices = ridingSlices(sizes, SEAL, { side: 'right' });
  expect(slices.map(({ box }) => box.y)).toEqual([84, 84, 84]);
  for (const slice of slices) {
    const shown = shownBox(slice);
    expect(shown.x + shown.width).toBeCloseTo(sizes[slice.page - 1]!.width, 9);
  }
});

test('whatever is asked, the slices of each picture partition it in page order and touch the edge', () => {
  const sides = fc.constantFrom<PageSide>('right', 'left', 'top', 'bottom');
  const size = fc.record({
    width: fc.integer({ min: 6000, max: 40_000 }).map((n) => n / 100),
    height: fc.integer({ min: 6000, max: 40_000 }).map((n) => n / 100),
  });
  const share = fc.integer({ min: 1, max: 80 }).map((n) => n / 100);
  const options = fc.record(
    {
      side: sides,
      split: fc.oneof(fc.constant('even' as const), share),
      pagesPerSeal: fc.integer({ min: 2, max: 60 }),
      firstPageMinimum: share,
      skipFirst: fc.integer({ min: 0, max: 2 }),
      skipLast: fc.integer({ min: 0, max: 2 }),
      duplex: fc.boolean(),
    },
    { requiredKeys: ['side'] },
  );
  fc.assert(
    fc.property(fc.array(size, { minLength: 9, maxLength: 80 }), options, (sizes, asked) => {
      const upright = asked.side === 'right' || asked.side === 'left';
      let slices: ReturnType<typeof ridingSlices>;
      try {
        slices = ridingSlices(sizes, SEAL, asked);
      } catch (error) {
        expect(isYinxinError(error, 'ARGUMENT_INVALID')).toBe(true);
        return;
      }
      let end = 42;
      let before = 0;
      for (const slice of slices) {
        const { clip, page } = slice;
        const [from, breadth] = upright ? [clip.x, clip.width] : [clip.y, clip.height];
        if (from === 0) expect(end).toBeCloseTo(42, 9);
        else expect(from).toBeCloseTo(end, 9);
        end = from + breadth;
        expect(breadth).toBeGreaterThanOrEqual(0.1 - 1e-9);
        expect(page).toBeGreaterThan(before);
        before = page;
        const shown = shownBox(slice);
        const edge = {
          right: sizes[page - 1]!.width - shown.x - shown.width,
          left: shown.x,
          top: shown.y,
          bottom: sizes[page - 1]!.height - shown.y - shown.height,
        }[asked.side];
        expect(Math.abs(edge)).toBeLessThan(1e-9);
      }
      expect(end).toBeCloseTo(42, 9);
    }),
    runs(200),
  );
});
