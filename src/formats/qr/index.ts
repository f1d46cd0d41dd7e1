export { type DrawnBar, matrixFromRectangles } from './from-rectangles.ts';
export { type QrEcc, type QrOptions, type QrSegment, qrMatrix } from './matrix.ts';
export { type QrPictureOptions, qrPng, qrSvg } from './picture.ts';
export { type QrPicture, readQr, readQrMatrix } from './read.ts';
export { type DarkRun, darkRuns } from './runs.ts';
