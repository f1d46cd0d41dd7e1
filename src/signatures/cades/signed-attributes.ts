import { der } from '../../foundation/asn1/index.ts';
import { CMS_OID, encodeAttribute, encodeSigningCertificateV2 } from '../../foundation/cms/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import type { CmsNaming, CmsProfile } from './algorithms.ts';

/** What the signed attributes of one signature say. */
export interface AttributeParts {
  readonly profile: CmsProfile;
  readonly naming: CmsNaming;
  readonly contentDigest: Uint8Array;
  readonly certificate: Certificate;
  readonly claimedTime?: Date;
  /** Further attributes, DER. */
  readonly extra: readonly Uint8Array[];
}

/**
 * The signed attributes as SET OF, sorted: content-type, message-digest, signing-certificate-v2,
 * cms-algorithm-protection and, in CAdES, signing-time (ETSI EN 319 122-1 6.3). PAdES keeps the time in the PDF (ETSI EN 319 142-1 6.3: signing-time shall not
 * be there).
 */
export function encodeSignedAttributes(parts: AttributeParts): Uint8Array {
  const attributes = [
    ...constantAttributes(parts),
    encodeAttribute(CMS_OID.messageDigest, der.octetString(parts.contentDigest)),
    ...signingTime(parts),
    ...parts.extra,
  ];
  return der.setOf(attributes);
}

/** What a signer says in every signature; the namings are few. Nobody is handed these bytes. */
const constant = /* @__PURE__ */ new WeakMap<Certificate, Map<CmsNaming, readonly Uint8Array[]>>();

function constantAttributes({ certificate, naming }: AttributeParts): readonly Uint8Array[] {
  const ofSigner = constant.get(certificate) ?? new Map<CmsNaming, readonly Uint8Array[]>();
  constant.set(certificate, ofSigner);
  const attributes = ofSigner.get(naming) ?? [
    encodeAttribute(CMS_OID.contentType, der.oid(naming.data)),
    encodeAttribute(CMS_OID.signingCertificateV2, encodeSigningCertificateV2(certificate, naming.hash)),
    encodeAttribute(CMS_OID.algorithmProtection, algorithmProtection(naming)),
  ];
  ofSigner.set(naming, attributes);
  return attributes;
}

/** RFC 6211: the algorithms are named under the signature too, so that nobody can exchange their names unnoticed. */
function algorithmProtection(naming: CmsNaming): Uint8Array {
  return der.sequence(naming.digestAlgorithm, der.implicit(1, naming.signatureAlgorithm));
}

function signingTime(parts: AttributeParts): Uint8Array[] {
  if (parts.profile === 'PAdES') return [];
  if (parts.claimedTime === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'CAdES carries the signing time: give claimedTime');
  }
  return [encodeAttribute(CMS_OID.signingTime, der.time(parts.claimedTime))];
}
