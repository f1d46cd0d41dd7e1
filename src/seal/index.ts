export { type MakeSealOptions, makeSeal } from '../signatures/ses/index.ts';
export { drawSealImage, type SealCentre, type SealImage, type SealImageOptions } from './image/index.ts';
export {
  completeSealPdf,
  type PreparedSealPdf,
  prepareSealPdf,
  type SealPdfOptions,
  type SealPlace,
  sealPdf,
  signSealPdf,
} from './pdf/index.ts';
