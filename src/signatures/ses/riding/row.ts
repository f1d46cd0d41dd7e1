import type { Edge, Slice } from './slice.ts';
import { TOLERANCE_MM } from './stamp-view.ts';

/** What is wrong with a row of slices: a code and words. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
}

/** Slices on one edge that belong together, and what is wrong with them. */
export interface Row {
  /** In page order. */
  readonly slices: readonly Slice[];
  readonly faults: readonly Fault[];
  /** Whole pictures that the slices make. */
  readonly pictures: number;
  readonly order: Order;
}

/** How the slices follow each other through the picture, from its left or top, while the pages are turned forward. */
export type Order = 'ascending' | 'descending';

/**
 * In which orders slices may stand on an edge; the first is that of faults where neither is right. Pages fanned at the
 * left or top show the last one outermost, so makers begin the picture there with the last page, or with the first.
 */
const ORDERS: Readonly<Record<Edge, readonly [Order, ...Order[]]>> = {
  right: ['ascending'],
  bottom: ['ascending'],
  left: ['ascending', 'descending'],
  top: ['ascending', 'descending'],
};

/** From which end of the edge writers measure, where the pages differ in size: fanned pages are knocked up on one. */
const ALIGNMENTS: readonly ((slice: Slice) => number)[] = [
  ({ offset }) => offset,
  ({ offset, along, edgeLength }) => offset + along / 2 - edgeLength / 2,
  ({ offset, along, edgeLength }) => offset + along - edgeLength,
];

/** The rows of one edge, by the end from which they are all right, else from its beginning. */
export function rowsOnEdge(edge: Edge, slices: readonly Slice[]): readonly Row[] {
  let first: readonly Row[] | undefined;
  for (const place of ALIGNMENTS) {
    const rows = checkRows(splitByPlace(slices, place), place, ORDERS[edge]);
    if (rows.every(({ faults }) => faults.length === 0)) return rows;
    first ??= rows;
  }
  return first ?? [];
}

/** Two riding seals on one edge stand beside each other: more than half a picture apart is another row. */
function splitByPlace(slices: readonly Slice[], place: (slice: Slice) => number): Slice[][] {
  const rows: Slice[][] = [];
  for (const slice of [...slices].sort((a, b) => place(a) - place(b))) {
    const row = rows[rows.length - 1];
    if (row === undefined || place(slice) - place(row[0]!) > row[0]!.along / 2) rows.push([slice]);
    else row.push(slice);
  }
  return rows.map((row) => row.sort((a, b) => a.page - b.page));
}

/** All rows of an edge in one order: that in which they are right, else in which more slices follow each other. */
function checkRows(
  rows: readonly (readonly Slice[])[],
  place: (slice: Slice) => number,
  [usual, ...others]: readonly [Order, ...Order[]],
): Row[] {
  let order = usual;
  let partitions = rows.map((row) => checkPartition(row, usual));
  for (const other of others) {
    const found = rows.map((row) => checkPartition(row, other));
    if (followed(found) > followed(partitions)) [order, partitions] = [other, found];
  }
  return rows.map((slices, i) => {
    const { faults: cuts, pictures } = partitions[i]!;
    return {
      slices,
      pictures,
      order,
      faults: [...checkShape(slices, place), ...cuts, ...checkPages(slices)],
    };
  });
}

function followed(partitions: readonly Partition[]): number {
  return partitions.reduce((sum, partition) => sum + partition.followed, 0);
}

/** Every slice touches the edge, is drawn in one size and begins at one place along the edge. */
function checkShape(slices: readonly Slice[], place: (slice: Slice) => number): Fault[] {
  const first = slices[0]!;
  const differs = (a: number, b: number): boolean => Math.abs(a - b) > TOLERANCE_MM;
  const away = slices.find(({ distance }) => Math.abs(distance) > TOLERANCE_MM);
  const scaled = slices.find((s) => differs(s.across, first.across) || differs(s.along, first.along));
  const shifted = slices.find((slice) => differs(place(slice), place(first)));
  const faults: Fault[] = [];
  if (away !== undefined) {
    const detail = `the slice on page ${away.page} ends ${mm(away.distance)} from the ${away.edge} edge`;
    faults.push({ code: 'RIDING_EDGE', detail });
  }
  if (scaled !== undefined) {
    const detail = `the slices on pages ${first.page} and ${scaled.page} are drawn in different sizes`;
    faults.push({ code: 'RIDING_SCALE', detail });
  }
  if (shifted !== undefined) {
    const by = mm(Math.abs(place(shifted) - place(first)));
    const detail = `the slice on page ${shifted.page} stands ${by} along the edge from that on page ${first.page}`;
    faults.push({ code: 'RIDING_OFFSET', detail });
  }
  return faults;
}

interface Partition extends Pick<Row, 'faults' | 'pictures'> {
  /** Slices before the fault; a row without one counts more than all its slices. */
  readonly followed: number;
}

/**
 * In page order the slices follow each other from one end of the picture to the other, then a new one begins: from its
 * left (or top) in ascending order, from its right (or bottom) in descending order.
 */
function checkPartition(slices: readonly Slice[], order: Order): Partition {
  let at = 0;
  let pictures = 0;
  for (const [followed, slice] of slices.entries()) {
    const { page, across } = slice;
    const [from, to] =
      order === 'ascending' ? [slice.from, slice.to] : [across - slice.to, across - slice.from];
    if (at !== 0 && Math.abs(at - across) <= TOLERANCE_MM) {
      pictures++;
      at = 0;
    }
    if (Math.abs(from - at) > TOLERANCE_MM) {
      const [code, what] = from > at ? ['RIDING_GAP', 'is missing'] : ['RIDING_OVERLAP', 'comes again'];
      const detail = `before the slice on page ${page} a part of the picture of ${mm(Math.abs(from - at))} ${what}`;
      return { faults: [{ code, detail }], pictures, followed };
    }
    at = to;
  }
  const { across, page } = slices[slices.length - 1]!;
  if (Math.abs(at - across) <= TOLERANCE_MM) {
    return { faults: [], pictures: pictures + 1, followed: slices.length + 1 };
  }
  const detail = `after the slice on page ${page} a part of the picture of ${mm(across - at)} is missing`;
  return { faults: [{ code: 'RIDING_GAP', detail }], pictures, followed: slices.length };
}

/** No page between the slices is without one: it could have been put in. Odd pages alone: printed on both sides. */
function checkPages(slices: readonly Slice[]): Fault[] {
  const step = isDuplex(slices) ? 2 : 1;
  for (const [i, { page }] of slices.entries()) {
    const before = slices[i - 1]?.page;
    if (before === undefined || page - before === step) continue;
    const twice = page === before;
    const detail = twice
      ? `page ${page} carries two slices of one riding seal`
      : `page ${before + step} lies between the slices and carries none`;
    return [{ code: twice ? 'RIDING_PAGE_TWICE' : 'RIDING_PAGE_WITHOUT', detail }];
  }
  return [];
}

/** Slices on fronts alone. */
export function isDuplex(slices: readonly Slice[]): boolean {
  return (
    slices.length > 1 &&
    slices.every(({ page }, i) => page % 2 === 1 && (i === 0 || page - slices[i - 1]!.page === 2))
  );
}

function mm(length: number): string {
  return `${Math.round(length * 100) / 100} mm`;
}
