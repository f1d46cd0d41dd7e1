export { drawSealImage, type SealImage } from './draw-seal-image.ts';
export type {
  OvalSealOptions,
  RectangleSealOptions,
  RoundSealOptions,
  SealCentre,
  SealImageOptions,
  SquareSealOptions,
} from './options.ts';
