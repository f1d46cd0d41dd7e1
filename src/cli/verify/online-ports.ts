import { certificatesOverHttp, revocationOverHttp } from '../../adapters/online/index.ts';
import type { VerifyOptions } from '../../verify/index.ts';

/** Answers that are kept: the CAs of one run are few, and an answer of an OCSP service is small. */
const MAX_ANSWERS = 1024;

/**
 * The ports of `--online`, for all FILEs together: a place is asked once for the same thing. Places that did not answer are
 * not asked again either, so that 20,000 licenses of one issuer do not wait for its dead CRL server one after the other.
 */
export function onlinePorts(
  privateHosts: boolean,
): Required<Pick<VerifyOptions, 'revocationFetcher' | 'certificateSource'>> {
  const bounds = privateHosts ? ({ privateHosts: 'allow' } as const) : {};
  const revocation = revocationOverHttp(bounds);
  const certificates = certificatesOverHttp(bounds);
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(name) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask();
    if (answers.size < MAX_ANSWERS) answers.set(name, answer);
    return answer;
  };
  return {
    revocationFetcher: {
      crl: (url) => once(`crl ${url}`, () => revocation.crl(url)),
      ocsp: (url, request) =>
        once(`ocsp ${url} ${Buffer.from(request).toString('base64')}`, () => revocation.ocsp(url, request)),
    },
    certificateSource: { issuers: (url) => once(`issuers ${url}`, () => certificates.issuers(url)) },
  };
}
