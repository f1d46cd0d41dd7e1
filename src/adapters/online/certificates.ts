import { parseSignedData, peekContentType } from '../../foundation/cms/index.ts';
import type { CertificateSource } from '../../foundation/core/index.ts';
import { boundedFetch, type OnlineOptions } from './bounded-fetch.ts';

/** A bundle of a CA holds some ten certificates of 2 KB. */
const MAX_BYTES = 1024 * 1024;

/**
 * CA certificates from where certificates say they are (caIssuers): one in DER, or a bundle as CMS without signers (RFC
 * 5280 4.2.2.1). Hosts of private networks are refused unless `privateHosts` allows them. Certificates are not looked at
 * here. IO_FAILED, LIMIT_EXCEEDED, ABORTED, ARGUMENT_INVALID (URL), CMS_INVALID (a malformed bundle).
 */
export function certificatesOverHttp(options: OnlineOptions = {}): CertificateSource {
  return {
    async issuers(url) {
      const bytes = await boundedFetch(
        { url, maxBytes: MAX_BYTES, accept: 'application/pkix-cert, application/pkcs7-mime, */*' },
        options,
      );
      return peekContentType(bytes) === undefined ? [bytes] : parseSignedData(bytes).certificates;
    },
  };
}
