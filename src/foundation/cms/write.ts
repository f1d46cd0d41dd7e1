import { DerNode, der, TAG } from '../asn1/index.ts';
import type { Certificate } from '../x509/index.ts';
import { CMS_OID } from './oids.ts';

/** Parts of a SignerInfo to be written; all DER. */
export interface SignerInfoParts {
  readonly certificate: Certificate;
  readonly digestAlgorithm: Uint8Array;
  /** SET OF Attribute as signed (tag 31), sorted. */
  readonly signedAttributes: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
  readonly unsignedAttributes?: readonly Uint8Array[];
}

/** Parts of a SignedData to be written; all DER. */
export interface SignedDataParts {
  /** signedData of RFC 5652 or of GB/T 35275. */
  readonly contentType: string;
  readonly eContentType: string;
  /** Absent: detached. */
  readonly eContent?: Uint8Array;
  readonly digestAlgorithms: readonly Uint8Array[];
  readonly certificates: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly signerInfos: readonly Uint8Array[];
}

/** SEQUENCE and SET, and [n] around constructed content. */
const SEQUENCE = 0x30;
const SET = 0x31;
const TAGGED = 0xa0;

/** DER of a SignerInfo named by issuer and serial number (version 1, RFC 5652 5.3). */
export function buildSignerInfo(parts: SignerInfoParts): Uint8Array {
  const { certificate } = parts;
  const unsigned = parts.unsignedAttributes ?? [];
  return new DerNode(
    SEQUENCE,
    der.integer(1),
    new DerNode(SEQUENCE, certificate.issuer.raw, der.tlv(TAG.integer, certificate.serialNumber)),
    parts.digestAlgorithm,
    der.implicit(0, parts.signedAttributes),
    parts.signatureAlgorithm,
    new DerNode(TAG.octetString, parts.signature),
    ...(unsigned.length === 0 ? [] : [DerNode.setOf(TAGGED | 1, unsigned)]),
  ).encode();
}

/** DER of a ContentInfo with SignedData; every SET OF is sorted. */
export function buildSignedData(parts: SignedDataParts): Uint8Array {
  const { eContent, certificates, crls = [] } = parts;
  const content = eContent === undefined ? [] : [new DerNode(TAGGED, new DerNode(TAG.octetString, eContent))];
  const signedData = new DerNode(
    SEQUENCE,
    der.integer(versionOf(parts)),
    DerNode.setOf(SET, parts.digestAlgorithms),
    new DerNode(SEQUENCE, der.oid(parts.eContentType), ...content),
    ...(certificates.length === 0 ? [] : [DerNode.setOf(TAGGED, certificates)]),
    ...(crls.length === 0 ? [] : [DerNode.setOf(TAGGED | 1, crls)]),
    DerNode.setOf(SET, parts.signerInfos),
  );
  return new DerNode(SEQUENCE, der.oid(parts.contentType), new DerNode(TAGGED, signedData)).encode();
}

/** RFC 5652 5.1: 3 when the content is not data; GB/T 35275 is always 1. */
function versionOf(parts: SignedDataParts): number {
  return parts.contentType === CMS_OID.signedData && parts.eContentType !== CMS_OID.data ? 3 : 1;
}
