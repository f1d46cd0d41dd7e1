export { type OfdAttachment, readAttachments, readCustomData } from './attachments.ts';
export { type Box, intersection } from './box.ts';
export { type OfdDocument, type OfdPage, pageBoxOf, readDocument } from './document.ts';
export { type EntryRole, entryRoles, isMetadata } from './entry-roles.ts';
export { type FlattenedOfd, flattenStamps, type StampPicture, stampFormat } from './flatten-stamps.ts';
export { folderOf, resolveLocation } from './location.ts';
export type {
  NewOfd,
  NewOfdAttachment,
  NewOfdPage,
  OfdColour,
  OfdFontFile,
  OfdGlyph,
  OfdImageItem,
  OfdPageItem,
  OfdPathItem,
  OfdPathStep,
  OfdTextItem,
} from './new-document.ts';
export { type OfdBody, type OfdPackage, openOfd, ROOT_NAME } from './package.ts';
export { pathRectangles } from './page-rectangles.ts';
export { type OfdText, readPageText } from './page-text.ts';
export {
  type OfdReference,
  type OfdSignatureFile,
  type OfdStamp,
  parseSignatureFile,
} from './signature-file.ts';
export { type OfdSignatureEntry, type OfdSignatureList, readSignatureList } from './signature-list.ts';
export {
  dataUri,
  MediaBook,
  type OpenOutlineFont,
  type OutlineFont,
  type PageStamp,
  type RenderedPage,
  renderPage,
} from './svg/index.ts';
export { type OfdTag, readTags } from './tags.ts';
export type { PlacedCharacter } from './text-code.ts';
export { writeOfd } from './write-document.ts';
export { type ChangedEntry, writeChangedOfd } from './write-package.ts';
export { nameSignatureList } from './write-root.ts';
export {
  type NewSignatureFile,
  type NewStamp,
  type OfdProvider,
  writeSignatureFile,
} from './write-signature-file.ts';
export { addToSignatureList, type NewListEntry, newSignatureList } from './write-signature-list.ts';
