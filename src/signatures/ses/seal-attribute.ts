import { der } from '../../foundation/asn1/index.ts';

/**
 * Signed attribute that carries the SES_Signature (GB/T 38540-2020 7.1) of the seal that a CMS signature in a PDF was
 * made with. A UUID-based arc (X.667): no registered identifier for this use is known, so other readers pass over it
 * and the signature stays plain PAdES.
 */
export const ID_AA_SES_SIGNATURE = '2.25.86999760590561334760500994407158631932';

/**
 * The older form of the same: the attribute carries the SESeal alone, which nothing but the CMS binds to the file. Read
 * and named, no longer written.
 */
export const ID_AA_ELECTRONIC_SEAL = '2.25.300316619355489513655295171599305464220';

/** The attribute: one value, the DER of the SES_Signature. Signed, so the seal cannot be exchanged. */
export function sesAttribute(signature: Uint8Array): Uint8Array {
  return der.sequence(der.oid(ID_AA_SES_SIGNATURE), der.setOf([signature]));
}
