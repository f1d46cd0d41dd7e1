import {
  type SignCmsOptions as PlainOptions,
  type SignedCms,
  signCms as signPlain,
} from '../../signatures/cades/index.ts';
import { encodeSignatureProperties, type SignatureProperties } from './signature-properties.ts';

/** Options of {@link signCms}. */
export interface SignCmsOptions extends PlainOptions, SignatureProperties {}

/**
 * Makes a CMS with CAdES-B attributes (SM2 by GB/T 35275), sorted DER, value verified before use, with `tsa` also a
 * signature timestamp (B-T); with policy, commitment and place under the signature where they are given.
 * KEY_WITHOUT_CERTIFICATE, CERTIFICATE_EXPIRED, CERTIFICATE_KEY_USAGE, SIGNATURE_SELF_CHECK_FAILED, ARGUMENT_INVALID;
 * TIMESTAMP_FAILED when the authority fails: never a silent B-B. {@link extendCms} goes on from there.
 */
export function signCms(options: SignCmsOptions): Promise<SignedCms> {
  const stated = encodeSignatureProperties(options);
  if (stated.length === 0) return signPlain(options);
  return signPlain({ ...options, signedAttributes: [...(options.signedAttributes ?? []), ...stated] });
}
