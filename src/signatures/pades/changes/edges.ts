import {
  isPdfArray,
  nameOf,
  type ObjectView,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
} from '../../../formats/pdf/index.ts';
import { type FieldNode, fieldNode } from './field-node.ts';
import { catalogLabel, formLabel, type Label, label, pageLabel } from './label.ts';
import type { PlainKind, Role } from './role.ts';

/** A way on from an object: to something with a role, or by a key without a rule. */
export type Edge =
  | { readonly role: Role; readonly value: PdfObject }
  | { readonly label: Label; readonly key: string; readonly value: PdfObject };

const STORE_LISTS: ReadonlySet<string> = new Set(['Certs', 'CRLs', 'OCSPs']);
const ENTRY_LISTS: ReadonlySet<string> = new Set(['Cert', 'CRL', 'OCSP']);
const APPEARANCES: ReadonlySet<string> = new Set(['N', 'R', 'D']);

/**
 * All ways on from a value with a role. The form comes last, to be walked first: what is a field there is no mere
 * annotation on its page.
 */
export function edgesOf(role: Role, value: PdfObject, view: ObjectView): Edge[] {
  switch (role.kind) {
    case 'catalog':
      return byKey(value, catalogEdge).sort((a, b) => Number(leadsToForm(a)) - Number(leadsToForm(b)));
    case 'pages':
      return pagesEdges(value, view);
    case 'page':
      return byKey(value, (key, item) =>
        key === 'Annots'
          ? { role: { kind: 'annotations', page: role.page }, value: item }
          : { label: pageLabel(key, role.page), key, value: item },
      );
    case 'annotations':
      return items(value).flatMap((item) =>
        item instanceof PdfRef ? [{ role: { kind: 'annotation', page: role.page }, value: item }] : [],
      );
    case 'annotation':
      return others(value, label(['ANNOTATION', 'annotation'], role.page));
    case 'form':
      return byKey(value, formEdge);
    case 'fields':
      return items(value).flatMap((item) => fieldEdge(view, item, undefined));
    case 'field':
    case 'widget':
    case 'kids':
    case 'appearances':
    case 'appearance':
    case 'value':
    case 'signature':
      return fieldEdges(role.kind, role.field, value, view);
    default:
      return plainEdges(role.kind, value);
  }
}

function plainEdges(kind: PlainKind, value: PdfObject): Edge[] {
  switch (kind) {
    case 'form-resources':
      return byKey(value, (_key, item) => ({ role: { kind: 'form-resource-names' }, value: item }));
    case 'form-resource-names':
      return others(value, label(['FONT', 'font or other resource of the form']));
    case 'store':
      return byKey(value, (key, item) => {
        if (STORE_LISTS.has(key)) return { role: { kind: 'store-list' }, value: item };
        if (key === 'VRI') return { role: { kind: 'store-entries' }, value: item };
        return { label: label(['DSS', 'validation data']), key, value: item };
      });
    case 'store-entries':
      return byKey(value, (_key, item) => ({ role: { kind: 'store-entry' }, value: item }));
    case 'store-entry':
      return byKey(value, (key, item) => {
        if (ENTRY_LISTS.has(key)) return { role: { kind: 'store-list' }, value: item };
        if (key === 'TS') return { role: { kind: 'store-data' }, value: item };
        return { label: label(['DSS', 'validation data']), key, value: item };
      });
    case 'store-list':
      return items(value).map((item) => ({ role: { kind: 'store-data' }, value: item }));
    case 'extensions':
      return byKey(value, (_key, item) => ({ role: { kind: 'extension' }, value: item }));
    case 'extension':
      if (isPdfArray(value)) return value.map((item) => ({ role: { kind: 'extension' }, value: item }));
      return others(value, label(['EXTENSIONS', 'developer extensions']));
    case 'info':
      return others(value, label(['INFO', 'document information']));
    default:
      return others(value, label(['METADATA', kind === 'metadata' ? 'metadata' : 'validation data']));
  }
}

function catalogEdge(key: string, value: PdfObject): Edge {
  const kinds: Readonly<Record<string, PlainKind>> = {
    Pages: 'pages',
    AcroForm: 'form',
    DSS: 'store',
    Extensions: 'extensions',
    Metadata: 'metadata',
  };
  const kind = kinds[key];
  return kind === undefined ? { label: catalogLabel(key), key, value } : { role: { kind }, value };
}

