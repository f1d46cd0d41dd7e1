import {
  asBitString,
  asSmallInteger,
  asText,
  type Der,
  DerReader,
  readSequence,
  TAG,
} from '../../asn1/index.ts';
import { YinxinError } from '../../core/index.ts';
import { readStructure } from '../../x509/index.ts';

/** PKIStatus by number (RFC 3161 2.4.2). */
const STATUS = [
  'granted',
  'grantedWithMods',
  'rejection',
  'waiting',
  'revocationWarning',
  'revocationNotification',
] as const;

/** How an authority answered. */
export type PkiStatus = (typeof STATUS)[number];

/** PKIFailureInfo by bit (RFC 3161 2.4.2: these and no others). */
const FAILURES: ReadonlyMap<number, PkiFailureInfo> = new Map([
  [0, 'badAlg'],
  [2, 'badRequest'],
  [5, 'badDataFormat'],
  [14, 'timeNotAvailable'],
  [15, 'unacceptedPolicy'],
  [16, 'unacceptedExtension'],
  [17, 'addInfoNotAvailable'],
  [25, 'systemFailure'],
]);

/** Why an authority gave no token. */
export type PkiFailureInfo =
  | 'badAlg'
  | 'badRequest'
  | 'badDataFormat'
  | 'timeNotAvailable'
  | 'unacceptedPolicy'
  | 'unacceptedExtension'
  | 'addInfoNotAvailable'
  | 'systemFailure';

/** A TimeStampResp as stored. */
export interface TimeStampResp {
  readonly status: PkiStatus;
  /** Words of the authority, in its order; empty when there are none. */
  readonly statusString: readonly string[];
  /** Empty where a token was given. */
  readonly failInfo: readonly PkiFailureInfo[];
  /** The token (ContentInfo), DER; present exactly when granted, with or without modifications. */
  readonly token?: Uint8Array;
}

/** Lines of statusString: real ones have one or two. */
const MAX_LINES = 64;

/**
 * Reads a TimeStampResp (RFC 3161 2.4.2). TIMESTAMP_INVALID for anything malformed, a status or failure that the
 * standard does not name (clients must not guess), and an answer that both gives and refuses. The token itself is not
 * checked here.
 */
export function parseTimeStampResp(bytes: Uint8Array): TimeStampResp {
  return readStructure('TIMESTAMP_INVALID', 'TimeStampResp', () => {
    const outer = readSequence(bytes, 'TimeStampResp');
    const info = outer.sequence('status');
    const number = asSmallInteger(info.expect(TAG.integer, 'status'));
    const status = STATUS[number];
    if (status === undefined) throw new YinxinError('DER_INVALID', `unknown PKIStatus ${number}`);
    const text = info.optional(TAG.sequence);
    const failures = info.optional(TAG.bitString);
    info.end();
    const token = outer.done ? undefined : outer.expect(TAG.sequence, 'timeStampToken').raw;
    outer.end();
    const granted = status === 'granted' || status === 'grantedWithMods';
    if (granted !== (token !== undefined)) {
      throw new YinxinError('DER_INVALID', 'token present and status do not agree');
    }
    if (granted && failures !== undefined) {
      throw new YinxinError('DER_INVALID', 'granted with a reason why not');
    }
    return {
      status,
      statusString: text === undefined ? [] : readFreeText(text),
      failInfo: failures === undefined ? [] : readFailures(failures),
      ...(token === undefined ? {} : { token }),
    };
  });
}

/** PKIFreeText; other string types than UTF8String are met, and say the same. */
function readFreeText(value: Der): string[] {
  const lines = new DerReader(value, 'PKIFreeText').rest();
  if (lines.length === 0 || lines.length > MAX_LINES) {
    throw new YinxinError('DER_INVALID', `PKIFreeText holds 1 to ${MAX_LINES} lines`);
  }
  return lines.map(asText);
}

function readFailures(value: Der): PkiFailureInfo[] {
  const { bytes } = asBitString(value);
  const out: PkiFailureInfo[] = [];
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    if (((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1) === 0) continue;
    const failure = FAILURES.get(bit);
    if (failure === undefined) throw new YinxinError('DER_INVALID', `unknown bit ${bit} of PKIFailureInfo`);
    out.push(failure);
  }
  return out;
}
