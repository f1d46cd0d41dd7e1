/** A picture as raw samples, 8 bits each, rows from the top. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  /** Three bytes per pixel. */
  readonly rgb: Uint8Array;
  /** One byte per pixel, 255 is opaque; opaque everywhere where absent. */
  readonly alpha?: Uint8Array;
  /** Nobody writes into the samples any more: their deflated form is kept with the picture. */
  readonly unchanging?: true;
}

/** A JPEG, embedded as it is (DCTDecode): grey or RGB, 8 bits. */
export interface JpegImage {
  readonly width: number;
  readonly height: number;
  readonly jpeg: Uint8Array;
  readonly components: 1 | 3;
}

/** A font program of just the glyphs that are drawn. Content names them by codes of two bytes: character n is n + 1. */
export interface EmbeddedFont {
  readonly postscriptName: string;
  /** `truetype` for FontFile2, `cff` for a CFF font without its OpenType wrapper. */
  readonly outlines: 'truetype' | 'cff';
  readonly program: Uint8Array;
  /** What each says (nothing where another glyph beside it does), and its advance as a fraction of the em. */
  readonly characters: readonly { readonly text: string; readonly advance: number }[];
  readonly serif: boolean;
  /** Fractions of the em; the angle in degrees. */
  readonly metrics: {
    readonly ascent: number;
    readonly descent: number;
    readonly capHeight: number;
    readonly italicAngle: number;
    readonly bbox: readonly [number, number, number, number];
  };
}

/** What an appearance shows: operators of a content stream, and the resources that they name. */
export interface PdfDrawing {
  readonly operators: string;
  readonly images?: Readonly<Record<string, RawImage | JpegImage>>;
  readonly fonts?: Readonly<Record<string, EmbeddedFont>>;
}

/** Width and height in points (1/72 inch). */
export interface DrawingSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Draws into a box of that size, its origin at the lower left for the reader of the page, however that is turned. It may
 * be asked more than once and must answer the same.
 */
export type Draw = (size: DrawingSize) => PdfDrawing;