function leadsToForm(edge: Edge): boolean {
  return 'role' in edge && edge.role.kind === 'form';
}

function formEdge(key: string, value: PdfObject): Edge {
  if (key === 'Fields') return { role: { kind: 'fields' }, value };
  if (key === 'DR') return { role: { kind: 'form-resources' }, value };
  return { label: formLabel(key), key, value };
}

/** Nodes of the page tree; what they hand down to their pages is labelled as theirs. */
function pagesEdges(value: PdfObject, view: ObjectView): Edge[] {
  return byKey(value, (key, item) => {
    if (key !== 'Kids')
      return { label: { ...pageLabel(key, 0), words: `${key} of all pages` }, key, value: item };
    return undefined;
  }).concat(
    items(view.array(value instanceof PdfDict ? value.get('Kids') : undefined)).flatMap((kid): Edge[] => {
      if (!(kid instanceof PdfRef)) return [];
      const role: Role = isPage(view.resolve(kid)) ? { kind: 'page', page: kid.num } : { kind: 'pages' };
      return [{ role, value: kid }];
    }),
  );
}

/** A page, not an inner node of the page tree (ISO 32000-1, 7.7.3). */
export function isPage(value: PdfObject | undefined): boolean {
  return (
    value instanceof PdfDict && (nameOf(value.get('Type')) === 'Page' || value.get('Kids') === undefined)
  );
}

function fieldEdge(view: ObjectView, item: PdfObject, parent: FieldNode | undefined): Edge[] {
  const field = fieldNode(view, item, parent);
  return field === undefined ? [] : [{ role: { kind: 'field', field }, value: item }];
}

function fieldEdges(
  kind: Extract<Role, { readonly field: FieldNode }>['kind'],
  field: FieldNode,
  value: PdfObject,
  view: ObjectView,
): Edge[] {
  const name = `field "${field.name}"`;
  switch (kind) {
    case 'kids':
      return items(value).flatMap((item) =>
        field.isGroup ? fieldEdge(view, item, field) : [{ role: { kind: 'widget', field }, value: item }],
      );
    case 'appearances':
      return byKey(value, (key, item) =>
        APPEARANCES.has(key)
          ? { role: { kind: 'appearance', field }, value: item }
          : { label: label(['FIELD_APPEARANCE', `appearance of ${name}`]), key, value: item },
      );
    case 'appearance':
      if (value instanceof PdfDict) {
        return byKey(value, (_key, item) => ({ role: { kind: 'appearance', field }, value: item }));
      }
      return others(value, label(['FIELD_APPEARANCE', `appearance of ${name}`]));
    case 'value':
      return others(value, label(['FIELD_VALUE', `value of ${name}`]));
    case 'signature':
      return others(value, label(['SIGNATURE', `signature in ${name}`]));
    default:
      return byKey(value, (key, item) => {
        if (key === 'Kids') return { role: { kind: 'kids', field }, value: item };
        if (key === 'AP') return { role: { kind: 'appearances', field }, value: item };
        if (key === 'V')
          return { role: { kind: field.type === 'Sig' ? 'signature' : 'value', field }, value: item };
        return { label: label(['FIELD', name]), key, value: item };
      });
  }
}

function items(value: PdfObject | undefined): readonly PdfObject[] {
  return isPdfArray(value) ? value : [];
}

function byKey(value: PdfObject, edge: (key: string, item: PdfObject) => Edge | undefined): Edge[] {
  const dict = value instanceof PdfStream ? value.dict : value;
  if (!(dict instanceof PdfDict)) return [];
  const edges: Edge[] = [];
  for (const [key, item] of dict.entries) {
    const way = edge(key, item);
    if (way !== undefined) edges.push(way);
  }
  return edges;
}

/** Everything in a value under one label, by the keys that it stands under. */
function others(value: PdfObject, under: Label): Edge[] {
  if (value instanceof PdfDict || value instanceof PdfStream) {
    return byKey(value, (key, item) => ({ label: under, key, value: item }));
  }
  return [{ label: under, key: '', value }];
}
