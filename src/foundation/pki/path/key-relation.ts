import { equalBytes } from '../../core/index.ts';
import { type Certificate, isSelfIssued } from '../../x509/index.ts';

/** What names its issuer, and perhaps the issuer's key. */
export type IssuedObject = Pick<Certificate, 'issuer' | 'authorityKeyIdentifier'>;

/**
 * What the key identifiers say of an issuer and a child (RFC 5280 4.2.1.1): that this key signed it, that another one
 * of the same name did, or nothing. RFC 5280 uses them to find issuers and does not validate by them; a path that they
 * contradict is not built all the same, as OpenSSL and pyHanko do not: whoever issued it did not mean this CA.
 */
export function keyRelation(issuer: Certificate, child: IssuedObject): 'named' | 'other' | 'unsaid' {
  const named = child.authorityKeyIdentifier?.keyIdentifier;
  const own = issuer.subjectKeyIdentifier;
  if (named === undefined || own === undefined) return 'unsaid';
  return equalBytes(named, own) ? 'named' : 'other';
}

/**
 * A signature that is wrong under this key is a fault of the child. It is none where nothing names the key and the
 * child may well be signed by itself: that somebody else of its name did not sign it says nothing.
 */
export function isTelling(child: Certificate, issuer: Certificate): boolean {
  return keyRelation(issuer, child) === 'named' || !isSelfIssued(child);
}
