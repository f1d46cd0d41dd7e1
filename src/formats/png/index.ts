export { decodePng, type PngPixels } from './decode.ts';
export { encodePng, type PngImage } from './encode.ts';
