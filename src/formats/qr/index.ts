export { type QrEcc, qrMatrix, type QrOptions, type QrSegment } from './matrix.ts';
export { type QrPictureOptions, qrPng, qrSvg } from './picture.ts';
export { type DarkRun, darkRuns } from './runs.ts';
