import {
  asBitString,
  asOctetString,
  asOid,
  type Der,
  type DerReader,
  der,
  explicitOf,
  isContext,
  isUniversal,
  readDer,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import { type Check, YinxinError } from '../../foundation/core/index.ts';
import { partsOf } from './parts.ts';
import { quirk } from './quirk.ts';
import { readSealInfo, type SealInfo } from './seal-info.ts';

export type { CertificateDigest, SealPicture } from './seal-info.ts';

/**
 * Structure of a seal, told by its shape: V1 (GM/T 0031-2014) has two parts, V4 (GB/T 38540-2020) four, V5
 * (GM/T 0031-2025, known from one implementation only) four or five under another version number.
 */
export type SealStructure = 'V1' | 'V4' | 'V5';

/** An SESeal as it stands in the file. */
export interface Seal extends SealInfo {
  readonly raw: Uint8Array;
  readonly structure: SealStructure;
  /** Original bytes of eSealInfo. */
  readonly info: Uint8Array;
  /** What the maker signed, in pieces: eSealInfo alone, in V1 with certificate and algorithm in one SEQUENCE. */
  readonly signed: readonly Uint8Array[];
  readonly makerCertificate: Uint8Array;
  /** OID of the maker’s signature algorithm. */
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** Timestamp over the maker's signature (V5), not looked at here. */
  readonly timestamp?: Uint8Array;
}

/** Parts of an SESeal or an SES_Signature in any version. */
export const MAX_PARTS = 5;

/** Reads an SESeal V4 strictly, on the original bytes. V1 and V5 are refused by name. SEAL_INVALID, DER_INVALID. */
export function parseSeal(bytes: Uint8Array): Seal {
  const seal = readSeal(bytes);
  if (seal.structure !== 'V4') invalid('is not of version 4: give a seal of GB/T 38540-2020');
  return seal;
}

/**
 * Reads an SESeal of V1, V4 or V5 strictly, on the original bytes; forms of known products that the standard does not
 * have stand in `quirks`. Nothing is verified. SEAL_INVALID, DER_INVALID.
 */
export function readSeal(bytes: Uint8Array): Seal {
  const parts = partsOf(sequenceOf(readDer(bytes), 'SESeal'), MAX_PARTS);
  const quirks: Check[] = [];
  if (parts.length === 2) return readV1(bytes, parts[0]!, parts[1]!, quirks);
  if (parts.length === 4 || parts.length === 5) return readV4(bytes, parts, quirks);
  return invalid(`has ${parts.length} parts: neither GM/T 0031 nor GB/T 38540`);
}

function readV1(raw: Uint8Array, info: Der, signInfo: Der, quirks: Check[]): Seal {
  const fields = readSealInfo(info, 'V1', quirks);
  const sign = unwrapSignInfo(signInfo, quirks);
  const certificate = sign.expect(TAG.octetString, 'cert');
  const algorithm = sign.expect(TAG.oid, 'signatureAlgorithm');
  const signature = wholeBits(sign.expect(TAG.bitString, 'signData'));
  sign.end();
  const signed = [info.raw, certificate.raw, algorithm.raw];
  return {
    raw,
    structure: 'V1',
    info: info.raw,
    // The parts as they stand; only the header in front of them is made here.
    signed: [sequenceHeader(signed), ...signed],
    ...fields,
    makerCertificate: asOctetString(certificate),
    signatureAlgorithm: asOid(algorithm),
    signature,
  };
}

function unwrapSignInfo(value: Der, quirks: Check[]): DerReader {
  if (!isUniversal(value, TAG.bitString)) return sequenceOf(value, 'SES_SignInfo');
  quirks.push(quirk('SEAL_SIGN_INFO_WRAPPED', 'signInfo stands in a BIT STRING', 'GM/T 0031-2014'));
  return sequenceOf(readDer(wholeBits(value)), 'SES_SignInfo');
}

function sequenceHeader(parts: readonly Uint8Array[]): Uint8Array {
  const whole = der.sequence(...parts);
  return whole.subarray(0, whole.length - parts.reduce((sum, part) => sum + part.length, 0));
}

function readV4(raw: Uint8Array, parts: readonly Der[], quirks: Check[]): Seal {
  const [info, certificate, algorithm, signature, timestamp] = parts as [Der, Der, Der, Der, Der?];
  const fields = readSealInfo(info, 'V4', quirks);
  const structure = fields.version === 5 ? 'V5' : 'V4';
  if (structure === 'V4' && timestamp !== undefined) invalid('of version 4 has a part too many');
  return {
    raw,
    structure,
    info: info.raw,
    signed: [info.raw],
    ...fields,
    makerCertificate: asOctetString(certificate),
    signatureAlgorithm: asOid(algorithm),
    signature: wholeBits(signature),
    ...(timestamp === undefined ? {} : { timestamp: readTimestamp(timestamp, quirks) }),
  };
}

/** `timeStamp [0] EXPLICIT BIT STRING`; several implementations leave the tag out. */
export function readTimestamp(value: Der, quirks: Check[]): Uint8Array {
  if (isContext(value, 0)) return wholeBits(explicitOf(value));
  quirks.push(quirk('SES_TIMESTAMP_UNTAGGED', 'the timestamp stands without its tag', 'GB/T 38540-2020 7.1'));
  return wholeBits(value);
}

/** The octets of a BIT STRING that must be whole octets. SEAL_INVALID, DER_INVALID. */
export function wholeBits(value: Der): Uint8Array {
  const bits = asBitString(value);
  if (bits.unusedBits !== 0) invalid('has a BIT STRING of broken octets');
  return bits.bytes;
}

function invalid(message: string): never {
  throw new YinxinError('SEAL_INVALID', `the seal ${message}`);
}
