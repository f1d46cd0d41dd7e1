export type { PictureWindow } from './appearance.ts';
export { attachments, type PdfAttachment } from './attachments.ts';
export { PdfDocument, type PdfFinding } from './document.ts';
export type { Draw, DrawingSize, EmbeddedFont, JpegImage, PdfDrawing, RawImage } from './drawing.ts';
export { fieldsOfForm, type PdfField, type PdfFields, type PdfWidget, readFields } from './fields.ts';
export { type FlattenedPdf, flattenSignatures } from './flatten-signatures.ts';
export { sameEntry } from './hybrid.ts';
export { hybridFindings } from './hybrid-views.ts';
export { IncrementalUpdate } from './incremental-update.ts';
export type { LockOptions } from './modification-rules.ts';
export {
  countOf,
  isPdfArray,
  nameOf,
  type PdfArray,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from './object.ts';
export { ObjectView } from './object-view.ts';
export { type PdfPage, type PdfRectangle, pageAt, pages } from './pages.ts';
export type { IndirectObject } from './parser.ts';
export { type OpenPdfOptions, openPdf, type PdfFile } from './pdf-file.ts';
export { type FieldLock, lockOf, locks, type PdfPermissions, readPermissions } from './permissions.ts';
export {
  type DrawnPicture,
  type DrawnSamples,
  drawnPictures,
  type PdfStamp,
  type StoredPicture,
  stampName,
} from './picture/index.ts';
export { type Placement, type SeenBox, seenBox } from './placement.ts';
export { type PrepareSignature, prepareSignature } from './prepare-signature.ts';
export { RevisionWalk, type RewrittenEntry } from './revision-walk.ts';
export type { Revision } from './revisions.ts';
export { rewriteDamaged } from './rewrite-damaged.ts';
export { readSecurityStore } from './security-store.ts';
export {
  prepareSecurityStore,
  type SecurityStoreAddition,
  type SignatureRelatedData,
} from './security-store-update.ts';
export type { NewStream } from './serializer.ts';
export {
  type ByteSpan,
  type PdfSignature,
  readSignatures,
  type SignedRange,
} from './signature-dictionary.ts';
export {
  type AnyAppearance,
  type DrawnAppearance,
  type SignatureAppearance,
  unusedFieldName,
} from './signature-field.ts';
export { embedSignature, type PreparedSignature, preparedDigest } from './signature-value.ts';
export { strayBytes } from './stray-bytes.ts';
export {
  contentOperations,
  findKeyword,
  inheritedResources,
  type KeywordHit,
  type KeywordPlace,
  type KeywordQuery,
  markedRectangles,
  ownTextSearch,
  type PdfRect,
  type PlaceByKeyword,
  type PlacedText,
  pageContent,
  pageText,
  placeByKeyword,
  type TextRun,
  type TextSearch,
} from './text/index.ts';
export { decodeDate, decodeTextString, encodeDate, encodeTextString } from './text-string.ts';
export { deflatedStream, NewPdf, type NewPdfTrailer } from './write-document.ts';
