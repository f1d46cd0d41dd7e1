export type { SharingServiceOptions } from './context.ts';
export { HOLDER_CODE_TYPES, holderCodeDigest } from './holder.ts';
export { anyCodes, licenseCodes } from './license-codes.ts';
export { memoryLinkStore } from './link-store.ts';
export { type MemoryLicenseStore, memoryLicenseStore } from './memory-store.ts';
export type {
  AnnotateFile,
  AnnotationTerms,
  LicenseCodeResolver,
  LicenseFileType,
  LicenseStore,
  LinkStore,
  StoredLicense,
  TemporaryLink,
  VerifyLicenseFile,
} from './ports.ts';
export type {
  Annotate,
  ComparedLicense,
  CreateLink,
  Download,
  FileRequest,
  GivenFile,
  GivenLink,
  HolderReference,
  JudgedLicenseFile,
  LinkRequest,
  QueryByCode,
  QueryByHolder,
  QueryByIdentifier,
  SharedLicense,
  SharingAnswer,
  SharingServiceRequest,
  VerifyData,
  VerifyFile,
} from './requests.ts';
export { SHARING_SERVICE_CODES, type SharingServiceCode } from './service-codes.ts';
export { createSharingService, type SharingService } from './sharing-service.ts';
export { type ShownCodes, shownCodes } from './shown-codes.ts';
