import { isYinxinError } from '../../foundation/core/index.ts';
import { PdfDict, type PdfDocument, type PdfObject, PdfRef, PdfStream } from '../pdf/index.ts';

/** A rule of PDF/A-3b that a file breaks. */
export interface PdfAFinding {
  /** Stable. */
  readonly code: PdfACode;
  /** Clause of ISO 19005-3, or what it refers to. */
  readonly clause: string;
  readonly detail: string;
  /** Number of the indirect object, where there is one. */
  readonly object?: number;
}

/** Codes of findings with their clauses of ISO 19005-3:2012. */
export const PDF_A_RULES = {
  PDFA_HEADER: '6.1.2',
  PDFA_FILE_ID: '6.1.3',
  PDFA_ENCRYPTED: '6.1.3',
  PDFA_TRAILING_DATA: '6.1.3',
  PDFA_CROSS_REFERENCE: '6.1.4',
  PDFA_STREAM_LENGTH: '6.1.7.1',
  PDFA_STREAM_EXTERNAL: '6.1.7.1',
  PDFA_FILTER: '6.1.7.2',
  PDFA_INLINE_IMAGE: '6.1.10',
  PDFA_PERMISSIONS: '6.1.12',
  PDFA_LIMIT: '6.1.13',
  PDFA_CONTENT: '6.2.2',
  PDFA_RESOURCES: '6.2.2',
  PDFA_OUTPUT_INTENT: '6.2.3',
  PDFA_ICC_PROFILE: '6.2.4.2',
  PDFA_DEVICE_COLOUR: '6.2.4.3',
  PDFA_GRAPHICS_STATE: '6.2.5',
  PDFA_RENDERING_INTENT: '6.2.6',
  PDFA_IMAGE: '6.2.8',
  PDFA_FORM_XOBJECT: '6.2.9',
  PDFA_POSTSCRIPT: '6.2.9',
  PDFA_BLEND_MODE: '6.2.10',
  PDFA_TRANSPARENCY: '6.2.10',
  PDFA_FONT: '6.2.11.2',
  PDFA_CID_TO_GID: '6.2.11.3.2',
  PDFA_CMAP: '6.2.11.3.3',
  PDFA_FONT_EMBEDDED: '6.2.11.4.1',
  PDFA_CID_SET: '6.2.11.4.2',
  PDFA_GLYPH_WIDTH: '6.2.11.5',
  PDFA_TO_UNICODE: '6.2.11.7',
  PDFA_NOTDEF: '6.2.11.8',
  PDFA_ANNOTATION_TYPE: '6.3.1',
  PDFA_ANNOTATION_FLAGS: '6.3.2',
  PDFA_ANNOTATION_APPEARANCE: '6.3.3',
  PDFA_FORM_APPEARANCES: '6.4.1',
  PDFA_XFA: '6.4.2',
  PDFA_ACTION: '6.5.1',
  PDFA_TRIGGER: '6.5.2',
  PDFA_METADATA: '6.6.2.1',
  PDFA_INFO: '6.6.3',
  PDFA_VERSION: '6.6.4',
  PDFA_EMBEDDED_FILE: '6.8',
  PDFA_OPTIONAL_CONTENT: '6.9',
  PDFA_PRESENTATION: '6.10',
  PDFA_REQUIREMENTS: '6.11',
} as const;

export type PdfACode = keyof typeof PDF_A_RULES;

/** A file with broken rules beyond any use is told so; the rest is not looked for. */
const MAX_FINDINGS = 1_000;

/** What the rules look at, and what they found. */
export class PdfACase {
  readonly document: PdfDocument;
  readonly findings: PdfAFinding[] = [];
  /** Colours that are used without saying what they are. */
  readonly deviceColours: Set<'rgb' | 'grey' | 'cmyk'> = new Set();
  /** Codes that each Type 0 font shows, by the number of its object. */
  readonly shownCodes: Map<number, Set<number>> = new Map();
  transparency = false;

  constructor(document: PdfDocument) {
    this.document = document;
  }

  find(code: PdfACode, detail: string, object?: number): void {
    if (this.findings.length >= MAX_FINDINGS) return;
    const clause = `ISO 19005-3 ${PDF_A_RULES[code]}`;
    this.findings.push({ code, clause, detail, ...(object === undefined ? {} : { object }) });
  }

  dict(value: PdfObject | undefined): PdfDict | undefined {
    return this.document.dict(value);
  }

  resolve(value: PdfObject | undefined): PdfObject | undefined {
    return this.document.resolve(value);
  }

  /** Decoded data of a stream; undefined where it cannot be decoded: its filter and /Length are looked at apart. */
  data(stream: PdfStream): Uint8Array | undefined {
    return readable(() => this.document.streamData(stream));
  }

  /** Entries of a dictionary of dictionaries, resolved. */
  *entries(value: PdfObject | undefined): Generator<readonly [key: string, value: PdfObject | undefined]> {
    for (const [key, item] of this.dict(value)?.entries ?? []) yield [key, this.resolve(item)];
  }
}

/** Undefined for what is damaged; limits and failures of reading are errors all the same. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isYinxinError(error) && ['PDF_INVALID', 'INFLATE_INVALID', 'PDF_UNSUPPORTED'].includes(error.code))
      return undefined;
    throw error;
  }
}

/** The dictionary of a value that is one, or a stream. */
export function dictionaryOf(value: PdfObject | undefined): PdfDict | undefined {
  if (value instanceof PdfStream) return value.dict;
  return value instanceof PdfDict ? value : undefined;
}

/** The number of a reference. */
export function numberOf(value: PdfObject | undefined): number | undefined {
  return value instanceof PdfRef ? value.num : undefined;
}
