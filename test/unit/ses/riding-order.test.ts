import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRiding, type StampView } from '../../../src/signatures/ses/index.ts';
import { addSignature, look, testPki } from '../../support/ofd.ts';
import {
  type Cut,
  documentOf,
  evenCuts,
  PAGE_SIZE,
  SEAL_MM,
  stampsOf,
  viewOf,
} from '../../support/ofd-riding.ts';
import { runs } from '../../support/property.ts';

type Edge = NonNullable<Cut['edge']>;
const EDGES: readonly Edge[] = ['left', 'top', 'right', 'bottom'];

const told = (cuts: readonly Cut[], pages: number): string[] =>
  checkRiding(cuts.map(viewOf), pages).map(({ status, code }) => `${status} ${code}`);
/** Each slice on the page that is as far from the other end. */
const reversed = (cuts: readonly Cut[], pages: number): Cut[] =>
  cuts.map((cut) => ({ ...cut, page: pages + 1 - cut.page }));
const on = (page: number, cut: Cut): Cut => ({ ...cut, page });

describe.each(['left', 'top'] as const)('a riding seal on the %s edge', (edge) => {
  const cuts = evenCuts([1, 2, 3, 4], edge);

  it('may begin with the first page or with the last, and the check tells which', () => {
    const [forward] = checkRiding(cuts.map(viewOf), 4);
    const [backward] = checkRiding(reversed(cuts, 4).map(viewOf), 4);
    expect(forward).toMatchObject({ code: 'RIDING_SEAL', status: 'passed' });
    expect(forward!.detail).not.toContain('last page');
    expect(backward).toMatchObject({ code: 'RIDING_SEAL', status: 'passed' });
    expect(backward!.detail).toContain('begun with the last page');
  });

  it('may make several pictures in either order, one order for all of them', () => {
    const second = evenCuts([5, 6, 7], edge);
    expect(told([...cuts, ...second], 7)).toEqual(['passed RIDING_SEAL']);
    const [c5, c6, c7] = second as [Cut, Cut, Cut];
    const turned = [on(7, c5), c6, on(5, c7)];
    expect(told([...reversed(cuts, 4), ...turned], 7)).toEqual(['passed RIDING_SEAL']);
    expect(told([...cuts, ...turned], 7)).toEqual(['failed RIDING_GAP']);
    expect(told([...reversed(cuts, 4), ...second], 7)).toEqual(['failed RIDING_GAP']);
  });

  it('stands beside another one of the same order alone', () => {
    const aside = (more: readonly Cut[]): Cut[] =>
      more.map((cut) => ({ ...cut, ...(edge === 'left' ? { dy: 60 } : { dx: 60 }) }));
    const backward = reversed(cuts, 4);
    expect(told([...cuts, ...aside(cuts)], 4)).toEqual(['passed RIDING_SEAL', 'passed RIDING_SEAL']);
    expect(told([...backward, ...aside(backward)], 4)).toEqual(['passed RIDING_SEAL', 'passed RIDING_SEAL']);
    expect(told([...cuts, ...aside(backward)], 4)).toEqual(['failed RIDING_GAP']);
    expect(told([...backward, ...aside(cuts)], 4)).toEqual(['failed RIDING_GAP']);
  });

  it('is refused where two slices are exchanged, whatever the order', () => {
    for (const order of [cuts, reversed(cuts, 4)]) {
      for (const [a, b] of [
        [1, 2],
        [2, 3],
        [1, 3],
        [1, 4],
      ] as const) {
        const swapped = order.map((cut) => (cut.page === a ? on(b, cut) : cut.page === b ? on(a, cut) : cut));
        const seen = told(swapped, 4);
        expect(seen.some((code) => /^failed RIDING_(GAP|OVERLAP)$/.test(code))).toBe(true);
        expect(seen).not.toContain('passed RIDING_SEAL');
      }
    }
  });

  it('that begins with the last page is held to everything else', () => {
    const backward = reversed(cuts, 4);
    const changed = (page: number, by: Partial<Cut>): string[] =>
      told(
        backward.map((cut) => (cut.page === page ? { ...cut, ...by } : cut)),
        5,
      );
    const [along, away] = edge === 'left' ? (['dy', 'dx'] as const) : (['dx', 'dy'] as const);
    for (const page of [1, 2, 4]) {
      const without = backward.filter((cut) => cut.page !== page);
      expect(told(without, 4)).toContain('failed RIDING_GAP');
    }
    expect(changed(2, { [along]: 1 })).toEqual(['failed RIDING_OFFSET']);
    expect(changed(2, { [away]: 1 })).toEqual(['failed RIDING_EDGE']);
    expect(changed(2, { to: 33 })).toEqual(['failed RIDING_OVERLAP']);
    expect(changed(2, { scale: 0.9 })).toContain('failed RIDING_SCALE');
    const putIn = backward.map((cut) => (cut.page > 2 ? on(cut.page + 1, cut) : cut));
    expect(told(putIn, 5)).toEqual(['failed RIDING_PAGE_WITHOUT']);
    const fronts = backward.map((cut) => on(2 * cut.page - 1, cut));
    expect(told(fronts, 8)).toEqual(['passed RIDING_SEAL', 'warning RIDING_FRONTS_ONLY']);
  });
});

