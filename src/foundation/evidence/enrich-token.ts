import {
  asOid,
  childrenOf,
  type Der,
  der,
  explicitOf,
  isContext,
  readDer,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { CMS_OID } from '../cms/index.ts';
import { toHex } from '../core/index.ts';
import { digest } from '../crypto/index.ts';
import { parseTimestampToken } from '../pki/index.ts';
import { readStructure } from '../x509/index.ts';

/** What is put into a token so that it can be verified when its services are gone. All DER. */
export interface TokenValidationData {
  readonly certificates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
}

/**
 * The token with further certificates, CRLs and OCSP responses in its SignedData (RFC 4998 3.1, RFC 5652 5.1, RFC 5940):
 * what is signed stays as it is, bytes included. To be done before the token is renewed, for a renewal covers all of it;
 * a token that is covered already must never be touched. What is in it already is not added again; a token without
 * anything new comes back as it was. TIMESTAMP_INVALID, CMS_INVALID.
 */
export function withValidationData(token: Uint8Array, data: TokenValidationData): Uint8Array {
  parseTimestampToken(token);
  return readStructure('TIMESTAMP_INVALID', 'token', () => {
    const outer = sequenceOf(readDer(token), 'ContentInfo');
    const contentType = asOid(outer.expect(TAG.oid, 'contentType'));
    // GB/T 35275 knows X.509 certificates and CRLs alone, and its version is 1 whatever stands in it.
    const isGm = contentType === CMS_OID.gmSignedData;
    const content = childrenOf(explicitOf(outer.next('content')));
    const parts = content.slice(1);
    const certificates = merged(
      parts.find((part) => isContext(part, 0)),
      data.certificates ?? [],
    );
    const revocation = merged(
      parts.find((part) => isContext(part, 1)),
      [...(data.crls ?? []), ...(data.ocspResponses ?? []).map(otherRevocation)],
    );
    if (!certificates.grown && !revocation.grown) return token;
    const plain = parts.filter((part) => !isContext(part, 0) && !isContext(part, 1)).map(({ raw }) => raw);
    const other = revocation.members.some((member) => member[0] === 0xa1);
    const version = other && !isGm ? der.integer(5) : content[0]!.raw;
    const signedData = der.sequence(
      version,
      ...plain.slice(0, 2),
      ...setOf(0, certificates.members),
      ...setOf(1, revocation.members),
      ...plain.slice(2),
    );
    const enriched = der.sequence(der.oid(contentType), der.explicit(0, signedData));
    parseTimestampToken(enriched);
    return enriched;
  });
}

/** OtherRevocationInfoFormat with an OCSP response (RFC 5940 2.1), [1] IMPLICIT. */
function otherRevocation(response: Uint8Array): Uint8Array {
  return der.implicit(1, der.sequence(der.oid(CMS_OID.ocspRevocationInfo), response));
}

function merged(
  tagged: Der | undefined,
  added: readonly Uint8Array[],
): { readonly members: readonly Uint8Array[]; readonly grown: boolean } {
  const members = tagged === undefined ? [] : childrenOf(tagged).map(({ raw }) => raw);
  const known = new Set(members.map(keyOf));
  const fresh = added.filter((value) => !known.has(keyOf(value)) && known.add(keyOf(value)));
  return { members: [...members, ...fresh], grown: fresh.length > 0 };
}

const keyOf = (value: Uint8Array): string => toHex(digest('sha256', value));

function setOf(tag: number, members: readonly Uint8Array[]): Uint8Array[] {
  return members.length === 0 ? [] : [der.implicit(tag, der.setOf(members))];
}
