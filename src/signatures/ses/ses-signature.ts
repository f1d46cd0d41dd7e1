import {
  asOctetString,
  asOid,
  asSmallInteger,
  asText,
  asTime,
  type Der,
  type DerReader,
  explicitOf,
  isContext,
  isUniversal,
  readDer,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import { type Check, isYinxinError, latin1, YinxinError } from '../../foundation/core/index.ts';
import { readExtensions } from './extensions.ts';
import { partsOf } from './parts.ts';
import { quirk } from './quirk.ts';
import { MAX_PARTS, readSeal, readTimestamp, type Seal, type SealStructure, wholeBits } from './seal.ts';
import type { SealMemo } from './seal-memo.ts';
import { instantOf, readTimeText } from './time-text.ts';

/** An SES_Signature (电子签章数据) as it stands in the file. */
export interface SesSignature {
  readonly raw: Uint8Array;
  readonly structure: SealStructure;
  /** Original bytes of TBS_Sign: what the signer signed. */
  readonly toSign: Uint8Array;
  /** As written in TBS_Sign. */
  readonly version: number;
  readonly seal: Seal;
  /** The time claimed; absent where it is not readable. */
  readonly time?: Date;
  /** timeInfo of V1 holds a timestamp token, not looked at here. */
  readonly timeToken?: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly propertyInfo: string;
  readonly signerCertificate: Uint8Array;
  /** OID of the signer's algorithm. */
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** Token over the signature value (V4, V5). */
  readonly timestamp?: Uint8Array;
  readonly criticalExtensions: readonly string[];
  /** Forms that the standard does not have, of the signature; the seal has its own. */
  readonly quirks: readonly Check[];
}

const V1_CLAUSE = 'GM/T 0031-2014';
const V4_CLAUSE = 'GB/T 38540-2020 7.1';

/**
 * Reads an SES_Signature of V1 (GM/T 0031-2014), V4 (GB/T 38540-2020) or V5 strictly, on the original bytes.
 * The shape decides the version, never a number alone. Nothing is verified. A seal that `seals` knows is not read again.
 * SEAL_INVALID, DER_INVALID.
 */
export function readSesSignature(bytes: Uint8Array, seals?: SealMemo): SesSignature {
  const parts = partsOf(sequenceOf(readDer(bytes), 'SES_Signature'), MAX_PARTS);
  const quirks: Check[] = [];
  const sealOf = seals === undefined ? readSeal : (raw: Uint8Array) => seals.seal(raw);
  if (parts.length === 2) return readV1(bytes, parts[0]!, parts[1]!, quirks, sealOf);
  if (parts.length === 4 || parts.length === 5) return readV4(bytes, parts, quirks, sealOf);
  return invalid(`has ${parts.length} parts: neither GM/T 0031 nor GB/T 38540`);
}

type SealOf = (raw: Uint8Array) => Seal;

function readV1(raw: Uint8Array, toSign: Der, value: Der, quirks: Check[], sealOf: SealOf): SesSignature {
  const tbs = sequenceOf(toSign, 'TBS_Sign');
  const version = asSmallInteger(tbs.expect(TAG.integer, 'version'));
  const seal = sealOf(tbs.expect(TAG.sequence, 'eseal').raw);
  if (seal.structure !== 'V1') invalid('of V1 holds a seal of another version');
  const time = readV1Time(bitsOrOctets(tbs.next('timeInfo'), quirks), quirks);
  const dataHash = bitsOrOctets(tbs.next('dataHash'), quirks);
  const propertyInfo = asText(tbs.expect(TAG.ia5String, 'propertyInfo'));
  const signerCertificate = asOctetString(tbs.expect(TAG.octetString, 'cert'));
  const signatureAlgorithm = asOid(tbs.expect(TAG.oid, 'signatureAlgorithm'));
  tbs.end();
  checkVersion(version, seal, V1_CLAUSE, quirks);
  return {
    raw,
    structure: 'V1',
    toSign: toSign.raw,
    version,
    seal,
    ...time,
    dataHash,
    propertyInfo,
    signerCertificate,
    signatureAlgorithm,
    signature: wholeBits(value),
    criticalExtensions: [],
    quirks,
  };
}

function readV4(raw: Uint8Array, parts: readonly Der[], quirks: Check[], sealOf: SealOf): SesSignature {
  const [toSign, certificate, algorithm, signature, timestamp] = parts as [Der, Der, Der, Der, Der?];
  const tbs = sequenceOf(toSign, 'TBS_Sign');
  const version = asSmallInteger(tbs.expect(TAG.integer, 'version'));
  const seal = sealOf(tbs.expect(TAG.sequence, 'eseal').raw);
  if (seal.structure === 'V1') invalid('of V4 holds a seal of V1');
  const time = asTime(tbs.expect(TAG.generalizedTime, 'timeInfo'));
  const dataHash = wholeBits(tbs.expect(TAG.bitString, 'dataHash'));
  const propertyInfo = asText(tbs.expect(TAG.ia5String, 'propertyInfo'));
  const criticalExtensions = tbs.done ? [] : readExtensions(extensionsOf(tbs, quirks), quirks);
  tbs.end();
  checkVersion(version, seal, V4_CLAUSE, quirks);
  return {
    raw,
    structure: seal.structure,
    toSign: toSign.raw,
    version,
    seal,
    time,
    dataHash,
    propertyInfo,
    signerCertificate: asOctetString(certificate),
    signatureAlgorithm: asOid(algorithm),
    signature: wholeBits(signature),
    ...(timestamp === undefined ? {} : { timestamp: readTimestamp(timestamp, quirks) }),
    criticalExtensions,
    quirks,
  };
}

/** `extDatas [0] EXPLICIT`; several implementations leave the tag out. */
function extensionsOf(tbs: DerReader, quirks: Check[]): DerReader {
  const value = tbs.next('extDatas');
  if (isContext(value, 0)) return sequenceOf(explicitOf(value), 'ExtensionDatas');
  quirks.push(quirk('SES_EXTENSIONS_UNTAGGED', 'the extensions stand without their tag', V4_CLAUSE));
  return sequenceOf(value, 'ExtensionDatas');
}

/** BIT STRING by the standard; old products write OCTET STRING. */
function bitsOrOctets(value: Der, quirks: Check[]): Uint8Array {
  if (!isUniversal(value, TAG.octetString)) return wholeBits(value);
  quirks.push(quirk('SES_OCTET_STRING', 'an OCTET STRING stands where V1 has a BIT STRING', V1_CLAUSE));
  return asOctetString(value);
}

/** timeInfo of V1: DER of a time by the standard; text and timestamp tokens are met. */
function readV1Time(bytes: Uint8Array, quirks: Check[]): Pick<SesSignature, 'time' | 'timeToken'> {
  if (bytes[0] === 0x30) return { timeToken: bytes };
  try {
    return { time: asTime(readDer(bytes)) };
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
  const written = readTimeText(latin1(bytes));
  if (written === undefined) {
    quirks.push(quirk('SES_TIME_UNREADABLE', 'the claimed time is in no known form', V1_CLAUSE));
    return {};
  }
  const zone = written.offsetMinutes === undefined ? ' without zone, read as Beijing time' : '';
  quirks.push(quirk('SES_TIME_TEXT', `the claimed time is written as text${zone}`, V1_CLAUSE));
  return { time: instantOf(written) };
}

/** The number in TBS_Sign repeats that of the seal; products forget it, and nothing hangs on it. */
function checkVersion(version: number, seal: Seal, clause: string, quirks: Check[]): void {
  if (version === seal.version) return;
  const detail = `the signature says version ${version}, its seal ${seal.version}`;
  quirks.push(quirk('SES_VERSION_NUMBER', detail, clause));
}

function invalid(message: string): never {
  throw new YinxinError('SEAL_INVALID', `the SES signature ${message}`);
}
