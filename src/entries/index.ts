/** @module yinxin: verify any file; report types; errors. The composition root of the one door. */
import { createVerify, type Verify } from '../verify/index.ts';
import { FORMATS, TREES } from './formats.ts';
import { PRODUCTS } from './products.ts';
import { VERSION } from './version.ts';

export {
  type ByteSink,
  type ByteSource,
  type CertificateSource,
  type Clock,
  DEFAULT_LIMITS,
  type FileInput,
  type FileTree,
  isYinxinError,
  type Limits,
  type Random,
  type SealService,
  type SignatureValue,
  type Signer,
  type SignerInfo,
  type SigningAlgorithm,
  type SignOptions,
  sourceFromBlob,
  sourceFromBytes,
  type TimestampAuthority,
  type ToSign,
  YINXIN_ERROR_CODES,
  YinxinError,
  type YinxinErrorCode,
} from '../foundation/core/index.ts';
export type {
  BestTime,
  Change,
  Check,
  CheckStatus,
  Coverage,
  CrossCheck,
  Cryptography,
  Indication,
  InputFormat,
  LicenseReport,
  Modification,
  NotChecked,
  Report,
  RevocationMode,
  SealReport,
  SignatureKind,
  SignatureReport,
  SignerReport,
  SubIndication,
  Trust,
  TrustAnchors,
} from '../foundation/validation/index.ts';
export {
  type PdfRevision,
  type PdfRevisionOptions,
  type PdfRevisionSignature,
  pdfAtRevision,
  readPdfRevisions,
} from '../signatures/pades/index.ts';
export {
  type LicenseExpectation,
  type OnlinePorts,
  type PreparedTrust,
  prepareTrust,
  type TrustOptions,
  type Verify,
  type VerifyOptions,
} from '../verify/index.ts';
export { VERSION } from './version.ts';

/**
 * Verifies one file of any known format and reports on four axes: cryptography, coverage, modification, trust.
 *
 * Checked: what the format defines as signed, the signer’s path to the anchors given, revocation by `revocation`,
 * seals by pinned makers, licenses by their code, metadata, visible text, issuer and status list. What was not
 * checked stands in `notChecked`. Never throws for a bad signature; FORMAT_UNKNOWN, ARGUMENT_INVALID, IO_FAILED,
 * LIMIT_EXCEEDED. Indications follow ETSI EN 319 102-1.
 *
 * @example
 * const report = await verify(bytes, { at: new Date(), trust: { signers: [rootDer] }, revocation: 'require-where-declared' });
 * if (report.conclusion.indication === 'TOTAL_PASSED') …
 */
export const verify: Verify = createVerify({
  version: VERSION,
  formats: FORMATS,
  trees: TREES,
  products: PRODUCTS,
});
