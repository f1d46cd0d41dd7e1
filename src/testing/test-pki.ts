import type { TimestampAuthority, ValidationData } from '../foundation/core/index.ts';
import type { OcspStatus } from '../foundation/x509/index.ts';
import type { CertificateOptions } from './certificate-options.ts';
import type { TestIdentity } from './identity.ts';
import { type IssueContext, issueCertificate } from './issue-certificate.ts';
import { makeOcspError, makeOcspResponse, type OcspOptions } from './ocsp-response.ts';
import { type CrlOptions, makeCrl } from './revocation-list.ts';
import { issueCast, type TestCast } from './test-cast.ts';
import type { TestAlgorithm } from './test-key.ts';
import { makeTimestampAuthority, type TimestampAuthorityOptions } from './timestamp-authority.ts';

/** Options of {@link createTestPki}. */
export interface TestPkiOptions {
  readonly algorithm: TestAlgorithm;
  /** Everything is dated around this time. */
  readonly now: Date;
  /** The same seed gives the same keys, names and bytes. Default `yinxin`. */
  readonly seed?: string;
  /** Certificates name CRL and OCSP URLs (at pki.example.invalid, where nobody answers). Default true. */
  readonly revocationUrls?: boolean;
}

/** A PKI that nobody must trust: its private keys follow from a public seed. */
export interface TestPki extends TestCast {
  readonly algorithm: TestAlgorithm;
  readonly at: Date;
  /** Makes any further certificate, faulty ones too. */
  issue(options: CertificateOptions): Promise<TestIdentity>;
  /** A CRL, by default empty, of the intermediate, fresh at `now`. */
  crl(options?: CrlOptions): Promise<Uint8Array>;
  /** A signed OCSP response. */
  ocsp(options: OcspOptions): Promise<Uint8Array>;
  /** An OCSP response without an answer. */
  ocspError(status: Exclude<OcspStatus, 'successful'>): Uint8Array;
  /** A TSA in memory. */
  timestampAuthority(options?: TimestampAuthorityOptions): TimestampAuthority;
  /** CRLs of all CAs, fresh at `now`; `issuers` names further ones than root and intermediate. */
  validationData(issuers?: readonly TestIdentity[]): Promise<ValidationData>;
}

/**
 * A fake PKI for tests and demos: root, intermediate and the people, organisations and services of a license's life.
 * All certificates, CRLs, OCSP responses and tokens repeat byte for byte for the same options (RSA by PKCS#1 v1.5).
 * Never trust its root outside a test: the keys are public.
 */
export async function createTestPki(options: TestPkiOptions): Promise<TestPki> {
  const now = new Date(options.now);
  const context: IssueContext = {
    algorithm: options.algorithm,
    seed: options.seed ?? 'yinxin',
    now,
    revocationUrls: options.revocationUrls ?? true,
  };
  const cast = await issueCast(context);
  const crl = (crlOptions: CrlOptions = {}): Promise<Uint8Array> =>
    makeCrl(crlOptions.issuer ?? cast.intermediate, now, crlOptions);
  return {
    ...cast,
    algorithm: options.algorithm,
    at: now,
    issue: (certificate) => {
      const { issuer = cast.intermediate } = certificate;
      return issueCertificate(context, issuer === 'self' ? undefined : issuer, certificate);
    },
    crl,
    ocsp: (ocspOptions) => makeOcspResponse(ocspOptions.responder ?? cast.ocspResponder, now, ocspOptions),
    ocspError: makeOcspError,
    timestampAuthority: (tsaOptions = {}) =>
      makeTimestampAuthority(tsaOptions.identity ?? cast.tsa, now, tsaOptions),
    async validationData(issuers = []) {
      const crls: Uint8Array[] = [];
      for (const issuer of [cast.root, cast.intermediate, ...issuers]) crls.push(await crl({ issuer }));
      return { certificates: [cast.intermediate.certificate], crls, ocspResponses: [] };
    },
  };
}
