import type { CertificateSource } from '../../core/index.ts';
import { isYinxinError, YinxinError } from '../../core/index.ts';
import { type RevocationFetcher, revocationUrls } from '../../pki/index.ts';
import { buildOcspRequest, type Certificate, OID } from '../../x509/index.ts';
import type { DataPool } from './data-pool.ts';

/** A place that was asked in vain, and by which code. */
export interface Failure {
  readonly url: string;
  readonly failure: string;
}

/** Requests of one extension: 40 signatures of as many CAs need some 200. */
const MAX_REQUESTS = 512;
/** Certificates in one bundle that are looked at. */
const MAX_BUNDLE = 32;

/** What certificates name on the web, each place asked once; what comes is put into the pool and believed by nobody yet. */
export class WebData {
  readonly #pool: DataPool;
  readonly #revocation: RevocationFetcher | undefined;
  readonly #issuers: CertificateSource | undefined;
  /** `undefined` where the place answered. */
  readonly #asked = new Map<string, string | undefined>();

  constructor(
    pool: DataPool,
    ports: {
      readonly revocationFetcher?: RevocationFetcher;
      readonly certificateSource?: CertificateSource;
    },
  ) {
    this.#pool = pool;
    this.#revocation = ports.revocationFetcher;
    this.#issuers = ports.certificateSource;
  }

  /**
   * Asks one place after the other about the revocation of a certificate, OCSP before CRLs, until `isEnough`. Answers
   * where it was asked in vain.
   */
  async revocationOf(
    certificate: Certificate,
    issuer: Certificate,
    isEnough: () => boolean,
  ): Promise<readonly Failure[]> {
    const fetcher = this.#revocation;
    if (fetcher === undefined) return [];
    const { ocsp, crls, deltaCrls } = revocationUrls(certificate);
    const failures: Failure[] = [];
    // SM2 CAs answer for CertIDs by SM3; nearly everybody else for SHA-1, a name and no signature here.
    const hash = issuer.publicKey.kind === 'sm2' ? 'sm3' : 'sha1';
    for (const url of ocsp) {
      const request = buildOcspRequest({ certificate, issuer, hash });
      const name = `${url} ${certificate.serialNumber.join('.')}`;
      await this.#ask(name, url, failures, async () => {
        this.#pool.add('ocspResponses', await fetcher.ocsp(url, request));
      });
      if (isEnough()) return failures;
    }
    for (const url of [...crls, ...deltaCrls]) {
      await this.#ask(url, url, failures, async () => {
        this.#pool.add('crls', await fetcher.crl(url));
      });
      if (isEnough()) return failures;
    }
    return failures;
  }

  /** Asks for the certificate of the issuer; true where something new came. */
  async issuerOf(certificate: Certificate, failures: Failure[]): Promise<boolean> {
    const source = this.#issuers;
    if (source === undefined) return false;
    let isNew = false;
    for (const url of caIssuerUrls(certificate)) {
      await this.#ask(url, url, failures, async () => {
        for (const der of (await source.issuers(url)).slice(0, MAX_BUNDLE)) {
          if (this.#pool.add('certificates', der)) isNew = true;
        }
      });
      if (isNew) return true;
    }
    return isNew;
  }

  async #ask(name: string, url: string, failures: Failure[], ask: () => Promise<void>): Promise<void> {
    const known = this.#asked.get(name);
    if (known !== undefined) failures.push({ url, failure: known });
    if (this.#asked.has(name)) return;
    if (this.#asked.size >= MAX_REQUESTS) {
      throw new YinxinError('LIMIT_EXCEEDED', `more than ${MAX_REQUESTS} requests for validation data`);
    }
    try {
      this.#asked.set(name, undefined);
      await ask();
    } catch (error) {
      // Whatever an adapter throws: the place did not answer, and another may.
      const failure = isYinxinError(error) ? error.code : 'IO_FAILED';
      this.#asked.set(name, failure);
      failures.push({ url, failure });
    }
  }
}

function caIssuerUrls({ authorityInfoAccess }: Certificate): string[] {
  return (authorityInfoAccess ?? [])
    .filter(({ method, location }) => method === OID.accessCaIssuers && location.kind === 'uri')
    .map(({ location }) => location.text)
    .filter((text) => /^https?:\/\//i.test(text))
    .slice(0, 4);
}
