/** A rectangle on the page. Millimetres, origin at the top left corner, y downwards. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

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
  readonly text: string;
  readonly box: FaceBox;
}

/** The place of one metadata field. */
export interface FaceField extends FaceTextStyle {
  /** Metadata key (GB/T 36903 pinyin key, `KZ_` for fields of the type). */
  readonly key: string;
  readonly box: FaceBox;
  /** `date` shows YYYYMMDD as 2026年07月01日 and anything else (长期) as it is. Default `text`. */
  readonly format?: 'text' | 'date';
  /** Default true: without a value the face is refused. */
  readonly required?: boolean;
  /** A thin line under the box. */
  readonly underline?: boolean;
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

/** The face of one kind of license, as data. */
export interface FaceTemplate {
  /** Stable name, for messages and the document title. */
  readonly name: string;
  /** Millimetres. */
  readonly page: { readonly width: number; readonly height: number };
  readonly frame?: FaceFrame;
  readonly texts: readonly FaceText[];
  readonly fields: readonly FaceField[];
  /** A square box; the quiet zone lies within it. */
  readonly qr: FaceBox;
  /** Where the seal picture goes: over the issuing body and its date. */
  readonly seal: FaceBox;
  readonly photo?: FaceBox;
}
