import type { DigestName } from '../../foundation/crypto/index.ts';

/**
 * Digest methods by URI (RFC 9231 and XML Signature). SM3 has no URI of W3C or IETF: its object identifier as a URN
 * (RFC 3061) stands here, which other tools will not know.
 */
const METHODS: readonly (readonly [DigestName, string])[] = [
  ['sha256', 'http://www.w3.org/2001/04/xmlenc#sha256'],
  ['sha384', 'http://www.w3.org/2001/04/xmldsig-more#sha384'],
  ['sha512', 'http://www.w3.org/2001/04/xmlenc#sha512'],
  ['sha224', 'http://www.w3.org/2001/04/xmldsig-more#sha224'],
  ['sha3-224', 'http://www.w3.org/2007/05/xmldsig-more#sha3-224'],
  ['sha3-256', 'http://www.w3.org/2007/05/xmldsig-more#sha3-256'],
  ['sha3-384', 'http://www.w3.org/2007/05/xmldsig-more#sha3-384'],
  ['sha3-512', 'http://www.w3.org/2007/05/xmldsig-more#sha3-512'],
  ['sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'],
  ['sm3', 'urn:oid:1.2.156.10197.1.401'],
];

/** URI of a digest that ASiC manifests can name. */
export function digestMethodUri(name: DigestName): string | undefined {
  return METHODS.find(([digest]) => digest === name)?.[1];
}

/** The digest of a URI, or `undefined` where the library has none. */
export function digestOfMethodUri(uri: string): DigestName | undefined {
  return METHODS.find(([, known]) => known === uri)?.[0];
}
