export { exifOrientation } from './exif-orientation.ts';
export { type Jpeg, readJpeg } from './jpeg.ts';
export { type MediaType, mediaTypeAgrees, sniffMediaType } from './sniff.ts';
