import type { FieldNode } from './field-node.ts';

/**
 * What an object is, along one path from the trailer. Only objects on these paths have a rule that can clear a change;
 * all others are `other` (see {@link Label}) and must stay as they are.
 */
export type Role =
  | { readonly kind: PlainKind }
  /** A page, and its array of annotations; `page` is the number of the page object. */
  | { readonly kind: 'page' | 'annotations' | 'annotation'; readonly page: number }
  | { readonly kind: FieldKind; readonly field: FieldNode }
  | { readonly kind: 'kids'; readonly field: FieldNode };

export type PlainKind =
  | 'catalog'
  | 'pages'
  | 'form'
  | 'fields'
  | 'form-resources'
  | 'form-resource-names'
  | 'info'
  | 'metadata'
  | 'extensions'
  | 'extension'
  | 'store'
  | 'store-list'
  | 'store-entries'
  | 'store-entry'
  | 'store-data';

/** Parts of a field: itself, a widget of it, /AP, an appearance or a dictionary of them, its value. */
export type FieldKind = 'field' | 'widget' | 'appearances' | 'appearance' | 'value' | 'signature';

/** True when two roles are the same, on the same page or in the same field. */
export function sameRole(a: Role, b: Role): boolean {
  if (a.kind !== b.kind) return false;
  if ('page' in a) return 'page' in b && a.page === b.page;
  return !('field' in a) || ('field' in b && a.field.name === b.field.name);
}
