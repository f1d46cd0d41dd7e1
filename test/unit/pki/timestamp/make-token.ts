import { der } from '../../../../src/foundation/asn1/index.ts';
import {
  buildSignedData,
  buildSignerInfo,
  CMS_OID,
  encodeAttribute,
  encodeSigningCertificateV2,
} from '../../../../src/foundation/cms/index.ts';
import { concatBytes } from '../../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digest,
  oidOfDigest,
  signingSchemeOf,
} from '../../../../src/foundation/crypto/index.ts';
import { type Certificate, parseCertificate } from '../../../../src/foundation/x509/index.ts';
import type { TestIdentity } from '../../../../src/testing/index.ts';

/** Fields of a TSTInfo to write; DER where they are bytes. */
export interface TstFields {
  readonly version?: number;
  readonly hash?: DigestName;
  readonly hashAlgorithm?: Uint8Array;
  readonly imprint?: Uint8Array;
  readonly serialNumber?: Uint8Array;
  /** Text of the GeneralizedTime. */
  readonly genTime?: string;
  readonly accuracy?: Uint8Array;
  readonly ordering?: Uint8Array;
  readonly nonce?: Uint8Array;
  /** GeneralName. */
  readonly tsa?: Uint8Array;
  /** Extension values. */
  readonly extensions?: readonly Uint8Array[];
  readonly tail?: Uint8Array;
}

/** Accuracy with what is given. */
export function accuracy(seconds?: number, millis?: number, micros?: number): Uint8Array {
  return der.sequence(
    ...(seconds === undefined ? [] : [der.integer(seconds)]),
    ...(millis === undefined ? [] : [der.implicit(0, der.integer(millis))]),
    ...(micros === undefined ? [] : [der.implicit(1, der.integer(micros))]),
  );
}

/** TSTInfo, DER, over `data`. */
export function tstInfo(data: Uint8Array, fields: TstFields = {}): Uint8Array {
  const hash = fields.hash ?? 'sha256';
  const time = fields.genTime ?? '20261123030000Z';
  return der.sequence(
    der.integer(fields.version ?? 1),
    der.oid('2.25.303030303.1'),
    der.sequence(
      fields.hashAlgorithm ?? algorithmIdentifier(oidOfDigest(hash)),
      der.octetString(fields.imprint ?? digest(hash, data)),
    ),
    fields.serialNumber ?? der.integer(4711),
    der.tlv(0x18, new TextEncoder().encode(time)),
    ...[fields.accuracy, fields.ordering, fields.nonce].filter((part) => part !== undefined),
    ...(fields.tsa === undefined ? [] : [der.explicit(0, fields.tsa)]),
    ...(fields.extensions === undefined ? [] : [der.implicit(1, der.sequence(...fields.extensions))]),
    ...(fields.tail === undefined ? [] : [fields.tail]),
  );
}

/** How a token is wrapped; faults on purpose. */
export interface TokenShape {
  readonly signer: TestIdentity;
  readonly contentType?: string;
  readonly eContentType?: string;
  readonly attributeContentType?: string;
  readonly version?: number;
  readonly certificates?: readonly Uint8Array[];
  /** `v2` default; `unsigned` puts it where nothing signs it. */
  readonly signingCertificate?: 'v1' | 'v2' | 'both' | 'none' | 'unsigned' | 'other';
  readonly other?: Uint8Array;
  readonly signers?: number;
  /** The value is over TSTInfo itself, without signed attributes. */
  readonly bare?: boolean;
}

/** ESSCertID (RFC 2634 5.4): SHA-1 alone. */
function signingCertificateV1(certificate: Certificate): Uint8Array {
  return der.sequence(der.sequence(der.sequence(der.octetString(digest('sha1', certificate.raw)))));
}

/** A token by the library's own CMS writer, with what it would never write. */
export async function makeToken(info: Uint8Array, shape: TokenShape): Promise<Uint8Array> {
  const { signer } = shape;
  const kind = shape.signingCertificate ?? 'v2';
  const certificate = parseCertificate(signer.certificate);
  const scheme = signingSchemeOf(signer.key.signatureAlgorithm);
  const { hash } = scheme;
  const v2 = (c: Certificate): Uint8Array =>
    encodeAttribute(CMS_OID.signingCertificateV2, encodeSigningCertificateV2(c, hash));
  const v1 = encodeAttribute(CMS_OID.signingCertificate, signingCertificateV1(certificate));
  const named: Record<typeof kind, Uint8Array[]> = {
    v1: [v1],
    v2: [v2(certificate)],
    both: [v1, v2(certificate)],
    none: [],
    unsigned: [],
    other: [v2(parseCertificate(shape.other ?? signer.certificate))],
  };
  const type = shape.eContentType ?? CMS_OID.tstInfo;
  const signedAttributes = der.setOf([
    encodeAttribute(CMS_OID.contentType, der.oid(shape.attributeContentType ?? type)),
    encodeAttribute(CMS_OID.messageDigest, der.octetString(digest(hash, info))),
    ...named[kind],
  ]);
  const signerInfo = buildSignerInfo({
    certificate,
    digestAlgorithm: scheme.digestAlgorithmIdentifier,
    signedAttributes,
    signatureAlgorithm: scheme.signatureAlgorithmIdentifier,
    signature: await signer.key.sign(signedAttributes),
    ...(kind === 'unsigned' ? { unsignedAttributes: [v2(certificate)] } : {}),
  });
  const bare = async (): Promise<Uint8Array> =>
    der.sequence(
      der.integer(1),
      der.sequence(certificate.issuer.raw, der.tlv(2, certificate.serialNumber)),
      scheme.digestAlgorithmIdentifier,
      scheme.signatureAlgorithmIdentifier,
      der.octetString(await signer.key.sign(info)),
    );
  const written = shape.bare === true ? await bare() : signerInfo;
  const token = buildSignedData({
    contentType: shape.contentType ?? CMS_OID.signedData,
    eContentType: type,
    eContent: info,
    digestAlgorithms: [scheme.digestAlgorithmIdentifier],
    certificates: shape.certificates ?? [signer.certificate],
    signerInfos: Array.from({ length: shape.signers ?? 1 }, () => written),
  });
  return shape.version === undefined ? token : withVersion(token, shape.version);
}

/** Another number in place of the version of SignedData, the only INTEGER 3 (or 1) right after its header. */
function withVersion(token: Uint8Array, version: number): Uint8Array {
  const out = token.slice();
  const at = out.findIndex((byte, i) => byte === 2 && out[i + 1] === 1 && i > 20 && out[i + 3] === 0x31);
  out[at + 2] = version;
  return out;
}

/** TimeStampResp. */
export function response(
  status: number,
  failBits?: Uint8Array,
  token?: Uint8Array,
  texts?: readonly string[],
) {
  const info = der.sequence(
    der.integer(status),
    ...(texts === undefined ? [] : [der.sequenceOf(texts.map((text) => der.utf8String(text)))]),
    ...(failBits === undefined ? [] : [failBits]),
  );
  return concatBytes(der.sequence(info, ...(token === undefined ? [] : [token])));
}
