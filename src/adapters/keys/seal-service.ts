import {
  fromBase64,
  isYinxinError,
  type SealService,
  type SignOptions,
  toBase64,
  YinxinError,
} from '../../foundation/core/index.ts';

/** Where a seal platform is asked, and how long. */
export interface HttpSealServiceOptions {
  /** https; http on this machine alone. */
  readonly url: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string;
  /** Seconds until the platform counts as out of reach. Default 30. */
  readonly timeoutSeconds?: number;
  /** Another client, such as one with a client certificate. Unset: the engine's own. */
  readonly fetch?: typeof fetch;
}

/** An SES_Signature with a picture of 8 MiB in base64, and its frame. */
const MAX_ANSWER_BYTES = 12 * 1024 * 1024;

/**
 * A seal platform behind HTTP: POST of JSON `{sealId, dataHash, propertyInfo, idempotencyKey?, context?}`, answered with
 * `{signature}`; octets in base64, `signature` the DER of an SES_Signature (GB/T 38540-2020 7.1). No standard for this
 * interface is known: platforms of other shapes implement the `SealService` port themselves. The answer is not verified
 * here: sealing does that before anything is written. Redirects are not followed.
 *
 * ARGUMENT_INVALID (the URL), IO_FAILED (out of reach, refused: `details.status`), LIMIT_EXCEEDED, JSON_INVALID,
 * ABORTED. Nothing is asked twice: whether the platform sealed is known to it alone (`idempotencyKey`).
 */
export function sealServiceOverHttp(options: HttpSealServiceOptions): SealService {
  const url = urlOf(options.url);
  return {
    async seal({ sealId, dataHash, propertyInfo }, signOptions = {}) {
      const { idempotencyKey, context } = signOptions;
      const body = { sealId, dataHash: toBase64(dataHash), propertyInfo, idempotencyKey, context };
      const answer = await post(url, JSON.stringify(body), options, signOptions);
      return signatureIn(answer);
    },
  };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url !== undefined && (url.protocol === 'https:' || local)) return url;
  throw new YinxinError('ARGUMENT_INVALID', 'a seal platform is asked over https');
}

async function post(
  url: URL,
  body: string,
  { token, timeoutSeconds = 30, fetch: send = fetch }: HttpSealServiceOptions,
  { signal }: SignOptions,
): Promise<Uint8Array> {
  const late = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    const response = await send(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new YinxinError('IO_FAILED', 'the seal platform refused', {
        details: { status: response.status },
      });
    }
    return await bounded(response);
  } catch (cause) {
    if (isYinxinError(cause)) throw cause;
    if (signal?.aborted === true) throw new YinxinError('ABORTED', 'sealing was called off', { cause });
    throw new YinxinError('IO_FAILED', 'the seal platform is out of reach', { cause });
  }
}

async function bounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) {
      throw new YinxinError('LIMIT_EXCEEDED', 'the answer of the seal platform is too large', {
        details: { limit: MAX_ANSWER_BYTES },
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function signatureIn(answer: Uint8Array): Uint8Array {
  try {
    const { signature } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer));
    if (typeof signature === 'string' && signature !== '') return fromBase64(signature);
  } catch (cause) {
    throw new YinxinError('JSON_INVALID', 'the seal platform answered no JSON with a signature', { cause });
  }
  throw new YinxinError('JSON_INVALID', 'the seal platform answered without a signature');
}
