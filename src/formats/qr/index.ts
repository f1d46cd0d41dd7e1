export { type QrEcc, type QrOptions, type QrSegment, qrMatrix } from './matrix.ts';
export { type QrPictureOptions, qrPng, qrSvg } from './picture.ts';
export { type DarkRun, darkRuns } from './runs.ts';
