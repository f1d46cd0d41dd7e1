/** Something that validation needs, that is not there. No names of persons: certificates by issuer and serial number. */
export interface MissingData {
  /** Id of the signature or timestamp in the file, as `verify` reports it. */
  readonly signature: string;
  readonly what: 'certificate' | 'revocation' | 'trust' | 'timestamp';
  /** Issuer and serial number of the certificate in question. */
  readonly certificate?: { readonly issuer: string; readonly serialNumber: string };
  /** What is missing, and what to do about it. */
  readonly detail: string;
  /** What was asked in vain. */
  readonly asked: readonly { readonly url: string; readonly failure: string }[];
}
