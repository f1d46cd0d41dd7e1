export { crc32 } from './crc32.ts';
export { portableNameFault } from './entry-names.ts';
export { readZip, type ZipArchive } from './read.ts';
export type { ZipEntry, ZipFinding } from './structure.ts';
export { writeZip, type ZipCopy, type ZipFile, type ZipWriteOptions, zipChunks } from './write.ts';
