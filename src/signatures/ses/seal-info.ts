import {
  asOctetString,
  asSmallInteger,
  asText,
  asTime,
  type Der,
  type DerReader,
  isUniversal,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import { type Check, YinxinError } from '../../foundation/core/index.ts';
import { readExtensions, unwrapExtensions } from './extensions.ts';
import { partsOf } from './parts.ts';
import { quirk } from './quirk.ts';

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

/** SES_SealInfo: what the maker says of the seal. */
export interface SealInfo {
  /** As written in the header. */
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
  /** Object identifiers of extensions marked critical that nobody here understands. */
  readonly criticalExtensions: readonly string[];
  /** Forms that the standard does not have and that were read nevertheless, each by a named rule. */
  readonly quirks: readonly Check[];
}

/** Seal pictures above this are refused: the largest seen is 300 KB. */
const MAX_PICTURE_BYTES = 8 * 1024 * 1024;

/** Signers of one seal. */
const MAX_SIGNERS = 1000;

/** GB/T 38540-2020 6.1 and the standard before it. */
const CLAUSE = { V1: 'GM/T 0031-2014', V4: 'GB/T 38540-2020 6.1' } as const;

/** Reads SES_SealInfo; V4 and V5 have the same fields. SEAL_INVALID, DER_INVALID. */
export function readSealInfo(value: Der, structure: 'V1' | 'V4', quirks: Check[]): SealInfo {
  const info = sequenceOf(value, 'SES_SealInfo');
  const header = readHeader(info.sequence('header'), structure, quirks);
  const id = asText(info.expect(TAG.ia5String, 'esID'));
  const property = readProperty(info.sequence('property'), structure, quirks);
  const picture = readPicture(info.sequence('picture'));
  const criticalExtensions = info.done ? [] : readExtensionsOf(info, structure, quirks);
  info.end();
  return { ...header, id, ...property, picture, criticalExtensions, quirks };
}

function readExtensionsOf(info: DerReader, structure: 'V1' | 'V4', quirks: Check[]): string[] {
  const list = structure === 'V1' ? unwrapExtensions(info.next(), quirks) : info.sequence('extDatas');
  return readExtensions(list, quirks);
}

/** The shape decides what a seal is. V1 seals with the number 2 exist; other numbers than these are refused. */
function readHeader(
  header: DerReader,
  structure: 'V1' | 'V4',
  quirks: Check[],
): Pick<SealInfo, 'version' | 'vendor'> {
  if (asText(header.expect(TAG.ia5String, 'ID')) !== 'ES') invalid('does not carry the identifier ES');
  const version = asSmallInteger(header.next('version'));
  const known = structure === 'V1' ? [1, 2] : [4, 5];
  if (!known.includes(version))
    invalid(`has the shape of ${structure} and version ${version}: that is no seal`);
  if (version === 2) {
    quirks.push(quirk('SEAL_VERSION_NUMBER', 'a seal of V1 carries the version 2', CLAUSE[structure]));
  }
  const vendor = asText(header.expect(TAG.ia5String, 'Vid'));
  header.end();
  return { version, vendor };
}

type Property = Pick<
  SealInfo,
  'type' | 'name' | 'certificates' | 'certificateDigests' | 'createdAt' | 'validFrom' | 'validTo'
>;

function readProperty(property: DerReader, structure: 'V1' | 'V4', quirks: Check[]): Property {
  const type = asSmallInteger(property.next('type'));
  const name = asText(property.expect(TAG.utf8String, 'name'));
  const signers = structure === 'V1' ? readV1List(property, quirks) : readV4List(property);
  const time = (): Date => readTime(property.next('time'), structure, quirks);
  const [createdAt, validFrom, validTo] = [time(), time(), time()];
  property.end();
  if (validTo < validFrom) invalid('ends before it begins');
  return { type, name, ...signers, createdAt, validFrom, validTo };
}

type Signers = Pick<SealInfo, 'certificates' | 'certificateDigests'>;

function readV4List(property: DerReader): Signers {
  const listType = asSmallInteger(property.next('certListType'));
  if (listType !== 1 && listType !== 2) invalid(`has the unknown certListType ${listType}`);
  const list = partsOf(property.sequence('certList'), MAX_SIGNERS);
  return {
    certificates: listType === 1 ? list.map(asOctetString) : [],
    certificateDigests: listType === 2 ? list.map(readDigest) : [],
  };
}

/** What is no certificate in the list lists nobody: the seal is read, and its signer then stands in no list. */
function readV1List(property: DerReader, quirks: Check[]): Signers {
  const list = partsOf(property.sequence('certList'), MAX_SIGNERS);
  const certificates = list.filter((value) => isUniversal(value, TAG.octetString)).map(asOctetString);
  if (certificates.length < list.length) {
    const detail = 'the list of signers holds something other than certificates';
    quirks.push(quirk('SEAL_CERTIFICATE_LIST', detail, CLAUSE.V1));
  }
  return { certificates, certificateDigests: [] };
}

function readDigest(value: Der): CertificateDigest {
  const digest = sequenceOf(value, 'CertDigestObj');
  const type = asText(digest.expect(TAG.printableString, 'type'));
  const bytes = asOctetString(digest.expect(TAG.octetString, 'value'));
  digest.end();
  return { type, value: bytes };
}

/** V1 writes UTCTime, V4 GeneralizedTime; products mix them up, and both say the same. */
function readTime(value: Der, structure: 'V1' | 'V4', quirks: Check[]): Date {
  const expected = structure === 'V1' ? TAG.utcTime : TAG.generalizedTime;
  if (!isUniversal(value, expected)) {
    const type = structure === 'V1' ? 'UTCTime' : 'GeneralizedTime';
    quirks.push(quirk('SEAL_TIME_TYPE', `a time of the seal is not written as ${type}`, CLAUSE[structure]));
  }
  return asTime(value);
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

function invalid(message: string): never {
  throw new YinxinError('SEAL_INVALID', `the seal ${message}`);
}
