import type { FontChain, PathCommand } from '../../formats/font/index.ts';

/** What stands in the centre: 五角星, nothing, or an emblem the caller may lawfully use. */
export type SealCentre =
  | 'star'
  | 'none'
  | {
      /** Filled outline, millimetres, y upwards, origin at the centre of the seal. */
      readonly path: readonly PathCommand[];
    }
  | {
      /** Path data of an SVG (`d`), filled; its box is scaled into the circle of the star. */
      readonly svgPath: string;
    }
  | {
      /** A PNG, scaled into the circle of the star; its dark, opaque parts are printed in the colour of the seal. */
      readonly png: Uint8Array;
    };

interface SealImageCommon {
  /** 宋体 by convention, 仿宋 for invoice seals. */
  readonly font: FontChain;
  /** Default 300. */
  readonly dpi?: number;
  /** `#rrggbb`, default a seal red. */
  readonly color?: string;
}

/** A round seal of an organisation (国发〔1999〕25号). */
export interface RoundSealOptions extends SealImageCommon {
  readonly kind: 'round';
  /** The full lawful name; it runs along the upper arc. */
  readonly name: string;
  /** 国发〔1999〕25号: 42 (default), 45, 50 or 60 mm by rank; 20 to 60 is accepted. */
  readonly diameterMm?: number;
  /** A horizontal line below the centre, such as 审批专用章. */
  readonly lowerText?: string;
  /** Number along the lower rim (防伪编码, 13 digits in practice); digits and Latin letters. */
  readonly code?: string;
  readonly centre?: SealCentre;
}

/** An oval seal: invoice seals (发票专用章) are 40 × 30 mm. */
export interface OvalSealOptions extends SealImageCommon {
  readonly kind: 'oval';
  /** Along the upper arc. */
  readonly name: string;
  /** Default 40 × 30; 20 to 60 is accepted. */
  readonly widthMm?: number;
  readonly heightMm?: number;
  /** The line through the middle: the tax number (统一社会信用代码) of invoice seals. */
  readonly middleText?: string;
  /** The line below it: 发票专用章. */
  readonly lowerText?: string;
}

/** A rectangular seal with lines of text, such as 作废 or 与原件核对无误. */
export interface RectangleSealOptions extends SealImageCommon {
  readonly kind: 'rectangle';
  /** From top to bottom, each fitted to the width. One to six. */
  readonly lines: readonly string[];
  /** 10 to 100. */
  readonly widthMm: number;
  readonly heightMm: number;
}

/** A square seal of a person: characters in two columns, read from the top and from right to left. */
export interface SquareSealOptions extends SealImageCommon {
  readonly kind: 'square';
  /** Two to four characters. */
  readonly name: string;
  /** Unset: what fills the four places: 之印 after two characters, 印 after three, nothing after four. */
  readonly suffix?: string;
  /** Default 20; 10 to 40 is accepted. */
  readonly sizeMm?: number;
}

/** Options of `drawSealImage`. */
export type SealImageOptions = RoundSealOptions | OvalSealOptions | RectangleSealOptions | SquareSealOptions;

/** What a seal is drawn of. Millimetres, origin at the centre, y upwards; the outlines are filled together. */
export interface SealDrawing {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly path: readonly PathCommand[];
  /** A picture printed over it: its square box has this side. */
  readonly emblem?: { readonly png: Uint8Array; readonly sideMm: number };
}
