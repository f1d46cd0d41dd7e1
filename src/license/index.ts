export {
  type CodeCarrier,
  type CodeText,
  normaliseScannedText,
  type ScanNormalisation,
} from './carrier/index.ts';
export {
  changeLicense,
  type EndingKind,
  type IssuingOperation,
  type LicenseChange,
  type StatusOperation,
  type StatusRequest,
  statusAfter,
} from './change/index.ts';
export {
  containsResidentId,
  isOrganisationCode,
  isResidentId,
  isUscc,
  mod11_2,
  mod37_36,
} from './codes/index.ts';
export {
  type DiscloseLicenseOptions,
  type DisclosureVerdict,
  discloseLicense,
  type LicenseDisclosure,
  readDisclosure,
  verifyLicenseDisclosure,
} from './disclose/index.ts';
export {
  type FaceBox,
  type FaceField,
  type FaceFrame,
  type FacePhoto,
  type FaceTemplate,
  type FaceText,
  type FaceTextStyle,
  METADATA_FILE_NAME,
  type RenderedFace,
  type RenderFaceOptions,
  renderFace,
  SAMPLE_TEMPLATE,
} from './face/index.ts';
export {
  type LicenseParts,
  licenseCodeHandler,
  licenseCodeProduct,
  licensePdfHandler,
  readLicensePdf,
} from './file/index.ts';
export {
  buildLicenseId,
  LICENSE_ID_ROOT,
  type LicenseId,
  type LicenseIdFinding,
  type LicenseIdParts,
  nextLicenseVersion,
  parseLicenseId,
} from './identifier/index.ts';
export {
  type FaceInput,
  type IssuedLicense,
  type IssueLicenseOptions,
  issueLicense,
  type LicenseDraft,
  type LicenseFace,
  type LicenseJob,
  type PdfSealOptions,
  type PreparedSeal,
  pdfFace,
  pdfSeal,
  type SealContext,
  type SealStep,
} from './issue/index.ts';
export {
  type IssuerEntries,
  type IssuerEntry,
  type IssuerEntryOptions,
  type IssuerPurpose,
  issuerEntriesOf,
  issuerEntry,
  usccOfCertificate,
} from './issuers/index.ts';
export {
  type JudgeLicenseOptions,
  judgeLicense,
  type LicenseBlock,
  type LicenseCrossChecks,
} from './judge/index.ts';
export {
  type JournalLedgerOptions,
  type Ledger,
  type LedgerJob,
  type LedgerRecord,
  type LedgerState,
  type LedgerStep,
  openJournalLedger,
  type StatusEvent,
} from './ledger/index.ts';
export {
  buildFieldTree,
  type DisclosedField,
  discloseFields,
  type FieldTree,
  type FieldValue,
  type TreeAnchor,
  type TreeField,
  type TreeHash,
  verifyDisclosedField,
} from './merkle/index.ts';
export {
  assertMetadata,
  type FieldProblem,
  fieldsOfMetadata,
  type LicenseHolder,
  type LicenseMetadata,
  type LicenseRecord,
  METADATA_ELEMENTS,
  type MetadataElement,
  type MetadataFile,
  metadataOfFields,
  metadataOfRecord,
  metadataProblems,
  readMetadataXml,
  recordOfMetadata,
  writeMetadataXml,
} from './metadata/index.ts';
export {
  type EncodeLicenseQrOptions,
  encodeLicenseQr,
  type LicenseExpectation,
  type LicenseQrCode,
  type LicenseQrPayload,
  type LicenseQrVerdict,
  type StatusAnswer,
  type StatusReference,
  type VerifyLicenseQrOptions,
  verifyLicenseQr,
} from './qr/index.ts';
export {
  type BuildStatusListOptions,
  buildStatusList,
  type LicenseStatus,
  type ReadStatusListOptions,
  readStatusList,
  type StatusListReading,
} from './status/index.ts';
