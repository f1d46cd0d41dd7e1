import { expect, test } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import {
  type BoxMm,
  type PlacementContext,
  resolvePlacements,
  type SealPlacement,
} from '../../../src/seal/place/index.ts';

const TEXT: Readonly<Record<number, readonly BoxMm[]>> = {
  1: [{ x: 100, y: 200, width: 20, height: 5 }],
  3: [
    { x: 0, y: 290, width: 10, height: 5 },
    { x: 50, y: 100, width: 10, height: 4 },
  ],
};

const context: PlacementContext = {
  pages: Array.from({ length: 3 }, () => ({ width: 210, height: 297 })),
  seal: { width: 40, height: 40 },
  findText: async (text, page) => (text === '盖章' ? (TEXT[page] ?? []) : []),
};

async function places(...placements: SealPlacement[]): Promise<unknown> {
  try {
    const placed = await resolvePlacements(placements, context);
    return placed.map(({ page, box }) => [page, box.x, box.y]);
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

test('a point is one page, some, or all', async () => {
  expect(await places({ kind: 'point', page: 2, x: 10, y: 20 })).toEqual([[2, 10, 20]]);
  expect(await places({ kind: 'point', page: [3, 1], x: 10, y: 20 })).toEqual([
    [3, 10, 20],
    [1, 10, 20],
  ]);
  expect(await places({ kind: 'point', page: 'all', x: 170, y: 257 })).toHaveLength(3);
});

test('a seal that would stick out, a page that is not there, and no place are refused', async () => {
  expect(await places()).toBe('ARGUMENT_INVALID');
  for (const page of [0, 4, 1.5, Number.NaN, []]) {
    expect(await places({ kind: 'point', page, x: 10, y: 10 }), String(page)).toBe('ARGUMENT_INVALID');
  }
  for (const [x, y] of [
    [-1, 10],
    [10, -1],
    [170.1, 10],
    [10, 257.1],
    [Number.NaN, 10],
  ] as const) {
    expect(await places({ kind: 'point', page: 1, x, y })).toBe('ARGUMENT_INVALID');
  }
  expect(await places({ kind: 'elsewhere' } as unknown as SealPlacement)).toBe('ARGUMENT_INVALID');
});

test('the seal stands centred on the keyword that was chosen, moved onto the page', async () => {
  const at = (more: object): Promise<unknown> => places({ kind: 'keyword', text: '盖章', ...more });
  expect(await at({ occurrence: 1 })).toEqual([[1, 90, 182.5]]);
  expect(await at({ occurrence: 1, offsetX: 5, offsetY: -2.5 })).toEqual([[1, 95, 180]]);
  expect(await at({ occurrence: 2 })).toEqual([[3, 0, 257]]);
  expect(await at({ occurrence: -1 })).toEqual([[3, 35, 82]]);
  expect(await at({ occurrence: 'all' })).toHaveLength(3);
  expect(await at({ firstPage: 1, lastPage: 2 })).toEqual([[1, 90, 182.5]]);
});

test('a keyword that is missing, ambiguous or not so often there is refused', async () => {
  const at = (more: object): Promise<unknown> => places({ kind: 'keyword', text: '盖章', ...more });
  expect(await at({})).toBe('SEAL_KEYWORD_NOT_FOUND');
  expect(await at({ occurrence: 4 })).toBe('SEAL_KEYWORD_NOT_FOUND');
  expect(await at({ occurrence: -4 })).toBe('SEAL_KEYWORD_NOT_FOUND');
  expect(await at({ text: '签名' })).toBe('SEAL_KEYWORD_NOT_FOUND');
  expect(await at({ text: '签名', occurrence: 'all' })).toBe('SEAL_KEYWORD_NOT_FOUND');
  expect(await at({ text: ' ' })).toBe('ARGUMENT_INVALID');
  expect(await at({ occurrence: 0 })).toBe('ARGUMENT_INVALID');
  expect(await at({ occurrence: 1.5 })).toBe('ARGUMENT_INVALID');
  expect(await at({ firstPage: 0 })).toBe('ARGUMENT_INVALID');
  expect(await at({ lastPage: 4 })).toBe('ARGUMENT_INVALID');
});
