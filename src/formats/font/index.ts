export { type FaceMetrics, FontFace, type FontSubset } from './face.ts';
export {
  FontChain,
  type FontChainOptions,
  type GlyphProblem,
  loadFontChain,
  type ShapedPart,
  type TextGlyph,
} from './font-chain.ts';
export type { GlyphBounds } from './glyph-tables.ts';
export { breakLines } from './line-break.ts';
export type { FontInput } from './open-font.ts';
export { type Affine, type PathCommand, transformPath } from './outline.ts';
export { type FittedLine, type FittedText, fitText, measureText, type TextBox } from './text-fit.ts';
export { type SubsetCharacter, trueTypeSubset } from './true-type-subset.ts';
