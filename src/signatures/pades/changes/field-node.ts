import {
  countOf,
  decodeTextString,
  nameOf,
  type ObjectView,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfString,
} from '../../../formats/pdf/index.ts';
import { YinxinError } from '../../../foundation/core/index.ts';

/** A node of the field tree, with what it inherits (ISO 32000-1, 12.7.3.1). */
export interface FieldNode {
  /** Fully qualified. */
  readonly name: string;
  readonly ref: PdfRef | undefined;
  readonly type: string | undefined;
  /** /Ff, own or inherited. */
  readonly flags: number;
  /** It has fields below it, and no value of its own. */
  readonly isGroup: boolean;
  /** 0 at the top of the tree. */
  readonly depth: number;
}

const MAX_TREE_DEPTH = 64;

const READ_ONLY = 1;
/** A button without a value (ISO 32000-1, table 226): its picture is part of the document. */
const PUSH_BUTTON = 1 << 16;

/** Reads a node of the tree; undefined when it is no dictionary. */
export function fieldNode(
  view: ObjectView,
  value: PdfObject,
  parent: FieldNode | undefined,
): FieldNode | undefined {
  const dict = view.resolve(value);
  if (!(dict instanceof PdfDict)) return undefined;
  const partial = view.resolve(dict.get('T'));
  const own = partial instanceof PdfString ? decodeTextString(partial) : '';
  const kids = view.array(dict.get('Kids')) ?? [];
  const depth = parent === undefined ? 0 : parent.depth + 1;
  if (depth > MAX_TREE_DEPTH) throw new YinxinError('PDF_INVALID', 'the field tree is deeper than 64');
  return {
    depth,
    name: [parent?.name ?? '', own].filter((part) => part !== '').join('.'),
    ref: value instanceof PdfRef ? value : undefined,
    type: nameOf(view.resolve(dict.get('FT'))) ?? parent?.type,
    flags: countOf(view.resolve(dict.get('Ff'))) ?? parent?.flags ?? 0,
    isGroup: kids.some((kid) => view.dict(kid)?.get('T') !== undefined),
  };
}

/** What may be done to a field in the step between two states. */
export type Filling = 'sign' | 'timestamp' | 'fill' | 'none';

/**
 * A signature field may change only while it is signed, by a value that it did not have; a field of another kind may be
 * filled and filled again, unless it is read-only, a push button, or of no known kind.
 */
export function fillingOf(node: FieldNode, before: ObjectView, after: ObjectView): Filling {
  if (node.isGroup) return 'none';
  if (node.type === 'Sig') {
    const now = after.dict(storedValue(node, after));
    if (storedValue(node, before) !== undefined || now === undefined) return 'none';
    return nameOf(after.resolve(now.get('Type'))) === 'DocTimeStamp' ? 'timestamp' : 'sign';
  }
  const isKnown = node.type === 'Tx' || node.type === 'Btn' || node.type === 'Ch';
  const isFixed = (node.flags & READ_ONLY) !== 0 || (node.type === 'Btn' && (node.flags & PUSH_BUTTON) !== 0);
  return isKnown && !isFixed ? 'fill' : 'none';
}

function storedValue(node: FieldNode, view: ObjectView): PdfObject | undefined {
  return node.ref === undefined ? undefined : view.dict(node.ref)?.get('V');
}
