import type { RevocationFetcher } from '../../foundation/pki/index.ts';
import { boundedFetch, type OnlineOptions } from './bounded-fetch.ts';

/** Bounds of {@link revocationOverHttp}. */
export interface HttpRevocationOptions extends OnlineOptions {
  /** Bytes of one CRL; 64 MiB when unset: those of the largest CAs take 20. */
  readonly maxCrlBytes?: number;
}

const MAX_CRL_BYTES = 64 * 1024 * 1024;
/** A response with the chain of its responder takes 4 KB. */
const MAX_OCSP_BYTES = 1024 * 1024;

/**
 * CRLs (RFC 5280 4.2.1.13) and OCSP responses (RFC 6960 A.1, POST) from where certificates say they are. Hosts of private
 * networks are refused unless `privateHosts` allows them. What comes is not looked at here.
 * IO_FAILED, LIMIT_EXCEEDED, ABORTED, ARGUMENT_INVALID (URL).
 */
export function revocationOverHttp(options: HttpRevocationOptions = {}): RevocationFetcher {
  const { maxCrlBytes = MAX_CRL_BYTES, ...bounds } = options;
  return {
    crl: (url) => boundedFetch({ url, maxBytes: maxCrlBytes, accept: 'application/pkix-crl, */*' }, bounds),
    ocsp: (url, request) =>
      boundedFetch(
        {
          url,
          maxBytes: MAX_OCSP_BYTES,
          post: { body: request, contentType: 'application/ocsp-request' },
          accept: 'application/ocsp-response',
        },
        bounds,
      ),
  };
}
