export { contentOperations, type Operation } from './content-operators.ts';
export { markedRectangles, type PdfRect } from './marked-rectangles.ts';
export { IDENTITY, type Matrix, matrixOf, pointUnder, product } from './matrix.ts';
export { pageContent } from './page-content.ts';
export { pageText, type TextRun } from './page-text.ts';
export type { PlacedText } from './placed-text.ts';
export { inheritedResources } from './resources.ts';
export {
  findKeyword,
  type KeywordHit,
  type KeywordPlace,
  type KeywordQuery,
  ownTextSearch,
  type PlaceByKeyword,
  placeByKeyword,
  type TextSearch,
} from './text-search.ts';
