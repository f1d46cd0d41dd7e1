/** @module yinxin/seal: an organisation seals: make, draw and place electronic seals (电子印章). */

export { FontChain, type FontInput, loadFontChain } from '../formats/font/index.ts';
export { YinxinError } from '../foundation/core/index.ts';
export {
  drawSealImage,
  type MakeSealOptions,
  makeSeal,
  type SealCentre,
  type SealImage,
  type SealImageOptions,
  type SealPdfOptions,
  type SealPlace,
  sealPdf,
} from '../seal/index.ts';
