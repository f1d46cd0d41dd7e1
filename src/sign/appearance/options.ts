import type { FontChain, FontInput } from '../../formats/font/index.ts';
import type { Placement, TextSearch } from '../../formats/pdf/index.ts';

/** What a person sees of a signature: text, picture and QR code beside each other in one box. At least one of them. */
export interface VisibleSignature {
  readonly text?: VisibleText;
  /** A PNG (with or without alpha) or a grey or RGB JPEG, shown in its own proportions. */
  readonly picture?: Uint8Array;
  /** Content of a QR code (error correction M), drawn as vectors on white with its quiet zone. */
  readonly qr?: string;
  /** Pictures in front of the text, or above it. Default: by the shape of the box. */
  readonly arrangement?: 'row' | 'column';
  /** A frame, `#rrggbb`. Default: none. */
  readonly border?: string;
  /** Ground of the box, `#rrggbb`. Default: none, what lies below shows through. */
  readonly background?: string;
  /** 1 is the first page. Not used with an existing field, nor with a keyword. */
  readonly page?: number;
  /** Where. An existing field has its own place. */
  readonly place?: Placement | KeywordPlacement;
}

/** Text of a visible signature, fitted into what pictures leave of the box. */
export interface VisibleText {
  /** Lines, parted by `\n`; longer ones wrap. */
  readonly content: string;
  /** Fonts in order of preference, or a chain loaded once for many signatures. Only what is drawn is embedded. */
  readonly fonts: readonly FontInput[] | FontChain;
  /** Points. Default 10. */
  readonly size?: number;
  /** Points: so far it shrinks to fit. Default 4. */
  readonly minSize?: number;
  /** `#rrggbb`. Default: black. */
  readonly color?: string;
  /** Default: left. */
  readonly align?: 'left' | 'center' | 'right';
}

/** A box at a keyword of the document. Lengths in millimetres. */
export interface KeywordPlacement {
  /** As a person reads it on one line; white space makes no difference. */
  readonly keyword: string;
  /** 1 is the first hit, -1 the last. Unset: there must be one only. */
  readonly occurrence?: number;
  /** Pages to look on, from 1. Unset: all. */
  readonly pages?: { readonly first?: number; readonly last?: number };
  /** Where the box stands: with its middle over that of the keyword (default), or beside it. */
  readonly side?: 'over' | 'right' | 'left' | 'above' | 'below';
  /** Moves the box to the right and downwards. */
  readonly offset?: { readonly x?: number; readonly y?: number };
  readonly width: number;
  readonly height: number;
  /** Another extractor of text (pdfjs, an OCR), where the fonts of the document do not tell what they show. */
  readonly search?: TextSearch;
}
