/** Object identifiers of CMS (RFC 5652), CAdES (ETSI EN 319 122-1) and the Chinese syntax (GB/T 35275-2017). */
export const CMS_OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  /** data of GB/T 35275-2017. */
  gmData: '1.2.156.10197.6.1.4.2.1',
  /** signedData of GB/T 35275-2017. */
  gmSignedData: '1.2.156.10197.6.1.4.2.2',
  /** id-ct-TSTInfo (RFC 3161 2.4.2). */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  countersignature: '1.2.840.113549.1.9.6',
  algorithmProtection: '1.2.840.113549.1.9.52',
  /** SHA-1 only (RFC 2634). */
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  /** RFC 5035. */
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** signer-attributes-v2, signature-policy-identifier and signer-location of ETSI EN 319 122-1 clause 5.2. */
  signerAttributesV2: '0.4.0.19122.1.1',
  signaturePolicy: '1.2.840.113549.1.9.16.2.15',
  signerLocation: '1.2.840.113549.1.9.16.2.17',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  /** OCSP response as other revocation information (RFC 5940). */
  ocspRevocationInfo: '1.3.6.1.5.5.7.16.2',
} as const;
