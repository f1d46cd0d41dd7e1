import { readDer } from '../../foundation/asn1/index.ts';
import { parseAlgorithmIdentifier, type SigningScheme } from '../../foundation/crypto/index.ts';

/** SignatureMethod of Signature.xml: the object identifier, e.g. 1.2.156.10197.1.501 for SM2 with SM3. */
export function oidOf(scheme: SigningScheme): string {
  return parseAlgorithmIdentifier(readDer(scheme.signatureAlgorithmIdentifier)).oid;
}
