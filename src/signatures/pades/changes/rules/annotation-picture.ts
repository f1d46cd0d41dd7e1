import {
  contentOperations,
  isPdfArray,
  nameOf,
  type ObjectView,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfStream,
} from '../../../../formats/pdf/index.ts';
import { isYinxinError } from '../../../../foundation/core/index.ts';
import type { Budget } from '../same-value.ts';

/** Icons are not larger, in points: whatever they show, they cover no content worth the name. */
const ICON = 50;
const MAX_DEPTH = 8;
/** Drawings looked at for one annotation: three appearances, each with a few states and layers. */
const MAX_DRAWINGS = 32;

/** Text, pictures and shadings, however they are put on the page (ISO 32000-1, table 51). */
const SHOWING: ReadonlySet<string> = new Set(['BT', 'Tj', 'TJ', "'", '"', 'BI', 'sh']);
const FILLING: ReadonlySet<string> = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*']);

/** Shapes whose inside may cover what stands on the page. */
const SHAPES: ReadonlySet<string> = new Set(['Square', 'Circle', 'Polygon']);

/**
 * Why the picture of a new annotation can be taken for content of the page, in words; undefined where it cannot. Markup
 * is lines and marks; text, pictures and filled shapes are what an attacker needs (EAA of "Breaking the Specification").
 * Lines and marks themselves are not looked at: what they draw is the permitted annotation.
 */
export function overPage(view: ObjectView, annotation: PdfDict, budget: Budget): string | undefined {
  if (isIcon(view, annotation)) return undefined;
  const subtype = nameOf(view.resolve(annotation.get('Subtype'))) ?? '';
  const inside = view.array(annotation.get('IC'));
  if (SHAPES.has(subtype) && inside !== undefined && inside.length > 0) return 'it is a filled shape';
  if (view.resolve(annotation.get('Cap')) === true) return 'it bears a caption';
  const forbidden = SHAPES.has(subtype) ? new Set([...SHOWING, ...FILLING]) : SHOWING;
  const look: Look = { view, budget, forbidden, seen: new Set() };
  try {
    for (const drawing of appearances(view, annotation)) {
      const found = shownBy(look, drawing, 0);
      if (found !== undefined) return found;
    }
    return undefined;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    // It may have cost all of it; half and half again never adds up to more than once.
    budget.metadata >>= 1;
    return 'its appearance cannot be read';
  }
}

function isIcon(view: ObjectView, annotation: PdfDict): boolean {
  const corners = (view.array(annotation.get('Rect')) ?? []).map((item) => view.resolve(item));
  const [x1, y1, x2, y2] = corners;
  const isRectangle = corners.length === 4 && corners.every((item) => typeof item === 'number');
  if (!isRectangle) return false;
  return Math.abs(Number(x1) - Number(x2)) <= ICON && Math.abs(Number(y1) - Number(y2)) <= ICON;
}

function appearances(view: ObjectView, annotation: PdfDict): PdfObject[] {
  const all = [...(view.dict(annotation.get('AP'))?.entries.values() ?? [])];
  return all.flatMap((item) => {
    const appearance = view.resolve(item);
    return appearance instanceof PdfDict ? [...appearance.entries.values()] : [item];
  });
}

interface Look {
  readonly view: ObjectView;
  readonly budget: Budget;
  readonly forbidden: ReadonlySet<string>;
  readonly seen: Set<PdfObject>;
}

function shownBy(look: Look, drawing: PdfObject | undefined, depth: number): string | undefined {
  const { view, budget, seen } = look;
  const stream = view.resolve(drawing);
  if (!(stream instanceof PdfStream)) return undefined;
  if (seen.has(stream)) return undefined;
  seen.add(stream);
  if (depth > MAX_DEPTH || seen.size > MAX_DRAWINGS) return 'its appearance has too many parts';
  const data = view.streamData(stream, Math.max(0, budget.metadata));
  budget.metadata -= data.length;
  const resources = view.dict(stream.dict.get('Resources'));
  for (const { operator, operands } of contentOperations(data)) {
    if (look.forbidden.has(operator)) return `its appearance draws (${operator}) what can be read as content`;
    const operand = operands.at(-1);
    // A pattern is a picture of its own.
    if ((operator === 'scn' || operator === 'SCN') && operand instanceof PdfName)
      return 'it paints a pattern';
    if (operator === 'gs' && isMasked(view, resources, operand)) return 'it is drawn through a mask';
    if (operator !== 'Do') continue;
    const form = view.resolve(named(view, resources, 'XObject', operand));
    const isForm = form instanceof PdfStream && nameOf(view.resolve(form.dict.get('Subtype'))) === 'Form';
    if (!isForm) return 'it draws a picture';
    const found = shownBy(look, form, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function named(
  view: ObjectView,
  resources: PdfDict | undefined,
  kind: string,
  name: PdfObject | undefined,
): PdfObject | undefined {
  return view.dict(resources?.get(kind))?.get(nameOf(name) ?? '');
}

/** A soft mask can have the shape of letters. What is not among the resources may come from the page. */
function isMasked(view: ObjectView, resources: PdfDict | undefined, name: PdfObject | undefined): boolean {
  const state = view.dict(named(view, resources, 'ExtGState', name));
  const mask = view.resolve(state?.get('SMask'));
  return state === undefined || (mask !== undefined && nameOf(mask) !== 'None') || isPdfArray(mask);
}
