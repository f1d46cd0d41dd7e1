export { markedRectangles, type PdfRect } from './marked-rectangles.ts';
export { pageText, type TextRun } from './page-text.ts';
