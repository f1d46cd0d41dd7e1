export { type CmsNaming, type CmsProfile, cmsNaming } from './algorithms.ts';
export { type EstimateOptions, estimateCmsSize, TIMESTAMP_RESERVE } from './estimate-size.ts';
export { digestOfSource, type InspectCmsOptions, inspectCms } from './inspect-cms.ts';
export { type InspectOptions, inspectSignedData, type SignedDataFacts } from './inspect-signed-data.ts';
export { type InspectTimestampOptions, inspectTimestampToken } from './inspect-timestamp.ts';
export { makeValue, toSign } from './make-value.ts';
export { type CmsContent, type SignCmsOptions, type SignedCms, signCms } from './sign-cms.ts';
export { encodeSignedAttributes } from './signed-attributes.ts';
export { certificateForSigning, signerCertificate } from './signer-certificate.ts';
