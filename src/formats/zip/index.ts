export { crc32 } from './crc32.ts';
export { portableNameFault } from './entry-names.ts';
export { isNamedInDirectory } from './named-in-directory.ts';
export { readZip, type ZipArchive, type ZipReadOptions } from './read.ts';
export type { ZipEntry, ZipFinding } from './structure.ts';
export { writeZip, type ZipCopy, type ZipFile, type ZipWriteOptions, zipChunks } from './write.ts';
export { assertStoredNames, type StoredFile, writeStoredZip } from './write-stored.ts';
