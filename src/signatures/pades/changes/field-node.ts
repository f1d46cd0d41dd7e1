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
}

const READ_ONLY = 1;

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
  return {
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
 * filled and filled again, unless it is read-only or of no known kind.
 */
export function fillingOf(node: FieldNode, before: ObjectView, after: ObjectView): Filling {
  if (node.isGroup) return 'none';
  if (node.type === 'Sig') {
    const now = after.dict(storedValue(node, after));
    if (storedValue(node, before) !== undefined || now === undefined) return 'none';
    return nameOf(after.resolve(now.get('Type'))) === 'DocTimeStamp' ? 'timestamp' : 'sign';
  }
  const known = node.type === 'Tx' || node.type === 'Btn' || node.type === 'Ch';
  return known && (node.flags & READ_ONLY) === 0 ? 'fill' : 'none';
}

function storedValue(node: FieldNode, view: ObjectView): PdfObject | undefined {
  return node.ref === undefined ? undefined : view.dict(node.ref)?.get('V');
}
