export { type FaceFile, writePdfFace } from './write-face.ts';
