export type { SharingServiceOptions } from './context.ts';
export { type SharingEndpointOptions, type SharingReply, sharingEndpoint } from './endpoint.ts';
export { HOLDER_CODE_TYPES, holderCodeDigest } from './holder.ts';
export { anyCodes, licenseCodes, presentationCodes } from './license-codes.ts';
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
  AnnotateRequest,
  ComparedLicense,
  CreateLinkRequest,
  DownloadRequest,
  FileRequest,
  GivenFile,
  GivenLink,
  HolderReference,
  JudgedLicenseFile,
  LinkRequest,
  QueryByCodeRequest,
  QueryByHolderRequest,
  QueryByIdentifierRequest,
  SharedLicense,
  SharingAnswer,
  SharingServiceRequest,
  VerifyDataRequest,
  VerifyFileRequest,
} from './requests.ts';
export { type SealedCopiesOptions, sealedCopies } from './sealed-copies.ts';
export { SHARING_SERVICE_CODES, type SharingServiceCode } from './service-codes.ts';
export { createSharingService, type SharingService } from './sharing-service.ts';
export { type ShownCodes, shownCodes } from './shown-codes.ts';
