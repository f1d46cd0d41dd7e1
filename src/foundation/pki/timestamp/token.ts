import {
  asInteger,
  asOctetString,
  asOid,
  asSmallInteger,
  asTime,
  childrenOf,
  type Der,
  explicitOf,
  implicitAs,
  readSequence,
  TAG,
} from '../../asn1/index.ts';
import { CMS_OID, parseSignedData, type SignedData } from '../../cms/index.ts';
import { YinxinError } from '../../core/index.ts';
import {
  type AlgorithmIdentifier,
  type DigestName,
  digestNameOfOid,
  parseAlgorithmIdentifier,
} from '../../crypto/index.ts';
import {
  criticalExtensions,
  type GeneralName,
  parseExtensions,
  parseGeneralName,
  readStructure,
} from '../../x509/index.ts';

/** What a time-stamping authority signed (TSTInfo, RFC 3161 2.4.2; GB/T 20520). */
export interface TstInfo {
  readonly policy: string;
  readonly hashAlgorithm: AlgorithmIdentifier;
  /** Name of the digest; absent when it is not known here. */
  readonly hash?: DigestName;
  readonly messageImprint: Uint8Array;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly genTime: Date;
  /** Half width of the time window in microseconds; absent: not stated. */
  readonly accuracyMicros?: number;
  readonly ordering: boolean;
  readonly nonce?: bigint;
  readonly tsa?: GeneralName;
  /** Critical extensions; none is understood here. */
  readonly criticalExtensions: readonly string[];
}

/** A timestamp token as stored. Syntax only; see `checkTimestampToken` and `verifyTimestamp`. */
export interface TimestampToken {
  readonly raw: Uint8Array;
  readonly signedData: SignedData;
  readonly info: TstInfo;
}

/** Reads a timestamp token: SignedData with exactly one signer over TSTInfo. TIMESTAMP_INVALID, CMS_INVALID. */
export function parseTimestampToken(bytes: Uint8Array): TimestampToken {
  const signedData = parseSignedData(bytes);
  const content = signedData.eContent;
  if (signedData.eContentType !== CMS_OID.tstInfo || content === undefined) {
    throw new YinxinError('TIMESTAMP_INVALID', 'not a timestamp token: it holds no TSTInfo');
  }
  if (signedData.signerInfos.length !== 1) {
    throw new YinxinError('TIMESTAMP_INVALID', 'a timestamp token has exactly one signer (RFC 3161 2.4.2)');
  }
  return { raw: bytes, signedData, info: parseTstInfo(content) };
}

/** Reads TSTInfo. TIMESTAMP_INVALID. */
export function parseTstInfo(bytes: Uint8Array): TstInfo {
  return readStructure('TIMESTAMP_INVALID', 'TSTInfo', () => {
    const info = readSequence(bytes, 'TSTInfo');
    if (asSmallInteger(info.expect(TAG.integer, 'version')) !== 1) {
      throw new YinxinError('DER_INVALID', 'TSTInfo of an unknown version');
    }
    const policy = asOid(info.expect(TAG.oid, 'policy'));
    const imprint = info.sequence('messageImprint');
    const hashAlgorithm = parseAlgorithmIdentifier(imprint.expect(TAG.sequence, 'hashAlgorithm'));
    const messageImprint = asOctetString(imprint.expect(TAG.octetString, 'hashedMessage'));
    imprint.end();
    const serialNumber = info.expect(TAG.integer, 'serialNumber').content;
    const genTime = asTime(info.expect(TAG.generalizedTime, 'genTime'));
    const accuracy = info.optional(TAG.sequence);
    const ordering = info.optional(TAG.boolean);
    const nonce = info.optional(TAG.integer);
    const tsa = info.optionalContext(0);
    const extensions = info.optionalContext(1);
    info.end();
    const hash = digestNameOfOid(hashAlgorithm.oid);
    return {
      policy,
      hashAlgorithm,
      ...(hash === undefined ? {} : { hash }),
      messageImprint,
      serialNumber,
      genTime,
      ...(accuracy === undefined ? {} : { accuracyMicros: readAccuracy(accuracy) }),
      ordering: ordering?.content[0] === 0xff,
      ...(nonce === undefined ? {} : { nonce: asInteger(nonce) }),
      ...(tsa === undefined ? {} : { tsa: parseGeneralName(explicitOf(tsa)) }),
      criticalExtensions: readCritical(extensions),
    };
  });
}

function readAccuracy(value: Der): number {
  let micros = 0;
  for (const part of childrenOf(value)) {
    const n = asSmallInteger(part.tagClass === 'context' ? implicitAs(part, TAG.integer) : part);
    micros += part.tagClass !== 'context' ? n * 1_000_000 : part.tag === 0 ? n * 1000 : n;
  }
  return micros;
}

function readCritical(tagged: Der | undefined): string[] {
  if (tagged === undefined) return [];
  return criticalExtensions(parseExtensions(implicitAs(tagged, TAG.sequence), []));
}
