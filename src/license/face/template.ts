/** A rectangle on the page. Millimetres, origin at the top left corner, y downwards. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Text of the template itself: one for all, or by language. `{page}` and `{pages}` stand for numbers. */
export type FaceLabel = string | { readonly zh: string; readonly en: string };

/** Language of the labels; values stay what they are. */
export type FaceLanguage = 'zh' | 'en';

/** 正本 or 副本. */
export type FaceCopy = 'original' | 'duplicate';

/** How a text stands in its box. Sizes in points. */
export interface FaceTextStyle {
  readonly size: number;
  /** The smallest size before TEXT_OVERFLOW. Default: `size`. */
  readonly minSize?: number;
  /** Default `left`; `justify` spreads one line over the box, as labels of certificates are. */
  readonly align?: 'left' | 'center' | 'right' | 'justify';
  /** Default `middle`. */
  readonly valign?: 'top' | 'middle';
  /** Default true. */
  readonly wrap?: boolean;
  /** Between characters, as a fraction of the size; for one-line titles. */
  readonly spacing?: number;
  /** `#rrggbb`, default black. */
  readonly color?: string;
}

/** Text that every license of this kind carries. */
export interface FaceText extends FaceTextStyle {
  readonly text: FaceLabel;
  readonly box: FaceBox;
}

/** What a field of the metadata is, wherever it stands. */
export interface FaceValue {
  /** Metadata key (GB/T 36903 pinyin key, `KZ_` for fields of the type). */
  readonly key: string;
  /** `date` shows YYYYMMDD as 2026年07月01日 and anything else (长期) as it is. Default `text`. */
  readonly format?: 'text' | 'date';
  /** Default true: without a value the face is refused. */
  readonly required?: boolean;
  /** What does not fit at the minimum size goes on on continuation pages (续页). Default false: TEXT_OVERFLOW. */
  readonly continues?: boolean;
  /** Names the field on a continuation page. Default: its key. */
  readonly label?: FaceLabel;
}

/** The place of one metadata field. The first place of a key is the one that a verifier compares. */
export interface FaceField extends FaceTextStyle, FaceValue {
  readonly box: FaceBox;
  /** A thin line under the box. */
  readonly underline?: boolean;
  /** Of that line. Default a light gold. */
  readonly underlineColor?: string;
}

/** A line or rectangle that every license of this kind carries. */
export interface FaceRule {
  /** A height or width of 0 makes a line. */
  readonly box: FaceBox;
  /** Of the line; 0 for none. Default 0.15 mm. */
  readonly width?: number;
  /** Of the line. Default black. */
  readonly color?: string;
  readonly fill?: string;
}

/** A cell of a table: a label or a field. */
export type FaceCell = FaceTextStyle & {
  /** Columns that it spans. Default 1. */
  readonly span?: number;
} & ({ readonly text: FaceLabel } | FaceValue);

/** A table: a grid with labels and fields. */
export interface FaceTable {
  readonly x: number;
  readonly y: number;
  /** Widths in millimetres. */
  readonly columns: readonly number[];
  readonly rows: readonly { readonly height: number; readonly cells: readonly FaceCell[] }[];
  /** From the line to the text, left and right. Default 2 mm. */
  readonly padding?: number;
  /** Of the lines. Default 0.2 mm. */
  readonly lineWidth?: number;
  readonly color?: string;
}

/** Border and ground of the page. */
export interface FaceFrame {
  /** From the page edge to the outer rule, millimetres. */
  readonly inset: number;
  /** Width of the woven band. */
  readonly band: number;
  readonly color: string;
  /** Lines of the rosette behind the text. */
  readonly rosetteColor: string;
  readonly groundColor: string;
}

/** Pages behind the first (续页) for fields that continue. */
export interface FaceContinuation {
  /** Default: the frame of the first page; null for none. */
  readonly frame?: FaceFrame | null;
  readonly rules?: readonly FaceRule[];
  readonly texts: readonly FaceText[];
  /** Repeated so that a loose page can be told apart (number, holder). */
  readonly fields?: readonly FaceField[];
  /** Where the text goes on. */
  readonly body: FaceBox;
  /** Of the text that goes on. */
  readonly style: FaceTextStyle;
  readonly headingStyle: FaceTextStyle;
  /** At the end of a field that goes on, e.g. 下转续页. */
  readonly note: FaceLabel;
}

/** The face of one kind of license, as data: the same for PDF and OFD. */
export interface FaceTemplate {
  /** Stable name, for messages and the document title. */
  readonly name: string;
  /** Millimetres. */
  readonly page: { readonly width: number; readonly height: number };
  readonly frame?: FaceFrame;
  readonly rules?: readonly FaceRule[];
  readonly texts: readonly FaceText[];
  readonly fields: readonly FaceField[];
  readonly tables?: readonly FaceTable[];
  /** A square box; the quiet zone lies within it. */
  readonly qr: FaceBox;
  /** Where the seal picture goes: over the issuing body and its date. */
  readonly seal: FaceBox;
  readonly photo?: FaceBox;
  /** Where it says 正本 or 副本. */
  readonly copyMark?: FaceTextStyle & {
    readonly box: FaceBox;
    readonly original: FaceLabel;
    readonly duplicate: FaceLabel;
  };
  /** What is other in the 副本. */
  readonly duplicate?: Partial<Omit<FaceTemplate, 'name' | 'duplicate'>>;
  readonly continuation?: FaceContinuation;
}
