import {
  asBitString,
  asInteger,
  asOctetString,
  asOid,
  asSmallInteger,
  asText,
  asTime,
  type Der,
  type DerReader,
  isUniversal,
  readSequence,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';

/** Picture of a seal; width and height in millimetres. */
export interface SealPicture {
  /** `PNG`, `SVG`, `OFD`, …; compared without case. */
  readonly type: string;
  readonly data: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** A digest of a signer’s certificate in the seal (certListType 2). */
export interface CertificateDigest {
  readonly type: string;
  readonly value: Uint8Array;
}

/** SESeal of version 4 (GB/T 38540-2020 clause 6.1), as it stands in the file. */
export interface Seal {
  readonly raw: Uint8Array;
  /** Original bytes of eSealInfo: what the maker signed. */
  readonly info: Uint8Array;
  readonly version: number;
  readonly vendor: string;
  readonly id: string;
  readonly type: number;
  readonly name: string;
  /** Certificates of those who may use the seal, by value … */
  readonly certificates: readonly Uint8Array[];
  /** … or by digest. */
  readonly certificateDigests: readonly CertificateDigest[];
  readonly createdAt: Date;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly picture: SealPicture;
  readonly makerCertificate: Uint8Array;
  /** OID of the maker’s signature algorithm. */
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** Object identifiers of extensions marked critical that nobody here understands. */
  readonly criticalExtensions: readonly string[];
}

/** Seal pictures above this are refused: the largest seen is 300 KB. */
const MAX_PICTURE_BYTES = 8 * 1024 * 1024;

/** Reads an SESeal V4 strictly, on the original bytes. V1 and V5 are refused by name. SEAL_INVALID, DER_INVALID. */
export function parseSeal(bytes: Uint8Array): Seal {
  const seal = readSequence(bytes, 'SESeal');
  const info = seal.expect(TAG.sequence, 'eSealInfo');
  if (!isUniversal(seal.peek(), TAG.octetString))
    invalid('is not of version 4: only GB/T 38540-2020 seals are read');
  const makerCertificate = asOctetString(seal.expect(TAG.octetString, 'cert'));
  const signatureAlgorithm = asOid(seal.expect(TAG.oid, 'signAlgID'));
  const signature = wholeBits(seal.expect(TAG.bitString, 'signedValue'));
  seal.end();
  return { raw: bytes, info: info.raw, ...readInfo(info), makerCertificate, signatureAlgorithm, signature };
}

type Info = Omit<Seal, 'raw' | 'info' | 'makerCertificate' | 'signatureAlgorithm' | 'signature'>;

function readInfo(value: Der): Info {
  const info = sequenceOf(value, 'SES_SealInfo');
  const header = readHeader(info.sequence('header'));
  const id = asText(info.expect(TAG.ia5String, 'esID'));
  const property = readProperty(info.sequence('property'));
  const picture = readPicture(info.sequence('picture'));
  const criticalExtensions = info.done ? [] : readExtensions(info.sequence('extDatas'));
  info.end();
  return { ...header, id, ...property, picture, criticalExtensions };
}

function readHeader(header: DerReader): { version: number; vendor: string } {
  if (asText(header.expect(TAG.ia5String, 'ID')) !== 'ES') invalid('does not carry the identifier ES');
  const version = asSmallInteger(header.next('version'));
  if (version !== 4) invalid(`is of version ${version}: only version 4 is read`);
  const vendor = asText(header.expect(TAG.ia5String, 'Vid'));
  header.end();
  return { version, vendor };
}

function readProperty(
  property: DerReader,
): Pick<
  Info,
  'type' | 'name' | 'certificates' | 'certificateDigests' | 'createdAt' | 'validFrom' | 'validTo'
> {
  const type = Number(asInteger(property.next('type')));
  const name = asText(property.expect(TAG.utf8String, 'name'));
  const listType = asSmallInteger(property.next('certListType'));
  if (listType !== 1 && listType !== 2) invalid(`has the unknown certListType ${listType}`);
  const list = property.sequence('certList').rest();
  const certificates = listType === 1 ? list.map(asOctetString) : [];
  const certificateDigests = listType === 2 ? list.map(readDigest) : [];
  const [createdAt, validFrom, validTo] = [property.next(), property.next(), property.next()].map(asTime) as [
    Date,
    Date,
    Date,
  ];
  property.end();
  if (validTo < validFrom) invalid('ends before it begins');
  return { type, name, certificates, certificateDigests, createdAt, validFrom, validTo };
}

function readDigest(value: Der): CertificateDigest {
  const digest = sequenceOf(value, 'CertDigestObj');
  const type = asText(digest.expect(TAG.printableString, 'type'));
  const bytes = asOctetString(digest.expect(TAG.octetString, 'value'));
  digest.end();
  return { type, value: bytes };
}

function readPicture(picture: DerReader): SealPicture {
  const type = asText(picture.expect(TAG.ia5String, 'type'));
  const data = asOctetString(picture.expect(TAG.octetString, 'data'));
  const widthMm = asSmallInteger(picture.next('width'));
  const heightMm = asSmallInteger(picture.next('height'));
  picture.end();
  if (data.length > MAX_PICTURE_BYTES) invalid('has a picture above 8 MiB');
  if (widthMm <= 0 || heightMm <= 0 || widthMm > 1000 || heightMm > 1000)
    invalid('has a picture of impossible size');
  return { type, data, widthMm, heightMm };
}

/** Real seals write `critical` even when it is FALSE, so its presence is not held against them. */
function readExtensions(extensions: DerReader): string[] {
  const critical: string[] = [];
  for (const value of extensions.rest()) {
    const extension = sequenceOf(value, 'ExtData');
    const oid = asOid(extension.expect(TAG.oid, 'extnID'));
    const flag = extension.optional(TAG.boolean);
    if (flag !== undefined && flag.content[0] !== 0) critical.push(oid);
    asOctetString(extension.expect(TAG.octetString, 'extnValue'));
    extension.end();
  }
  return critical;
}

function wholeBits(value: Der): Uint8Array {
  const bits = asBitString(value);
  if (bits.unusedBits !== 0) invalid('has a signature of broken octets');
  return bits.bytes;
}

function invalid(message: string): never {
  throw new YinxinError('SEAL_INVALID', `the seal ${message}`);
}
