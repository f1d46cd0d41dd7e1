export { type DrawnPage, type DrawnText, type FaceDrawing, MM_PER_POINT } from './layout/index.ts';
export { METADATA_FILE_NAME, QR_MARK } from './marks.ts';
export { PdfFonts } from './pdf/index.ts';
export type { FacePhoto } from './photo.ts';
export { drawLicense, renderLicense } from './render-license.ts';
export type { FaceFormat, RenderedLicense, RenderLicenseOptions } from './render-options.ts';
export { SAMPLE_TEMPLATE } from './sample-template.ts';
export { type FaceSheet, sheetOf } from './sheet.ts';
export type {
  FaceBox,
  FaceCell,
  FaceContinuation,
  FaceCopy,
  FaceField,
  FaceFrame,
  FaceLabel,
  FaceLanguage,
  FaceRule,
  FaceTable,
  FaceTemplate,
  FaceText,
  FaceTextStyle,
  FaceValue,
} from './template.ts';
export { type VisibleField, visibleFields, visibleText } from './visible-fields.ts';
