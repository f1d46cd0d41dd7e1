import {
  asBoolean,
  asOctetString,
  asOid,
  asSmallInteger,
  der,
  readSequence,
  sequenceOf,
  TAG,
} from '../foundation/asn1/index.ts';
import { isYinxinError, type TimestampAuthority, toHex, utf8 } from '../foundation/core/index.ts';
import { digest, digestLength, digestNameOfOid } from '../foundation/crypto/index.ts';
import type { TestIdentity } from './identity.ts';
import { encodeTstInfo, signToken } from './timestamp-token.ts';

/** PKIFailureInfo bits (RFC 3161 2.4.2). */
const FAILURE = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
} as const;

/** Why a timestamp is refused. */
export type TimestampFailure = keyof typeof FAILURE;

/** The policy of the test TSA, under an arc that nobody owns for production use. */
export const TEST_TSA_POLICY = '2.25.303030303.1';

/** Options of `timestampAuthority`. */
export interface TimestampAuthorityOptions {
  /** Time of the tokens; a function is asked for each. Default: the PKI's `now`. */
  readonly at?: Date | (() => Date);
  readonly policy?: string;
  /** Default 1 second. */
  readonly accuracySeconds?: number;
  /** Another certificate stamps: expired, without the purpose … Default: the PKI's TSA. */
  readonly identity?: TestIdentity;
  /** Every request is refused so. */
  readonly refuse?: TimestampFailure;
  /** The token answers another imprint, or another nonce, than asked. */
  readonly wrong?: 'imprint' | 'nonce';
  readonly corruptSignature?: boolean;
}

interface TimestampRequest {
  readonly hashOid: string;
  readonly hashed: Uint8Array;
  readonly imprint: Uint8Array;
  readonly policy?: string;
  /** The whole INTEGER. */
  readonly nonce?: Uint8Array;
  readonly wantsCertificates: boolean;
}

/**
 * A TSA in memory (RFC 3161): DER request in, DER response out. The serial number follows from request and time,
 * so that the same run gives the same tokens. Requests it cannot read are answered with a refusal, as a TSA would.
 */
export function makeTimestampAuthority(
  tsa: TestIdentity,
  now: Date,
  options: TimestampAuthorityOptions = {},
): TimestampAuthority {
  const { at = now, policy = TEST_TSA_POLICY } = options;
  const timeOf = (): Date => (typeof at === 'function' ? at() : at);
  return {
    async request(bytes) {
      const asked = readRequest(bytes);
      if (options.refuse !== undefined) return refusal(options.refuse);
      if (typeof asked === 'string') return refusal(asked);
      if (asked.policy !== undefined && asked.policy !== policy) return refusal('unacceptedPolicy');
      const time = timeOf();
      const nonce = options.wrong === 'nonce' ? der.integer(4711) : asked.nonce;
      const tstInfo = encodeTstInfo({
        policy,
        messageImprint: options.wrong === 'imprint' ? otherImprint(asked) : asked.imprint,
        serialNumber: serialFor(bytes, time),
        time,
        accuracySeconds: options.accuracySeconds ?? 1,
        ...(nonce === undefined ? {} : { nonce }),
      });
      const token = await signToken(tsa, tstInfo, {
        withCertificates: asked.wantsCertificates,
        signingTime: time,
        corruptSignature: options.corruptSignature ?? false,
      });
      return der.sequence(der.sequence(der.integer(0)), token);
    },
  };
}

/** TimeStampReq (RFC 3161 2.4.1), or why it is refused. */
function readRequest(bytes: Uint8Array): TimestampRequest | TimestampFailure {
  try {
    const reader = readSequence(bytes, 'TimeStampReq');
    const version = asSmallInteger(reader.expect(TAG.integer, 'version'));
    const imprint = reader.expect(TAG.sequence, 'messageImprint');
    const policy = reader.optional(TAG.oid);
    const nonce = reader.optional(TAG.integer);
    const certReq = reader.optional(TAG.boolean);
    reader.end();
    const inner = sequenceOf(imprint, 'MessageImprint');
    const hashOid = asOid(inner.sequence('hashAlgorithm').next('algorithm'));
    const hashed = asOctetString(inner.next('hashedMessage'));
    const hash = digestNameOfOid(hashOid);
    if (hash === undefined || hash === 'md5') return 'badAlg';
    if (version !== 1 || hashed.length !== digestLength(hash)) return 'badDataFormat';
    return {
      hashOid,
      hashed,
      imprint: imprint.raw,
      ...(policy === undefined ? {} : { policy: asOid(policy) }),
      ...(nonce === undefined ? {} : { nonce: nonce.raw }),
      wantsCertificates: certReq !== undefined && asBoolean(certReq),
    };
  } catch (error) {
    if (isYinxinError(error)) return 'badDataFormat';
    throw error;
  }
}

function otherImprint({ hashOid, hashed }: TimestampRequest): Uint8Array {
  const other = hashed.map((byte) => byte ^ 0xff);
  return der.sequence(der.sequence(der.oid(hashOid)), der.octetString(other));
}

/** PKIStatusInfo with status rejection (2) and one bit of failInfo. */
function refusal(failure: TimestampFailure): Uint8Array {
  const bit = FAILURE[failure];
  const bits = new Uint8Array((bit >> 3) + 1);
  bits[bit >> 3] = 0x80 >> (bit & 7);
  return der.sequence(der.sequence(der.integer(2), der.bitString(bits, 7 - (bit & 7))));
}

function serialFor(request: Uint8Array, time: Date): bigint {
  const bytes = digest('sha256', utf8(time.toISOString()), request).slice(0, 16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return BigInt(`0x${toHex(bytes)}`);
}
