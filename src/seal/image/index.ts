export { drawSealImage, type SealCentre, type SealImage, type SealImageOptions } from './draw-seal-image.ts';
