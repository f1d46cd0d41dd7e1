export {
  type ArchivedFileReport,
  type ArchiveReport,
  type ArchiveVerdict,
  checkArchive,
} from './check-archive.ts';
export { inspectItemPackage } from './inspect-package.ts';
export type { ManifestEntry } from './manifest.ts';
export type {
  ItemFile,
  ItemFolder,
  ItemInfo,
  ProcessCode,
  ProcessStep,
  RetentionPeriod,
  SharingClass,
} from './model.ts';
export { type PackageArchiveInput, type PackagedArchive, packageArchive } from './package-archive.ts';
export type { CheckArchiveOptions, VerifiedFile, VerifyFile, VirusScan } from './ports.ts';
export type { ArchiveProperty, ItemCode, ItemResult, ItemStatus } from './properties/index.ts';
export { type ItemPackage, readArchive } from './read-archive.ts';
export type { FileRecord, ProcessRecord } from './read-metadata.ts';
