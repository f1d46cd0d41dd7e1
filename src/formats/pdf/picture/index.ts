export type { DrawnSamples } from './drawing.ts';
export { type DrawnPicture, drawnPictures, stampsNamed } from './drawn-picture.ts';
export { addStamps, type PdfStamp } from './stamps.ts';
