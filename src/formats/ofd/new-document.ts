/** Red, green, blue: 0 to 255. */
export type OfdColour = readonly [red: number, green: number, blue: number];

/**
 * A character with the glyph that shows it, as a chain of fonts gives them. `F` is whatever stands for a font there:
 * the writer only tells fonts apart and asks for a file of each at the end.
 */
export interface OfdGlyph<F> {
  readonly codePoint: number;
  readonly face: F;
  readonly glyph: number;
  /** Fraction of the size. */
  readonly advance: number;
}

/** One line of text from its base point to the right. */
export interface OfdTextItem<F> {
  readonly kind: 'text';
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  /** Height of the em in millimetres. */
  readonly size: number;
  readonly glyphs: readonly OfdGlyph<F>[];
  /** Added behind each character, in millimetres. */
  readonly spacing?: number;
  /** Unset: black. */
  readonly colour?: OfdColour;
  /** Names what the text says, for programs (CustomTags). */
  readonly tag?: string;
}

/** A step of a path in millimetres on the page: letters and numbers as in SVG, absolute. */
export type OfdPathStep =
  | readonly ['M' | 'L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];

/** A line, a frame, a drawing: outlines of a vector seal among them. Filled, stroked, or both. */
export interface OfdPathItem {
  readonly kind: 'path';
  readonly steps: readonly OfdPathStep[];
  readonly fill?: OfdColour;
  /** Unset: the winding number decides. */
  readonly fillRule?: 'non-zero' | 'even-odd';
  readonly stroke?: { readonly colour: OfdColour; readonly width: number };
  /** Names what is drawn, for programs (CustomTags). */
  readonly tag?: string;
}

/** A picture stretched over a box. The same bytes are stored once. */
export interface OfdImageItem {
  readonly kind: 'image';
  readonly format: 'PNG' | 'JPEG';
  readonly data: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What stands on a page. Millimetres from its top left corner, y downwards. */
export type OfdPageItem<F> = OfdTextItem<F> | OfdPathItem | OfdImageItem;

/** A page to write. */
export interface NewOfdPage<F> {
  readonly width: number;
  readonly height: number;
  /** Paths that lie under the page (TemplatePage). The same list on several pages is stored once. */
  readonly ground?: readonly OfdPathItem[];
  /** Later ones are drawn over earlier ones. */
  readonly items: readonly OfdPageItem<F>[];
}

/** A file to carry along. */
export interface NewOfdAttachment {
  /** File name, without folders. */
  readonly name: string;
  readonly data: Uint8Array;
  /** Unset: true. An invisible one is for programs. */
  readonly visible?: boolean;
  /** What it is for, e.g. `metadata`. */
  readonly usage?: string;
}

/** The font file of the characters that were used. */
export interface OfdFontFile {
  readonly name: string;
  /** TrueType, with a table from characters to glyphs. */
  readonly data: Uint8Array;
}

/** A document to write (GB/T 33190-2016). */
export interface NewOfd<F> {
  /** DocID: 32 hexadecimal digits, unique. */
  readonly id: string;
  readonly title?: string;
  readonly author?: string;
  readonly creator?: string;
  readonly creatorVersion?: string;
  /** Beijing date of the document. */
  readonly createdAt?: Date;
  /** Data for programs in the description of the document (CustomDatas), by name. */
  readonly customData?: readonly { readonly name: string; readonly value: string }[];
  readonly pages: readonly NewOfdPage<F>[];
  readonly attachments?: readonly NewOfdAttachment[];
  /** Gives the file of one font: the characters are sorted by code point, each once. */
  embedFont(face: F, characters: readonly OfdGlyph<F>[]): OfdFontFile;
}
