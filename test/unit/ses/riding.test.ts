import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRiding, type StampView } from '../../../src/signatures/ses/index.ts';
import { type Cut, evenCuts, PAGE_SIZE, viewOf } from '../../support/ofd-riding.ts';
import { runs } from '../../support/property.ts';

const codes = (cuts: readonly Cut[], pages = 9): string[] => tell(cuts.map(viewOf), pages);
const tell = (views: readonly StampView[], pages = 9): string[] =>
  checkRiding(views, pages).map(({ status, code }) => `${status} ${code}`);
const all = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const whole = (page: number, x = 150, y = 20): StampView => ({
  page,
  pageSize: PAGE_SIZE,
  picture: { x, y, width: 42, height: 42 },
});

describe('a riding seal is right', () => {
  it.each(['right', 'left', 'top', 'bottom'] as const)('on the %s edge', (edge) => {
    expect(codes(evenCuts(all(9), edge))).toEqual(['passed RIDING_SEAL']);
  });

  it('in uneven slices, in several pictures, and whatever the order in the file', () => {
    const cuts: Cut[] = [
      { page: 2, from: 30, to: 42 },
      { page: 1, from: 0, to: 30 },
      ...evenCuts([3, 4, 5]),
      ...evenCuts([6, 7, 8, 9]).reverse(),
    ];
    expect(codes(cuts)).toEqual(['passed RIDING_SEAL']);
  });

  it('beside whole stamps, and with another riding seal on the same edge or on another one', () => {
    const second = evenCuts(all(9)).map((cut) => ({ ...cut, dy: 60 }));
    const views = [...evenCuts(all(9)), ...second, ...evenCuts(all(9), 'bottom')].map(viewOf);
    expect(tell([whole(1), ...views, whole(4)])).toEqual(new Array(3).fill('passed RIDING_SEAL'));
  });

  it('of two halves that the pages cut, without clips, only where they follow each other', () => {
    const half = (page: number, x: number): StampView => ({
      page,
      pageSize: PAGE_SIZE,
      picture: { x, y: 9, width: 42, height: 42 },
    });
    expect(tell([half(1, 189), half(2, 189)], 2)).toEqual(['failed RIDING_OVERLAP']);
    // Halves on facing edges never meet when pages are fanned.
    expect(tell([half(1, 189), half(2, -21)], 2)).toContain('failed RIDING_GAP');
  });

  it('on pages of different sizes, measured from one end of the edge or from its middle', () => {
    const sizes = [PAGE_SIZE, { width: 297, height: 420 }, PAGE_SIZE];
    const views = (offsetOf: (height: number) => number): StampView[] =>
      sizes.map((pageSize, i) => {
        const picture = {
          x: pageSize.width - 14 * (i + 1),
          y: offsetOf(pageSize.height),
          width: 42,
          height: 42,
        };
        return { page: i + 1, pageSize, picture, shown: { ...picture, x: pageSize.width - 14, width: 14 } };
      });
    expect(
      tell(
        views(() => 100),
        3,
      ),
    ).toEqual(['passed RIDING_SEAL']);
    expect(
      tell(
        views((height) => height / 2 - 21),
        3,
      ),
    ).toEqual(['passed RIDING_SEAL']);
    expect(
      tell(
        views((height) => height - 60),
        3,
      ),
    ).toEqual(['passed RIDING_SEAL']);
    expect(
      tell(
        views((height) => height / 3),
        3,
      ),
    ).toContain('failed RIDING_GAP');
  });

  it('with pages left out at the ends or backs left out, and says so', () => {
    expect(codes(evenCuts([2, 3, 4]), 5)).toEqual(['passed RIDING_SEAL', 'warning RIDING_PAGES_LEFT_OUT']);
    expect(codes(evenCuts([1, 3, 5]), 6)).toEqual(['passed RIDING_SEAL', 'warning RIDING_FRONTS_ONLY']);
  });

  it('within a tenth of a millimetre', () => {
    const cuts = evenCuts(all(3));
    const moved = (by: Partial<Cut>) =>
      codes(
        cuts.map((cut, i) => (i === 1 ? { ...cut, ...by } : cut)),
        3,
      );
    expect(moved({ dy: 0.09, scale: 1.002 })).toEqual(['passed RIDING_SEAL']);
    expect(moved({ dy: 0.11 })).toEqual(['failed RIDING_OFFSET']);
    expect(moved({ dx: -0.11 })).toEqual(['failed RIDING_EDGE']);
    expect(moved({ from: 14.11 })).toEqual(['failed RIDING_GAP']);
  });
});

