/** Certificates and revocation data, all DER: what a file holds or is given so that it can be judged later. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
}
