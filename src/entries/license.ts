/**
 * `yinxin/license`: e-licenses (电子证照): identifier, metadata, face, code, status, issuing, changing, verifying, sharing
 * (GB/T 36906), aggregation (归集).
 */

import type { FileInput } from '../foundation/core/index.ts';
import { YinxinError } from '../foundation/core/index.ts';
import type { Report } from '../foundation/validation/index.ts';
import {
  asLicense,
  createSharingService,
  type LicenseVerification,
  type SealedCopiesOptions,
  type SharingService,
  type SharingServiceOptions,
  sealedCopies,
} from '../license/index.ts';
import type { VerifyOptions } from '../verify/index.ts';
import { verify } from './index.ts';

export type { FileStore, Journal } from '../foundation/core/index.ts';
export type { LicenseVerification } from '../license/index.ts';
export {
  AGGREGATION_OPERATION_CODES,
  type AggregatedLicense,
  type AggregationBatch,
  type AggregationChange,
  type AggregationField,
  type AggregationItem,
  type AggregationOperation,
  type AggregationOutbox,
  type AggregationOutboxOptions,
  type AggregationReceipt,
  type AggregationReceiver,
  type AggregationReceiverOptions,
  type AggregationRecord,
  type AggregationRecordOptions,
  type AggregationRejection,
  type AggregationTarget,
  type AnnotatedCopy,
  type AnnotatedCopyParts,
  type AnnotateFile,
  type AnnotateLicenseOptions,
  type AnnotateRequest,
  type AnnotationTerms,
  type AuditLedgerOptions,
  aggregationChanges,
  aggregationRecord,
  aggregationRows,
  annotateLicense,
  anyCodes,
  assertMetadata,
  auditLedger,
  type BatchItem,
  type BuildStatusListOptions,
  buildFieldTree,
  buildLicenseId,
  buildStatusList,
  type CodeCarrier,
  type CodeDrawing,
  type CodeSymbology,
  type CodeText,
  type ComparedLicense,
  type CreateLinkRequest,
  changeLicense,
  containsResidentId,
  type DeliverOptions,
  type DeliveryReport,
  type DisclosedField,
  type DiscloseLicenseOptions,
  type DisclosureVerdict,
  type DownloadRequest,
  discloseFields,
  discloseLicense,
  drawCode,
  type EncodeLicenseQrOptions,
  type EndingKind,
  encodeLicenseQr,
  type FaceBox,
  type FaceCell,
  type FaceContinuation,
  type FaceCopy,
  type FaceField,
  type FaceFormat,
  type FaceFrame,
  type FaceInput,
  type FaceLabel,
  type FaceLanguage,
  type FacePhoto,
  type FaceRule,
  type FaceSettings,
  type FaceTable,
  type FaceTemplate,
  type FaceText,
  type FaceTextStyle,
  type FaceValue,
  type FieldProblem,
  type FieldTree,
  type FieldValue,
  type FileRequest,
  fieldsOfMetadata,
  type GivenFile,
  type GivenLink,
  HOLDER_CODE_TYPES,
  type HolderReference,
  holderCodeDigest,
  type IssuedLicense,
  type IssueLicenseOptions,
  type IssueLicensesOptions,
  type IssueLicensesResult,
  type IssuerEntry,
  type IssuerEntryOptions,
  type IssuerPurpose,
  type IssuingOperation,
  isOrganisationCode,
  isResidentId,
  issueLicense,
  issueLicenses,
  issuerEntry,
  isUscc,
  type JournalLedger,
  type JournalLedgerOptions,
  type JudgedLicenseFile,
  type JudgeLicenseOptions,
  judgeLicense,
  type Ledger,
  type LedgerAudit,
  type LedgerFinding,
  type LedgerHead,
  type LedgerJob,
  type LedgerRecord,
  type LedgerState,
  type LedgerStep,
  LICENSE_ID_ROOT,
  type LicenseBlock,
  type LicenseChange,
  type LicenseCodeResolver,
  type LicenseCrossChecks,
  type LicenseDisclosure,
  type LicenseDraft,
  type LicenseExpectation,
  type LicenseFace,
  type LicenseFileType,
  type LicenseHolder,
  type LicenseId,
  type LicenseIdFinding,
  type LicenseIdParts,
  type LicenseJob,
  type LicenseMetadata,
  type LicenseParts,
  type LicenseQrCode,
  type LicenseQrPayload,
  type LicenseQrVerdict,
  type LicenseRecord,
  type LicenseStatus,
  type LicenseStore,
  type LinkRequest,
  type LinkStore,
  licenseCodes,
  licenseCodeText,
  METADATA_ELEMENTS,
  METADATA_FILE_NAME,
  type MemoryLicenseStore,
  type MetadataElement,
  type MetadataFile,
  memoryLicenseStore,
  memoryLinkStore,
  metadataOfFields,
  metadataOfRecord,
  metadataProblems,
  mod11_2,
  mod37_36,
  nextLicenseVersion,
  normaliseScannedText,
  type OfdSealOptions,
  ofdFace,
  ofdSeal,
  openAggregationOutbox,
  openAggregationReceiver,
  openJournalLedger,
  type PdfSealOptions,
  type PreparedSeal,
  type PresentationMemory,
  type PresentationVerdict,
  type PresentLicenseOptions,
  parseLicenseId,
  pdfFace,
  pdfSeal,
  presentationCodes,
  presentationMemory,
  presenterOf,
  presentLicense,
  type QueryByCodeRequest,
  type QueryByHolderRequest,
  type QueryByIdentifierRequest,
  qrSymbology,
  type ReadStatusListOptions,
  type RejectedItem,
  type RenderedLicense,
  type RenderLicenseOptions,
  readAnnotatedCopy,
  readCopyRecord,
  readDisclosure,
  readLicenseCode,
  readLicenseOfd,
  readLicensePdf,
  readMetadataXml,
  readStatusList,
  recordOfMetadata,
  renderLicense,
  SAMPLE_TEMPLATE,
  type ScanNormalisation,
  type SealContext,
  type SealedCopiesOptions,
  type SealStep,
  SHARING_SERVICE_CODES,
  type SharedLicense,
  type SharingAnswer,
  type SharingEndpointOptions,
  type SharingReply,
  type SharingService,
  type SharingServiceCode,
  type SharingServiceOptions,
  type SharingServiceRequest,
  type ShownCodes,
  type StatusAnswer,
  type StatusEntry,
  type StatusEvent,
  type StatusListReading,
  type StatusOperation,
  type StatusReference,
  type StatusRequest,
  type StoredLicense,
  sharingEndpoint,
  shownCodes,
  statusAfter,
  statusAsOf,
  type TemporaryLink,
  type TreeAnchor,
  type TreeField,
  type TreeHash,
  usccOfCertificate,
  type VerifyDataRequest,
  type VerifyFileRequest,
  type VerifyLicenseFile,
  type VerifyLicenseQrOptions,
  type VerifyPresentationOptions,
  verifyDisclosedField,
  verifyLicenseDisclosure,
  verifyLicenseQr,
  verifyPresentation,
  writeMetadataXml,
} from '../license/index.ts';

