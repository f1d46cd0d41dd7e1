export { type ExtendCmsOptions, type ExtendedCms, extendCms } from './extend-cms.ts';
export { type SignCmsOptions, signCms } from './sign-cms.ts';
export {
  type CommitmentType,
  encodeSignatureProperties,
  type SignaturePolicy,
  type SignatureProperties,
  type SignerLocation,
} from './signature-properties.ts';
export { stampCms } from './signature-timestamp.ts';
