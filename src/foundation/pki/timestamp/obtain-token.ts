import { asInteger, der, readDer } from '../../asn1/index.ts';
import { type Random, type SignOptions, type TimestampAuthority, YinxinError } from '../../core/index.ts';
import type { DigestName } from '../../crypto/index.ts';
import { checkTimestampToken } from './check-token.ts';
import { buildTimeStampReq } from './request.ts';
import { parseTimeStampResp } from './response.ts';
import { parseTimestampToken } from './token.ts';

/** Options of {@link obtainTimestamp}. */
export interface ObtainTimestampOptions {
  /** Gives the nonce; absent: the request carries none. */
  readonly random?: Random;
  readonly signOptions?: SignOptions;
}

const NONCE_BYTES = 8;

/**
 * Asks an authority for a token over a digest and takes it only if it is an answer to that: granted, same imprint, same
 * nonce, its own value right. Whether anybody believes the authority is decided at verification. TIMESTAMP_FAILED.
 */
export async function obtainTimestamp(
  authority: TimestampAuthority,
  hash: DigestName,
  imprint: Uint8Array,
  options: ObtainTimestampOptions = {},
): Promise<Uint8Array> {
  const nonce = options.random?.bytes(NONCE_BYTES);
  const request = buildTimeStampReq(hash, imprint, nonce === undefined ? {} : { nonce });
  let response: Uint8Array;
  try {
    response = await authority.request(request, options.signOptions);
  } catch (cause) {
    throw new YinxinError(
      'TIMESTAMP_FAILED',
      'the time-stamping authority did not answer; try again or use another',
      {
        cause,
      },
    );
  }
  return acceptToken(response, hash, imprint, nonce);
}

async function acceptToken(
  response: Uint8Array,
  hash: DigestName,
  imprint: Uint8Array,
  nonce: Uint8Array | undefined,
): Promise<Uint8Array> {
  try {
    const { status, statusString, failInfo, token } = parseTimeStampResp(response);
    if (token === undefined) {
      const why = [...failInfo, ...statusString].join('; ');
      refuse(`the authority answered ${status}: ${why || 'it gives no reason'}`, { status, failInfo });
    }
    const parsed = parseTimestampToken(token);
    const expected = nonce === undefined ? undefined : asInteger(readDer(der.integer(nonce)));
    if (expected !== undefined && parsed.info.nonce !== expected)
      refuse('the token answers another request (nonce)');
    const check = await checkTimestampToken(parsed, (name) => (name === hash ? imprint : undefined));
    if (check.cryptography !== 'intact' || check.formatFailure !== undefined) {
      const failed = check.checks.find((c) => c.status !== 'passed');
      refuse(`the token does not verify: ${failed?.code ?? 'not checked'}`);
    }
    return token;
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'TIMESTAMP_FAILED') throw error;
    throw new YinxinError('TIMESTAMP_FAILED', 'the answer of the time-stamping authority is malformed', {
      cause: error,
    });
  }
}

function refuse(message: string, details: Readonly<Record<string, unknown>> = {}): never {
  throw new YinxinError('TIMESTAMP_FAILED', message, { details });
}
