export type { DrawnSamples, StoredPicture } from './drawing.ts';
export { type DrawnPicture, drawnPictures, stampName } from './drawn-picture.ts';
export { addStamps, type PdfStamp } from './stamps.ts';