/**
 * Verifies a license: a sealed PDF or OFD, or a code as text or picture. `verify`, whose report always has a license
 * block here: a file that holds no license is `not-usable` with the failed check LICENSE_ABSENT.
 *
 * Checked: what `verify` checks, the code against the metadata and the visible fields, the issuer for type and time, validity
 * as Beijing dates, the status of the lists given, and `expect`. A code alone is never `usable`: it says nothing about
 * the paper around it. Not checked: `unprotectedOnPaper` and `notChecked` name it.
 * Errors as `verify`: FORMAT_UNKNOWN, ARGUMENT_INVALID, IO_FAILED, LIMIT_EXCEEDED.
 *
 * @example
 * const { license } = await verifyLicense(bytes, { at, trust, issuerLists, statusLists, revocation: 'require' });
 * license.conclusion; // 'usable' | 'not-usable' | 'unknown'
 */
export async function verifyLicense(file: FileInput, options: VerifyOptions): Promise<LicenseVerification> {
  return asLicense(await verify(file, options));
}

/** Options of {@link sharingService}. */
export interface SharingServiceSetup extends Omit<SharingServiceOptions, 'verifyFile'> {
  /** Trust by which files are judged, at the moment of each call; without it none are. */
  readonly verification?: Omit<VerifyOptions, 'at' | 'name' | 'detached'>;
  /** Who makes and seals annotated copies (加注件), in place of `annotate`; needs `verification`. */
  readonly copies?: Omit<SealedCopiesOptions, 'verifyFile'>;
}

/**
 * A sharing service; see `createSharingService` of the room. Files are judged by `verify`, annotated copies made by
 * `annotateLicense`, where it is told with what trust and by whom. ARGUMENT_INVALID for short keys, and for `copies`
 * without `verification`: a copy is made of a usable license alone.
 *
 * @example
 * const service = sharingService({ store, policy, catalog, audit, clock, random, holderKey, linkKey, verification });
 * const answer = await service.queryByHolder({ requester, use: { reason, purpose }, holder: { codeType: '111', code }, typeCode });
 * if (answer.ok) answer.data.forEach(({ fields, status }) => …);
 */
export function sharingService({ verification, copies, ...options }: SharingServiceSetup): SharingService {
  if (verification === undefined) {
    if (copies === undefined) return createSharingService(options);
    throw new YinxinError('ARGUMENT_INVALID', 'annotated copies need verification: give the trust for it');
  }
  const verifyFile = (file: Uint8Array, at: Date): Promise<Report> => verify(file, { ...verification, at });
  return createSharingService({
    ...options,
    verifyFile,
    ...(copies === undefined ? {} : { annotate: sealedCopies({ ...copies, verifyFile }) }),
  });
}
