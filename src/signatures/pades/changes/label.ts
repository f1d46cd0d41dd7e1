/** What an object without a rule belongs to: for telling codes. */
export interface Label {
  readonly code: string;
  readonly words: string;
  /** Object number of the page that it belongs to. */
  readonly page?: number;
}

type Words = readonly [code: string, words: string];

const PAGE_KEYS: Readonly<Record<string, Words>> = {
  Contents: ['PAGE_CONTENT', 'content'],
  Resources: ['PAGE_RESOURCES', 'resources'],
  MediaBox: ['PAGE_BOX', 'media box'],
  CropBox: ['PAGE_BOX', 'crop box'],
  BleedBox: ['PAGE_BOX', 'bleed box'],
  TrimBox: ['PAGE_BOX', 'trim box'],
  ArtBox: ['PAGE_BOX', 'art box'],
  UserUnit: ['PAGE_BOX', 'size of its units'],
  Rotate: ['PAGE_ROTATION', 'rotation'],
  Parent: ['PAGE_TREE', 'place in the page tree'],
};

const CATALOG_KEYS: Readonly<Record<string, Words>> = {
  Pages: ['PAGE_TREE', 'page tree'],
  AcroForm: ['FORM', 'form'],
  OCProperties: ['OPTIONAL_CONTENT', 'optional content'],
  Names: ['NAMES', 'names'],
  Dests: ['NAMES', 'destinations'],
  Outlines: ['OUTLINES', 'outlines'],
  PageLabels: ['PAGE_LABELS', 'page labels'],
  StructTreeRoot: ['STRUCTURE', 'structure tree'],
  MarkInfo: ['STRUCTURE', 'mark information'],
  OpenAction: ['ACTION', 'action on opening'],
  AA: ['ACTION', 'actions'],
  Perms: ['PERMISSIONS', 'permissions'],
  AF: ['ATTACHMENT', 'associated files'],
  OutputIntents: ['OUTPUT_INTENT', 'output intent'],
  Collection: ['ATTACHMENT', 'collection'],
  Threads: ['NAMES', 'article threads'],
};

const FORM_KEYS: Readonly<Record<string, Words>> = {
  Fields: ['FIELD_TREE', 'fields of the form'],
  XFA: ['XFA', 'XFA form'],
  CO: ['FORM', 'order of calculation'],
};

/** Keys below that say more than the place they were reached by. */
const FINER: Readonly<Record<string, Words>> = {
  Font: ['FONT', 'font'],
  FontDescriptor: ['FONT', 'font'],
  FontFile: ['FONT', 'font'],
  FontFile2: ['FONT', 'font'],
  FontFile3: ['FONT', 'font'],
  ToUnicode: ['FONT', 'font'],
  XObject: ['IMAGE', 'picture or drawing'],
  SMask: ['IMAGE', 'soft mask'],
  Mask: ['IMAGE', 'mask'],
  ColorSpace: ['COLOR_SPACE', 'colour space'],
  Pattern: ['PATTERN', 'pattern'],
  Shading: ['PATTERN', 'shading'],
  Function: ['FUNCTION', 'function'],
  ExtGState: ['GRAPHICS_STATE', 'graphics state'],
  Properties: ['OPTIONAL_CONTENT', 'optional content'],
  OC: ['OPTIONAL_CONTENT', 'optional content'],
  A: ['ACTION', 'action'],
  AA: ['ACTION', 'actions'],
  JS: ['JAVASCRIPT', 'JavaScript'],
  JavaScript: ['JAVASCRIPT', 'JavaScript'],
  EmbeddedFiles: ['ATTACHMENT', 'attachment'],
  EF: ['ATTACHMENT', 'attachment'],
};

/** Below these, finer keys have other meanings. */
const FIXED: ReadonlySet<string> = new Set(['STRUCTURE', 'OUTLINES', 'XFA']);

/** Label of what stands under a key of the catalog, or of the trailer. */
export function catalogLabel(key: string): Label {
  return label(CATALOG_KEYS[key] ?? ['CATALOG', `/${key} of the catalog`]);
}

/** Label of what stands under a key of the form. */
export function formLabel(key: string): Label {
  return label(FORM_KEYS[key] ?? ['FORM', `/${key} of the form`]);
}

/** Label of what stands under a key of a page. */
export function pageLabel(key: string, page: number): Label {
  const [code, words] = PAGE_KEYS[key] ?? FINER[key] ?? ['PAGE', `/${key} of the page`];
  return { code, words, page };
}

export function label([code, words]: Words, page?: number): Label {
  return { code, words, ...(page === undefined ? {} : { page }) };
}

/** The label of what stands under a key of something labelled: the finer one, where the key says more. */
export function finer(from: Label, key: string): Label {
  const words = FIXED.has(from.code) ? undefined : FINER[key];
  return words === undefined || words[0] === from.code ? from : label(words, from.page);
}
