export { METADATA_FILE_NAME, QR_MARK } from './marks.ts';
export type { FacePhoto } from './photo.ts';
export { type RenderedFace, renderFace } from './render-face.ts';
export type { RenderFaceOptions } from './render-options.ts';
export { SAMPLE_TEMPLATE } from './sample-template.ts';
export type { FaceBox, FaceField, FaceFrame, FaceTemplate, FaceText, FaceTextStyle } from './template.ts';
export { type VisibleField, visibleFields, visibleText } from './visible-fields.ts';
