import { YinxinError } from '../../foundation/core/index.ts';
import type { FaceBox, FaceCell, FaceField, FaceRule, FaceTable, FaceText } from './template.ts';

/** A table as what it is made of. */
export interface TableParts {
  readonly rules: readonly FaceRule[];
  readonly texts: readonly FaceText[];
  readonly fields: readonly FaceField[];
}

const PADDING_MM = 2;
const LINE_MM = 0.2;
/** Between the lines of the grid and text above and below. */
const BREADTH_MM = 1.2;

/** Lines and boxes of a table. ARGUMENT_INVALID for a row whose cells do not fill the columns. */
export function tableParts(table: FaceTable): TableParts {
  const width = table.columns.reduce((sum, column) => sum + column, 0);
  const texts: FaceText[] = [];
  const fields: FaceField[] = [];
  const rules: FaceRule[] = [];
  const line = (box: FaceBox): void => {
    rules.push({
      box,
      width: table.lineWidth ?? LINE_MM,
      ...(table.color === undefined ? {} : { color: table.color }),
    });
  };
  let y = table.y;
  for (const { height, cells } of table.rows) {
    line({ x: table.x, y, width, height: 0 });
    for (const { cell, box } of placedCells(table, cells, y, height)) {
      if (box.x > table.x) line({ x: box.x, y, width: 0, height });
      const inner = innerBox(box, table.padding ?? PADDING_MM);
      if ('text' in cell) texts.push({ ...cell, box: inner });
      else fields.push({ ...cell, box: inner });
    }
    y += height;
  }
  line({ x: table.x, y, width, height: 0 });
  line({ x: table.x, y: table.y, width: 0, height: y - table.y });
  line({ x: table.x + width, y: table.y, width: 0, height: y - table.y });
  return { rules, texts, fields };
}

function placedCells(
  { x: left, columns }: FaceTable,
  cells: readonly FaceCell[],
  y: number,
  height: number,
): { readonly cell: FaceCell; readonly box: FaceBox }[] {
  let column = 0;
  let x = left;
  const placed = cells.map((cell) => {
    const spanned = columns.slice(column, column + (cell.span ?? 1));
    const width = spanned.reduce((sum, one) => sum + one, 0);
    const box = { x, y, width, height };
    column += cell.span ?? 1;
    x += width;
    return { cell, box };
  });
  if (column !== columns.length) {
    throw new YinxinError('ARGUMENT_INVALID', 'the cells of a row of a table must fill its columns', {
      details: { columns: columns.length, filled: column },
    });
  }
  return placed;
}

function innerBox({ x, y, width, height }: FaceBox, padding: number): FaceBox {
  return {
    x: x + padding,
    y: y + BREADTH_MM,
    width: width - 2 * padding,
    height: height - 2 * BREADTH_MM,
  };
}
