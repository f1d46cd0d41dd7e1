import type { TimestampAuthority } from '../../foundation/core/index.ts';
import { boundedFetch, type OnlineOptions } from './bounded-fetch.ts';

/** Where a time-stamping authority is asked. */
export interface HttpTimestampAuthorityOptions extends Omit<OnlineOptions, 'signal' | 'privateHosts'> {
  /** http or https; the answer is signed. */
  readonly url: string;
  /** Further headers, such as an authorization. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A token with a chain and CRLs inside takes 12 KB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * A time-stamping authority behind HTTP (RFC 3161 3.4). The answer is not looked at here: who asks takes a token only if
 * it answers the request. IO_FAILED, LIMIT_EXCEEDED, ABORTED, ARGUMENT_INVALID (URL). Redirects are not followed.
 */
export function timestampAuthorityOverHttp(options: HttpTimestampAuthorityOptions): TimestampAuthority {
  const { url, headers, ...bounds } = options;
  return {
    request(timeStampReq, signOptions) {
      const signal = signOptions?.signal;
      return boundedFetch(
        {
          url,
          maxBytes: MAX_ANSWER_BYTES,
          post: { body: timeStampReq, contentType: 'application/timestamp-query' },
          accept: 'application/timestamp-reply',
          ...(headers === undefined ? {} : { headers }),
        },
        // The caller named the host; it did not come out of a file.
        { ...bounds, privateHosts: 'allow', ...(signal === undefined ? {} : { signal }) },
      );
    },
  };
}
