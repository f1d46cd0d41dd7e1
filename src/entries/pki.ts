/** `yinxin/pki`: certificates, paths, revocation and timestamps, each with its findings. */
export { YinxinError, type YinxinErrorCode } from '../foundation/core/index.ts';
export {
  type PathOptions,
  type PathReport,
  type PolicyInputs,
  type RevocationFinding,
  type RevocationPolicy,
  type TimestampReport,
  type VerifyTimestampOptions,
  validatePath,
  verifyTimestamp,
} from '../foundation/pki/index.ts';
export {
  type Certificate,
  type Extension,
  type GeneralName,
  type Name,
  type NameAttribute,
  parseCertificate,
} from '../foundation/x509/index.ts';
