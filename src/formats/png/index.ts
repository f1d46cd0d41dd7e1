export { encodePng, type PngImage } from './encode.ts';
