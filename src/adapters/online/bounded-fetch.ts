import { concatBytes, isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import { isPublicHost } from './public-host.ts';

/** Bounds of what is fetched. */
export interface OnlineOptions {
  /** Seconds for one answer, redirects and body included; 30 when unset. */
  readonly timeoutSeconds?: number;
  /** Also hosts of private networks, for a CA inside of one. Unset: refused (see `isPublicHost`). */
  readonly privateHosts?: 'refuse' | 'allow';
  readonly signal?: AbortSignal;
  /** Another client, such as one with a proxy or a check of resolved addresses. Unset: the engine's own. */
  readonly fetch?: typeof fetch;
}

/** One request. */
export interface BoundedRequest {
  readonly url: string;
  readonly maxBytes: number;
  /** Absent: GET, where redirects are followed; POST follows none. */
  readonly post?: { readonly body: Uint8Array; readonly contentType: string };
  readonly accept: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const MAX_REDIRECTS = 3;

/**
 * The body of an answer with status 200, bounded in size and time; http and https alone, redirects too. The host of every
 * step is judged. ARGUMENT_INVALID (URL), IO_FAILED (`details`: url, and status where there was one), LIMIT_EXCEEDED,
 * ABORTED.
 */
export async function boundedFetch(request: BoundedRequest, options: OnlineOptions): Promise<Uint8Array> {
  const late = AbortSignal.timeout((options.timeoutSeconds ?? 30) * 1000);
  const signal = options.signal === undefined ? late : AbortSignal.any([late, options.signal]);
  try {
    return await follow(request, options, signal);
  } catch (cause) {
    if (isYinxinError(cause)) throw cause;
    if (options.signal?.aborted === true)
      throw new YinxinError('ABORTED', 'the request was called off', { cause });
    throw ioFailed(request.url, 'is out of reach, or too slow', { cause });
  }
}

async function follow(
  request: BoundedRequest,
  options: OnlineOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let url = allowedUrl(request.url, options);
  for (let step = 0; step <= MAX_REDIRECTS; step++) {
    const response = await send(url, request, options, signal);
    const location = isRedirect(response.status) ? response.headers.get('location') : null;
    if (location === null) return bodyOf(response, url, request.maxBytes);
    await response.body?.cancel();
    if (request.post !== undefined) break;
    if (!URL.canParse(location, url)) break;
    url = allowedUrl(new URL(location, url).href, options);
  }
  throw ioFailed(request.url, 'sends elsewhere, which is not followed');
}

function send(
  url: URL,
  { post, accept, headers }: BoundedRequest,
  { fetch: client = fetch }: OnlineOptions,
  signal: AbortSignal,
): Promise<Response> {
  const common = { redirect: 'manual', signal, credentials: 'omit' } as const;
  if (post === undefined) return client(url, { ...common, headers: { accept, ...headers } });
  // A copy of its own: the view may lie in a larger buffer.
  const body = new Uint8Array(post.body);
  return client(url, {
    ...common,
    method: 'POST',
    headers: { accept, 'content-type': post.contentType, ...headers },
    body,
  });
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function allowedUrl(text: string, { privateHosts }: OnlineOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !isWeb || url.username !== '' || url.password !== '') {
    throw new YinxinError('ARGUMENT_INVALID', 'only http and https are asked, without a password in the URL');
  }
  if (privateHosts !== 'allow' && !isPublicHost(url)) {
    throw ioFailed(url.href, 'is in a private network, which is not asked unless privateHosts allows it');
  }
  return url;
}

async function bodyOf(response: Response, url: URL, maxBytes: number): Promise<Uint8Array> {
  const { status, body } = response;
  if (status !== 200) {
    await body?.cancel();
    throw ioFailed(url.href, `answers ${status}`, { status });
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    size += part.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw new YinxinError('LIMIT_EXCEEDED', `an answer is larger than ${maxBytes} bytes`, {
        details: { url: url.href, limit: maxBytes },
      });
    }
    parts.push(part.value);
  }
  return concatBytes(...parts);
}

function ioFailed(
  url: string,
  what: string,
  { status, cause }: { readonly status?: number; readonly cause?: unknown } = {},
): YinxinError {
  const details = status === undefined ? { url } : { url, status };
  return new YinxinError('IO_FAILED', `${url} ${what}`, {
    details,
    ...(cause === undefined ? {} : { cause }),
  });
}
