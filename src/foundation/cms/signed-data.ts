import {
  asOctetString,
  asOid,
  asSmallInteger,
  childrenOf,
  type Der,
  DerReader,
  explicitOf,
  isContext,
  isUniversal,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { type AlgorithmIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import { readStructure } from '../x509/index.ts';
import { CMS_OID } from './oids.ts';
import { type CmsSignerInfo, readSignerInfo } from './signer-info.ts';

/** A CMS SignedData as stored. Syntax only; the values are checked by `checkSignerInfo`. */
export interface SignedData {
  readonly raw: Uint8Array;
  /** Type of the wrapper: signedData of RFC 5652 or of GB/T 35275. */
  readonly contentType: string;
  readonly version: number;
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  readonly eContentType: string;
  /** The signed content; absent when it is detached. */
  readonly eContent?: Uint8Array;
  /** X.509 certificates, DER, not parsed. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** The same and those of other kinds, as they stand in the sets: what hash indexes name. */
  readonly certificateChoices: readonly Der[];
  readonly revocationChoices: readonly Der[];
  /** OCSP responses among the revocation information (RFC 5940). */
  readonly ocspResponses: readonly Uint8Array[];
  /** Certificates and revocation data of kinds that are not read (attribute certificates, …), counted. */
  readonly unread: number;
  /** Attribute certificates of version 2 are among the certificates (they raise the version, RFC 5652 5.1). */
  readonly hasAttributeCertificates: boolean;
  /** Certificates or revocation data of other formats are there. */
  readonly hasOtherFormats: boolean;
  readonly signerInfos: readonly CmsSignerInfo[];
}

/** Members of a certificate or CRL set. */
const MAX_MEMBERS = 10_000;

/**
 * Reads one ContentInfo with SignedData, strictly DER and nothing after it, of RFC 5652 or GB/T 35275-2017.
 * BER (indefinite lengths) is refused by name: CMS_INVALID with details.reason `BER`.
 */
export function parseSignedData(bytes: Uint8Array): SignedData {
  refuseBer(bytes);
  return readStructure('CMS_INVALID', 'SignedData', () => {
    const outer = readSequence(bytes, 'ContentInfo');
    const contentType = asOid(outer.expect(TAG.oid, 'contentType'));
    if (contentType !== CMS_OID.signedData && contentType !== CMS_OID.gmSignedData) {
      throw new YinxinError('CMS_INVALID', `CMS of type ${contentType}: only SignedData is read`, {
        details: { contentType },
      });
    }
    const content = outer.optionalContext(0);
    outer.end();
    if (content === undefined) throw new YinxinError('DER_INVALID', 'ContentInfo has no content');
    return { raw: bytes, contentType, ...readSignedData(sequenceOf(explicitOf(content), 'SignedData')) };
  });
}

/** The type of the content of a SignedData, whatever follows it; undefined where it cannot be read. */
export function peekContentType(bytes: Uint8Array): string | undefined {
  try {
    const outer = readSequence(bytes, 'ContentInfo');
    outer.expect(TAG.oid, 'contentType');
    const data = sequenceOf(explicitOf(outer.next('content')), 'SignedData');
    data.next('version');
    data.next('digestAlgorithms');
    return asOid(data.sequence('encapContentInfo').next('eContentType'));
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}

function refuseBer(bytes: Uint8Array): void {
  if (bytes[0] === 0x30 && bytes[1] === 0x80) {
    throw new YinxinError('CMS_INVALID', 'this CMS is BER with indefinite lengths; re-encode it as DER', {
      details: { reason: 'BER' },
    });
  }
}

function readSignedData(data: DerReader): Omit<SignedData, 'raw' | 'contentType'> {
  const version = asSmallInteger(data.expect(TAG.integer, 'version'));
  const digestAlgorithms = data.set('digestAlgorithms').rest().map(parseAlgorithmIdentifier);
  const content = readContent(data.sequence('encapContentInfo'));
  const certificates = members(data.optionalContext(0));
  const revocation = members(data.optionalContext(1));
  const signerInfos = data.set('signerInfos').rest().map(readSignerInfo);
  data.end();
  const plain = certificates.filter((c) => isUniversal(c, TAG.sequence));
  const crls = revocation.filter((c) => isUniversal(c, TAG.sequence));
  const ocspResponses = revocation.flatMap(ocspResponsesOf);
  return {
    version,
    digestAlgorithms,
    ...content,
    certificates: plain.map((c) => c.raw),
    certificateChoices: certificates,
    revocationChoices: revocation,
    crls: crls.map((c) => c.raw),
    ocspResponses,
    unread: certificates.length - plain.length + revocation.length - crls.length - ocspResponses.length,
    hasAttributeCertificates: certificates.some((c) => isContext(c, 2)),
    hasOtherFormats: certificates.some((c) => isContext(c, 3)) || revocation.some((c) => isContext(c, 1)),
    signerInfos,
  };
}

function readContent(info: DerReader): Pick<SignedData, 'eContentType' | 'eContent'> {
  const eContentType = asOid(info.expect(TAG.oid, 'eContentType'));
  const tagged = info.optionalContext(0);
  info.end();
  if (tagged === undefined) return { eContentType };
  // PKCS#7 allowed any type here; what is signed would then be ambiguous (RFC 5652 5.2.1).
  return { eContentType, eContent: asOctetString(explicitOf(tagged)) };
}

function members(tagged: Der | undefined): Der[] {
  if (tagged === undefined) return [];
  const out = childrenOf(tagged);
  if (out.length > MAX_MEMBERS)
    throw new YinxinError('DER_INVALID', `more than ${MAX_MEMBERS} certificates or CRLs`);
  return out;
}

/** OtherRevocationInfoFormat [1] with an OCSP response; anything else is left unread. */
export function ocspResponsesOf(value: Der): Uint8Array[] {
  if (!isContext(value, 1)) return [];
  const info = new DerReader(value, 'OtherRevocationInfoFormat');
  if (asOid(info.expect(TAG.oid, 'otherRevInfoFormat')) !== CMS_OID.ocspRevocationInfo) return [];
  return [info.next('otherRevInfo').raw];
}
