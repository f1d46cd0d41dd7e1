import { asBitString, der, readSequence } from '../foundation/asn1/index.ts';
import { YinxinError } from '../foundation/core/index.ts';
import { algorithmIdentifier, type DigestName, digest, oidOfDigest } from '../foundation/crypto/index.ts';
import { type OcspStatus, OID, type RevocationReason } from '../foundation/x509/index.ts';
import { encodeExtension } from './certificate-extensions.ts';
import type { RawExtension } from './certificate-options.ts';
import type { TestIdentity } from './identity.ts';
import { signedObject } from './issue-certificate.ts';
import { REASON_CODE } from './revocation-list.ts';
import type { TestKey } from './test-key.ts';
import { shifted } from './time-shift.ts';

/** What the responder says of one certificate. */
export type CertificateStatus =
  | 'good'
  | 'unknown'
  | { readonly revokedAt: Date; readonly reason?: RevocationReason };

/** One answer of a response. */
export interface OcspAnswer {
  /** The certificate asked about; its issuer is known from it. */
  readonly certificate: TestIdentity;
  /** Who is named as issuer in the CertID instead of who issued. */
  readonly issuer?: TestIdentity;
  /** Default `good`. */
  readonly status?: CertificateStatus;
  /** Default: an hour before `now`. */
  readonly thisUpdate?: Date;
  /** Default: seven days after `thisUpdate`; `false` leaves it out. */
  readonly nextUpdate?: Date | false;
  /** Digest of the CertID. Default SHA-1, as nearly everybody asks; SM3 for SM2. */
  readonly hash?: DigestName;
  /** Extensions of this answer. */
  readonly singleExtensions?: readonly RawExtension[];
}

/** An OCSP response to make with `ocsp`: one answer, and further ones. */
export interface OcspOptions extends OcspAnswer {
  readonly further?: readonly OcspAnswer[];
  /** Default: the responder of the PKI. An issuer may answer itself. */
  readonly responder?: TestIdentity;
  readonly responderId?: 'key' | 'name';
  /** Default: `thisUpdate`. */
  readonly producedAt?: Date;
  readonly nonce?: Uint8Array;
  /** Further extensions of the whole response, as given. */
  readonly responseExtensions?: readonly RawExtension[];
  /** The responder's certificate comes along. Default true. */
  readonly withCertificate?: boolean;
  /** These come along instead of the responder's own. */
  readonly certificates?: readonly TestIdentity[];
  readonly signedBy?: TestKey;
  readonly corruptSignature?: boolean;
}

/** A response that carries no answer (RFC 6960 4.2.1). */
export function makeOcspError(status: Exclude<OcspStatus, 'successful'>): Uint8Array {
  const code = { malformedRequest: 1, internalError: 2, tryLater: 3, sigRequired: 5, unauthorized: 6 }[
    status
  ];
  return der.sequence(der.enumerated(code));
}

/** OCSPResponse with a BasicOCSPResponse (RFC 6960 4.2.1), DER. */
export async function makeOcspResponse(
  responder: TestIdentity,
  now: Date,
  options: OcspOptions,
): Promise<Uint8Array> {
  const producedAt = options.producedAt ?? options.thisUpdate ?? shifted(now, { hours: -1 });
  const answers = [options, ...(options.further ?? [])];
  const data = der.sequence(
    responderId(responder, options.responderId ?? 'key'),
    der.generalizedTime(shifted(producedAt, {})),
    der.sequenceOf(answers.map((answer) => singleResponse(answer, now))),
    ...responseExtensions(options),
  );
  const along = options.certificates ?? (options.withCertificate === false ? [] : [responder]);
  const certificates =
    along.length === 0
      ? new Uint8Array(0)
      : der.explicit(0, der.sequenceOf(along.map(({ certificate }) => certificate)));
  const key = options.signedBy ?? responder.key;
  const basic = await signedObject(data, key, options.corruptSignature, certificates);
  return der.sequence(
    der.enumerated(0),
    der.explicit(0, der.sequence(der.oid(OID.ocspBasic), der.octetString(basic))),
  );
}

function singleResponse(answer: OcspAnswer, now: Date): Uint8Array {
  const thisUpdate = answer.thisUpdate ?? shifted(now, { hours: -1 });
  const { nextUpdate = shifted(thisUpdate, { days: 7 }), singleExtensions = [] } = answer;
  return der.sequence(
    certId(answer),
    certificateStatus(answer.status ?? 'good'),
    der.generalizedTime(shifted(thisUpdate, {})),
    ...(nextUpdate === false ? [] : [der.explicit(0, der.generalizedTime(shifted(nextUpdate, {})))]),
    ...(singleExtensions.length === 0
      ? []
      : [der.explicit(1, der.sequenceOf(singleExtensions.map(encodeExtension)))]),
  );
}

function certId({ certificate, hash, issuer = certificate.issuer }: OcspAnswer): Uint8Array {
  if (issuer === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'a root has no issuer: nobody answers for it');
  }
  const name = hash ?? (issuer.key.algorithm === 'SM2' ? 'sm3' : 'sha1');
  return der.sequence(
    algorithmIdentifier(oidOfDigest(name), 'null'),
    der.octetString(digest(name, issuer.subject)),
    der.octetString(digest(name, publicKeyBits(issuer.key))),
    der.integer(certificate.serialNumber),
  );
}

function certificateStatus(status: CertificateStatus): Uint8Array {
  if (status === 'good') return der.implicit(0, der.null());
  if (status === 'unknown') return der.implicit(2, der.null());
  const { revokedAt, reason } = status;
  return der.implicit(
    1,
    der.sequence(
      der.generalizedTime(shifted(revokedAt, {})),
      ...(reason === undefined ? [] : [der.explicit(0, der.enumerated(REASON_CODE[reason]))]),
    ),
  );
}

function responderId(responder: TestIdentity, form: 'key' | 'name'): Uint8Array {
  if (form === 'name') return der.explicit(1, responder.subject);
  // KeyHash is SHA-1 by definition (RFC 6960 4.2.1), whatever the rest uses.
  return der.explicit(2, der.octetString(digest('sha1', publicKeyBits(responder.key))));
}

function responseExtensions({ nonce, responseExtensions: further = [] }: OcspOptions): Uint8Array[] {
  const all: RawExtension[] = [
    ...(nonce === undefined ? [] : [{ oid: OID.ocspNonce, value: der.octetString(nonce) }]),
    ...further,
  ];
  return all.length === 0 ? [] : [der.explicit(1, der.sequenceOf(all.map(encodeExtension)))];
}

/** Content of the subjectPublicKey BIT STRING, without the octet that counts unused bits. */
function publicKeyBits({ spki }: TestKey): Uint8Array {
  const reader = readSequence(spki, 'SubjectPublicKeyInfo');
  reader.next('algorithm');
  return asBitString(reader.next('subjectPublicKey')).bytes;
}
