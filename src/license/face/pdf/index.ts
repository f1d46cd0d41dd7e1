export { PdfFonts } from './fonts.ts';
export { type FaceFile, writePdfFace } from './write-face.ts';
