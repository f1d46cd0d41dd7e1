import type { TextGlyph } from '../../../formats/font/index.ts';
import type { FaceBox } from '../template.ts';

/** A line of text at its place. */
export interface DrawnLine {
  readonly glyphs: readonly TextGlyph[];
  /** Base point, millimetres. */
  readonly x: number;
  readonly baseline: number;
}

/** A text that was fitted into its box. */
export interface DrawnText {
  readonly kind: 'text';
  /** For messages and tests. */
  readonly name: string;
  /** Metadata key, where a verifier is to compare it. */
  readonly field?: string;
  readonly box: FaceBox;
  /** Points. */
  readonly size: number;
  /** Added behind each character, points. */
  readonly spacing: number;
  readonly color: string;
  readonly lines: readonly DrawnLine[];
}

/** A step of a path, millimetres. */
export type DrawnStep =
  | readonly ['M' | 'L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];

/** A path of the ground. */
export interface DrawnPath {
  readonly steps: readonly DrawnStep[];
  readonly fill?: string;
  readonly stroke?: { readonly color: string; readonly width: number };
}

/** Bars of the code, on white. */
export interface DrawnCode {
  readonly kind: 'code';
  readonly box: FaceBox;
  readonly bars: readonly FaceBox[];
}

/** Where the photo goes. */
export interface DrawnPhoto {
  readonly kind: 'photo';
  readonly box: FaceBox;
}

/** One page. `ground` is one and the same object for every license of a template, so that it is written once. */
export interface DrawnPage {
  readonly width: number;
  readonly height: number;
  readonly ground: readonly DrawnPath[];
  readonly items: readonly (DrawnText | DrawnCode | DrawnPhoto)[];
}

/** A face, ready for any writer: what stands where, and nothing of how a format says it. */
export interface FaceDrawing {
  readonly pages: readonly DrawnPage[];
}

/** Millimetres of a point. */
export const MM_PER_POINT: number = 25.4 / 72;
