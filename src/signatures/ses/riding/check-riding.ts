import type { Check } from '../../../foundation/core/index.ts';
import { type Fault, isDuplex, type Row, rowsOnEdge } from './row.ts';
import { type Edge, isCutByPage, type Slice, sliceOf, slicesOf } from './slice.ts';
import { type StampView, visiblePart } from './stamp-view.ts';

const CLAUSE = 'GB/T 33190-2016 18.2.3';
/** Faults that are told one by one: the first ones tell what is wrong. */
const MAX_TOLD = 20;
const EDGES: readonly Edge[] = ['right', 'left', 'top', 'bottom'];

/**
 * The riding seal (骑缝章) among the appearances of one signature: the slices of an edge, in page order, must make whole
 * pictures without gap or overlap, touch the edge, have one size and one place along it (0.1 mm), and leave out no page
 * between them; none may be hidden. On the left and the top edge all of them may run against the order of pages, too.
 * A failed check is a reason not to pass the signature: pages were taken out, put in or exchanged before it was made, or
 * its maker shows something else than the seal.
 *
 * Pages before the first and behind the last slice, and backs of pages printed on both sides, are told (warnings): a
 * cover may be left out. Not checked: which picture is drawn, and what lies over it. Empty where nothing rides.
 */
export function checkRiding(stamps: readonly StampView[], pageCount: number): Check[] {
  const parts = slicesOf(stamps);
  if (parts.length === 0) return stamps.filter(isCutByPage).map(cutCheck);
  const slices: Slice[] = [];
  const faults: Fault[] = [];
  for (const stamp of parts) {
    const visible = visiblePart(stamp);
    const slice = visible === undefined ? undefined : sliceOf(stamp, visible);
    if (slice !== undefined) slices.push(slice);
    else faults.push(visible === undefined ? hiddenFault(stamp) : shapeFault(stamp));
  }
  const rows = EDGES.flatMap((edge) =>
    rowsOnEdge(
      edge,
      slices.filter((slice) => slice.edge === edge),
    ),
  );
  faults.push(...rows.flatMap((row) => row.faults));
  if (faults.length === 0) return rows.flatMap((row) => rowChecks(row, pageCount));
  return faults
    .slice(0, MAX_TOLD)
    .map(({ code, detail }) => ({ code, status: 'failed', detail, clause: CLAUSE }));
}

function hiddenFault({ page, hidden }: StampView): Fault {
  const where = page === undefined ? 'a page that is not in the document' : `page ${page}`;
  return {
    code: 'RIDING_HIDDEN',
    detail: `the slice on ${where} cannot be seen${hidden === undefined ? '' : `: ${hidden}`}`,
  };
}

function shapeFault({ page }: StampView): Fault {
  return { code: 'RIDING_SHAPE', detail: `what page ${page} shows of the seal is no slice of it` };
}

function cutCheck({ page }: StampView): Check {
  const detail = `the seal on page ${page} sticks out of it: a part of the picture is not seen`;
  return { code: 'SEAL_STAMP_CUT', status: 'warning', detail, clause: CLAUSE };
}

function rowChecks({ slices, pictures, order }: Row, pageCount: number): Check[] {
  const [first, last] = [slices[0]!, slices[slices.length - 1]!];
  const what = pictures === 1 ? 'the whole picture' : `${pictures} whole pictures`;
  const against = order === 'descending' ? ', begun with the last page' : '';
  const detail = `the slices on pages ${first.page} to ${last.page} make ${what} on the ${first.edge} edge${against}`;
  const checks: Check[] = [{ code: 'RIDING_SEAL', status: 'passed', detail, clause: CLAUSE }];
  const duplex = isDuplex(slices);
  const warn = (code: string, words: string): void => {
    checks.push({ code, status: 'warning', detail: words, clause: CLAUSE });
  };
  if (duplex)
    warn('RIDING_FRONTS_ONLY', 'only odd pages carry slices: right for pages printed on both sides alone');
  const behind = pageCount - last.page - (duplex && pageCount % 2 === 0 ? 1 : 0);
  if (first.page > 1 || behind > 0) {
    const words = `${first.page - 1} pages before and ${Math.max(0, behind)} behind the slices carry none`;
    warn('RIDING_PAGES_LEFT_OUT', words);
  }
  return checks;
}
