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

/** Equal for equal roles. */
export function roleKey(role: Role): string {
  if ('page' in role) return `${role.kind} ${role.page}`;
  return 'field' in role ? `${role.kind} ${role.field.name}` : role.kind;
}
