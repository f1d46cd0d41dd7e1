export { type Box, intersection } from './box.ts';
export { type OfdDocument, type OfdPage, pageBoxOf, readDocument } from './document.ts';
export { type EntryRole, entryRoles, isMetadata } from './entry-roles.ts';
export { folderOf, resolveLocation } from './location.ts';
export { type OfdBody, type OfdPackage, openOfd, ROOT_NAME } from './package.ts';
export { type OfdText, readPageText } from './page-text.ts';
export {
  type OfdReference,
  type OfdSignatureFile,
  type OfdStamp,
  parseSignatureFile,
} from './signature-file.ts';
export { type OfdSignatureEntry, type OfdSignatureList, readSignatureList } from './signature-list.ts';
export type { PlacedCharacter } from './text-code.ts';
