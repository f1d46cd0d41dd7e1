import { der } from '../foundation/asn1/index.ts';
import { algorithmIdentifier, digest, oidOfDigest, signingSchemeOf } from '../foundation/crypto/index.ts';
import type { TestIdentity } from './identity.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

/** What a timestamp says (TSTInfo, RFC 3161 2.4.2). */
export interface TimestampContent {
  readonly policy: string;
  /** MessageImprint, DER, as requested. */
  readonly messageImprint: Uint8Array;
  readonly serialNumber: bigint;
  readonly time: Date;
  readonly accuracySeconds: number;
  readonly nonce?: Uint8Array;
}

/** TSTInfo, DER; `nonce` is the whole INTEGER of the request. */
export function encodeTstInfo(content: TimestampContent): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.oid(content.policy),
    content.messageImprint,
    der.integer(content.serialNumber),
    der.generalizedTime(content.time),
    der.sequence(der.integer(content.accuracySeconds)),
    ...(content.nonce === undefined ? [] : [content.nonce]),
  );
}

/** How a token is signed, beside its content. */
export interface TokenOptions {
  readonly withCertificates: boolean;
  readonly signingTime: Date;
  readonly corruptSignature?: boolean;
}

/**
 * TimeStampToken: SignedData over TSTInfo by one signer, with signingCertificateV2 (RFC 5816).
 * Written apart from the library's own CMS writer, so that one checks the other.
 */
export async function signToken(
  tsa: TestIdentity,
  tstInfo: Uint8Array,
  options: TokenOptions,
): Promise<Uint8Array> {
  const { hash, signatureAlgorithmIdentifier } = signingSchemeOf(tsa.key.signatureAlgorithm);
  const digestAlgorithm = algorithmIdentifier(oidOfDigest(hash));
  const attributes = der.setOf([
    attribute(CONTENT_TYPE, der.oid(TST_INFO)),
    attribute(SIGNING_TIME, der.time(options.signingTime)),
    attribute(MESSAGE_DIGEST, der.octetString(digest(hash, tstInfo))),
    attribute(SIGNING_CERTIFICATE_V2, signingCertificate(tsa)),
  ]);
  const value = await tsa.key.sign(attributes);
  if (options.corruptSignature === true) value[value.length - 1]! ^= 1;
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(issuerName(tsa), der.integer(tsa.serialNumber)),
    digestAlgorithm,
    der.implicit(0, attributes),
    signatureAlgorithmIdentifier,
    der.octetString(value),
  );
  const signedData = der.sequence(
    der.integer(3),
    der.set(digestAlgorithm),
    der.sequence(der.oid(TST_INFO), der.explicit(0, der.octetString(tstInfo))),
    ...(options.withCertificates ? [der.implicit(0, der.setOf(tsa.chain))] : []),
    der.set(signerInfo),
  );
  return der.sequence(der.oid(SIGNED_DATA), der.explicit(0, signedData));
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(oid), der.set(value));
}

/** ESSCertIDv2 of the signer: hash (SHA-256 is the default and stays unwritten), issuer and serial number. */
function signingCertificate(tsa: TestIdentity): Uint8Array {
  const hash = tsa.key.algorithm === 'SM2' ? 'sm3' : 'sha256';
  const certId = der.sequence(
    ...(hash === 'sha256' ? [] : [algorithmIdentifier(oidOfDigest(hash))]),
    der.octetString(digest(hash, tsa.certificate)),
    der.sequence(der.sequence(der.explicit(4, issuerName(tsa))), der.integer(tsa.serialNumber)),
  );
  return der.sequence(der.sequence(certId));
}

function issuerName(tsa: TestIdentity): Uint8Array {
  return tsa.issuer?.subject ?? tsa.subject;
}
