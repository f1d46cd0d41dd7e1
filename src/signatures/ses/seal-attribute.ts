import { der } from '../../foundation/asn1/index.ts';

/**
 * Signed attribute that carries the SESeal (GB/T 38540) a CMS signature was made with. A UUID-based arc (X.667):
 * no registered identifier for this use is known, so other readers pass over it and the signature stays plain PAdES.
 */
export const ID_AA_ELECTRONIC_SEAL = '2.25.300316619355489513655295171599305464220';

/** The attribute: one value, the DER of the seal. Signed, so the seal cannot be exchanged. */
export function sealAttribute(seal: Uint8Array): Uint8Array {
  return der.sequence(der.oid(ID_AA_ELECTRONIC_SEAL), der.setOf([seal]));
}
