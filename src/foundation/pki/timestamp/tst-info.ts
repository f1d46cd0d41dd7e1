import {
  asBoolean,
  asInteger,
  asOctetString,
  asOid,
  asSmallInteger,
  asTime,
  type Der,
  DerReader,
  explicitOf,
  implicitAs,
  readSequence,
  TAG,
} from '../../asn1/index.ts';
import { latin1, YinxinError } from '../../core/index.ts';
import {
  type AlgorithmIdentifier,
  type DigestName,
  digestLength,
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
  /** The same in nanoseconds since 1970: tokens of one millisecond can be told apart. */
  readonly genTimeNanos: bigint;
  /** Half width of the time window in microseconds; absent: not stated. */
  readonly accuracyMicros?: number;
  /** Tokens of this authority can be ordered by genTime alone. */
  readonly ordering: boolean;
  readonly nonce?: bigint;
  readonly tsa?: GeneralName;
  /** Critical extensions; none is understood here. */
  readonly criticalExtensions: readonly string[];
  /** Tolerated quirks by name (DEFAULT_VALUE_ENCODED, SERIAL_NUMBER_NEGATIVE, …). */
  readonly findings: readonly string[];
}

/** RFC 3161 2.4.2 asks for room for 160 bits; random numbers of 256 and a sign octet are met. */
const MAX_SERIAL_OCTETS = 64;
/** Octets of a nonce that is read; requests of this library have 8. */
const MAX_NONCE_OCTETS = 128;
/** A clock that is a year off tells no time. */
const MAX_ACCURACY_SECONDS = 366 * 24 * 3600;

/** Reads TSTInfo strictly, version 1 alone. TIMESTAMP_INVALID. */
export function parseTstInfo(bytes: Uint8Array): TstInfo {
  return readStructure('TIMESTAMP_INVALID', 'TSTInfo', () => {
    const info = readSequence(bytes, 'TSTInfo');
    const findings: string[] = [];
    if (asSmallInteger(info.expect(TAG.integer, 'version')) !== 1) {
      throw new YinxinError('DER_INVALID', 'TSTInfo of an unknown version');
    }
    const policy = asOid(info.expect(TAG.oid, 'policy'));
    const imprint = readImprint(info.sequence('messageImprint'));
    const serialNumber = readSerial(info.expect(TAG.integer, 'serialNumber'), findings);
    const genTime = info.expect(TAG.generalizedTime, 'genTime');
    const accuracy = info.optional(TAG.sequence);
    const ordering = info.optional(TAG.boolean);
    const nonce = info.optional(TAG.integer);
    const tsa = info.optionalContext(0);
    const extensions = info.optionalContext(1);
    info.end();
    return {
      policy,
      ...imprint,
      serialNumber,
      ...readTime(genTime),
      ...(accuracy === undefined ? {} : { accuracyMicros: readAccuracy(accuracy) }),
      ordering: ordering !== undefined && readOrdering(ordering, findings),
      ...(nonce === undefined ? {} : { nonce: readNonce(nonce) }),
      ...(tsa === undefined ? {} : { tsa: parseGeneralName(explicitOf(tsa)) }),
      criticalExtensions: readCritical(extensions, findings),
      findings,
    };
  });
}

function readImprint(imprint: DerReader): Pick<TstInfo, 'hashAlgorithm' | 'hash' | 'messageImprint'> {
  const hashAlgorithm = parseAlgorithmIdentifier(imprint.expect(TAG.sequence, 'hashAlgorithm'));
  const messageImprint = asOctetString(imprint.expect(TAG.octetString, 'hashedMessage'));
  imprint.end();
  const hash = digestNameOfOid(hashAlgorithm.oid);
  if (hash === undefined) return { hashAlgorithm, messageImprint };
  const { parameters } = hashAlgorithm;
  if (parameters !== undefined && !(parameters.length === 2 && parameters[0] === TAG.null)) {
    throw new YinxinError('DER_INVALID', 'the digest of the imprint has parameters');
  }
  if (messageImprint.length !== digestLength(hash)) {
    throw new YinxinError('DER_INVALID', `an imprint by ${hash} has ${digestLength(hash)} bytes`);
  }
  return { hashAlgorithm, hash, messageImprint };
}

function readSerial(value: Der, findings: string[]): Uint8Array {
  if (value.content.length > MAX_SERIAL_OCTETS)
    throw new YinxinError('DER_INVALID', 'serialNumber is endless');
  if (asInteger(value) < 0n) findings.push('SERIAL_NUMBER_NEGATIVE');
  return value.content;
}

function readNonce(value: Der): bigint {
  if (value.content.length > MAX_NONCE_OCTETS) throw new YinxinError('DER_INVALID', 'nonce is endless');
  return asInteger(value);
}

function readOrdering(value: Der, findings: string[]): boolean {
  const ordering = asBoolean(value);
  // FALSE is the default: DER leaves it out, some authorities write it.
  if (!ordering) findings.push('DEFAULT_VALUE_ENCODED');
  return ordering;
}

/** The fraction from its digits: a Date holds milliseconds alone, and no arithmetic may shift them. */
function readTime(value: Der): Pick<TstInfo, 'genTime' | 'genTimeNanos'> {
  const seconds = Math.floor(asTime(value).getTime() / 1000);
  const fraction = (/\.(\d+)Z$/.exec(latin1(value.content))?.[1] ?? '').padEnd(9, '0');
  return {
    genTime: new Date(seconds * 1000 + Number(fraction.slice(0, 3))),
    genTimeNanos: BigInt(seconds) * 1_000_000_000n + BigInt(fraction),
  };
}

/** Accuracy: seconds, millis [0] and micros [1], each optional, in this order; the latter 1 to 999. */
function readAccuracy(value: Der): number {
  const reader = new DerReader(value, 'Accuracy');
  const seconds = reader.optional(TAG.integer);
  const millis = reader.optionalContext(0);
  const micros = reader.optionalContext(1);
  reader.end();
  const whole = seconds === undefined ? 0 : asSmallInteger(seconds);
  if (whole < 0 || whole > MAX_ACCURACY_SECONDS) {
    throw new YinxinError('DER_INVALID', 'the seconds of an accuracy are out of range');
  }
  return whole * 1_000_000 + thousandth(millis) * 1000 + thousandth(micros);
}

function thousandth(tagged: Der | undefined): number {
  if (tagged === undefined) return 0;
  const n = asSmallInteger(implicitAs(tagged, TAG.integer));
  if (n < 1 || n > 999) throw new YinxinError('DER_INVALID', 'millis and micros of an accuracy are 1 to 999');
  return n;
}

function readCritical(tagged: Der | undefined, findings: string[]): string[] {
  if (tagged === undefined) return [];
  return criticalExtensions(parseExtensions(implicitAs(tagged, TAG.sequence), findings));
}