describe('a riding seal is refused with', () => {
  const cuts = evenCuts(all(4));
  const changed = (index: number, by: Partial<Cut>) =>
    cuts.map((cut, i) => (i === index ? { ...cut, ...by } : cut));
  const without = (index: number) => cuts.filter((_, i) => i !== index);
  const swapped = [cuts[0]!, { ...cuts[1]!, page: 3 }, { ...cuts[2]!, page: 2 }, cuts[3]!];

  it.each<readonly [string, readonly Cut[], string]>([
    ['the first slice missing', without(0), 'RIDING_GAP'],
    ['a slice missing', without(1), 'RIDING_GAP'],
    ['the last slice missing', without(3), 'RIDING_GAP'],
    ['one slice alone', [cuts[0]!], 'RIDING_GAP'],
    ['two slices exchanged', swapped, 'RIDING_GAP'],
    [
      'two halves exchanged',
      [
        { page: 1, from: 21, to: 42 },
        { page: 2, from: 0, to: 21 },
      ],
      'RIDING_GAP',
    ],
    ['a slice shifted by 1 mm along the edge', changed(2, { dy: 1 }), 'RIDING_OFFSET'],
    ['a slice shifted by 1 mm from the edge', changed(2, { dx: -1 }), 'RIDING_EDGE'],
    ['a slice shifted by 1 mm over the edge', changed(2, { dx: 1 }), 'RIDING_GAP'],
    ['a slice shifted by 1 mm within the picture', changed(2, { from: 22, to: 32.5 }), 'RIDING_GAP'],
    ['a slice that shows a part again', changed(2, { from: 20 }), 'RIDING_OVERLAP'],
    ['a slice drawn larger', changed(2, { scale: 1.1 }), 'RIDING_SCALE'],
    [
      'a page put in',
      [cuts[0]!, ...cuts.slice(1).map((cut) => ({ ...cut, page: cut.page + 1 }))],
      'RIDING_PAGE_WITHOUT',
    ],
    ['a page put in between two pictures', [...evenCuts([1, 2]), ...evenCuts([4, 5])], 'RIDING_PAGE_WITHOUT'],
    ['a slice twice on one page', [...cuts, cuts[3]!], 'RIDING_PAGE_TWICE'],
    ['a slice on another edge', changed(1, { edge: 'left' }), 'RIDING_GAP'],
    ['slices on backs alone', evenCuts([2, 4]), 'RIDING_PAGE_WITHOUT'],
  ])('%s', (_, forged, code) => {
    const seen = codes(forged, 5);
    expect(seen).toContain(`failed ${code}`);
    expect(seen.every((told) => told.startsWith('failed'))).toBe(true);
  });

  it.each<readonly [string, (view: StampView) => StampView, string]>([
    ['a slice whose page is gone', ({ page: _, ...view }) => view, 'RIDING_HIDDEN'],
    [
      'a slice that is not drawn',
      (view) => ({ ...view, hidden: 'the annotation carries the flag Hidden' }),
      'RIDING_HIDDEN',
    ],
    [
      'a slice outside the page',
      (view) => ({ ...view, picture: { ...view.picture, x: 300 } }),
      'RIDING_HIDDEN',
    ],
    ['a slice without area', (view) => ({ ...view, shown: { ...view.shown!, width: 0 } }), 'RIDING_HIDDEN'],
    [
      'a slice cut in both directions',
      (view) => ({ ...view, shown: { ...view.shown!, height: 9 } }),
      'RIDING_SHAPE',
    ],
  ])('%s', (_, change, code) => {
    const views = cuts.map(viewOf).map((view, i) => (i === 2 ? change(view) : view));
    const seen = tell(views, 4);
    expect(seen).toContain(`failed ${code}`);
    expect(seen.every((told) => told.startsWith('failed'))).toBe(true);
  });
});

describe('what rides nowhere', () => {
  it('is not looked at, but a stamp that sticks out of its page is told', () => {
    expect(tell([whole(1), whole(2)])).toEqual([]);
    expect(tell([])).toEqual([]);
    expect(tell([whole(1, 190)])).toEqual(['warning SEAL_STAMP_CUT']);
  });

  it('does not hold up a reader: 40,000 slices', () => {
    const views = all(40_000).map((page) =>
      viewOf({ page: (page % 200) + 1, from: page % 41, to: (page % 41) + 1 }),
    );
    const start = performance.now();
    expect(checkRiding(views, 200).length).toBeLessThan(21);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('any slices', () => {
  it('pass only where each picture is partitioned in page order', () => {
    const number = fc.integer({ min: 0, max: 6 });
    const cut = fc.record({
      page: fc.integer({ min: 1, max: 4 }),
      from: number,
      length: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (parts) => {
        const made = parts.map(({ page, from, length }) => ({
          page,
          from: from * 7,
          to: Math.min(42, (from + length) * 7),
        }));
        const drawn = made.filter(({ from, to }) => to > from && to - from < 42);
        const seen = codes(drawn, 4);
        const ordered = [...drawn].sort((a, b) => a.page - b.page);
        let at = 0;
        const right = ordered.every(({ from, to }) => {
          const follows = from === (at === 42 ? 0 : at);
          at = to;
          return follows;
        });
        const pages = ordered.map(({ page }) => page);
        const steps = new Set(pages.slice(1).map((page, i) => page - pages[i]!));
        const next =
          steps.size === 0 || (steps.size === 1 && (steps.has(1) || (steps.has(2) && pages[0]! % 2 === 1)));
        expect(seen.includes('passed RIDING_SEAL')).toBe(drawn.length > 0 && right && at === 42 && next);
      }),
      runs(500),
    );
  });
});