describe.each(['right', 'bottom'] as const)('a riding seal on the %s edge', (edge) => {
  it('begins with the first page alone', () => {
    for (const n of [2, 3, 4]) {
      const cuts = evenCuts(
        Array.from({ length: n }, (_, i) => i + 1),
        edge,
      );
      expect(told(cuts, n)).toEqual(['passed RIDING_SEAL']);
      expect(told(reversed(cuts, n), n)).toEqual(['failed RIDING_GAP']);
    }
    const [a, b, c] = evenCuts([1, 2, 3], edge) as [Cut, Cut, Cut];
    expect(told([a, on(3, b), on(2, c)], 3)).toEqual(['failed RIDING_GAP']);
  });
});

describe('any order of even slices', () => {
  it('passes only from one end to the other, on the right and the bottom only from the first page', () => {
    const order = fc.integer({ min: 2, max: 5 }).chain((n) =>
      fc.shuffledSubarray(
        Array.from({ length: n }, (_, i) => i + 1),
        { minLength: n, maxLength: n },
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...EDGES), order, (edge, pages) => {
        const forward = pages.every((page, i) => page === i + 1);
        const backward = pages.every((page, i) => page === pages.length - i);
        const right = forward || (backward && (edge === 'left' || edge === 'top'));
        const seen = told(evenCuts(pages, edge), pages.length);
        expect(seen.includes('passed RIDING_SEAL')).toBe(right);
        expect(seen.some((code) => code.startsWith('failed'))).toBe(!right);
      }),
      runs(300),
    );
  });
});

describe('a riding seal as OFDRW places it', () => {
  /** Its arithmetic: the whole picture hangs over the left edge, and the clip counts from the last page. */
  const views = (n: number, slices: number | undefined): StampView[] =>
    Array.from({ length: n }, (_, i) => {
      const item = SEAL_MM / (slices ?? n);
      const k = slices === undefined ? n - 1 - i : i % slices;
      const picture = { x: 0 - item * k, y: PAGE_SIZE.height / 2 - 21, width: SEAL_MM, height: SEAL_MM };
      const shown = { ...picture, x: picture.x + k * item, width: item };
      return { page: i + 1, pageSize: PAGE_SIZE, picture, shown };
    });

  it('on the left passes with and without a number of slices', () => {
    for (const [n, slices] of [
      [7, undefined],
      [9, 3],
    ] as const) {
      expect(checkRiding(views(n, slices), n).map(({ status }) => status)).toEqual(['passed']);
    }
  });
});

describe('an OFD under a riding seal on its left edge', () => {
  const verdictOf = async (cuts: readonly Cut[]): Promise<readonly [string, readonly string[]]> => {
    const files = documentOf(3);
    await addSignature(files, await testPki(), { stamps: stampsOf(cuts) });
    const { verdict, codes } = await look(files);
    return [verdict, codes];
  };

  it('passes in both orders, and not in a third', async () => {
    const cuts = evenCuts([1, 2, 3], 'left');
    expect((await verdictOf(cuts))[0]).toBe('TOTAL_PASSED');
    expect((await verdictOf(reversed(cuts, 3)))[0]).toBe('TOTAL_PASSED');
    const [verdict, codes] = await verdictOf([on(2, cuts[0]!), on(1, cuts[1]!), cuts[2]!]);
    expect(verdict).toBe('INDETERMINATE SIG_CONSTRAINTS_FAILURE');
    expect(codes).toContain('failed RIDING_GAP');
  });
});
