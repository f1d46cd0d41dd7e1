import { type PathOptions, type PathReport, validatePath } from '../../src/foundation/pki/index.ts';
import { parseCertificate } from '../../src/foundation/x509/index.ts';
import {
  type CertificateOptions,
  type CrlOptions,
  createTestPki,
  type IssuingDistributionPointOptions,
  type TestAlgorithm,
  type TestIdentity,
  type TestPki,
} from '../../src/testing/index.ts';

/** The time that all tests of revocation ask about. */
export const NOW = new Date('2026-11-23T03:00:00Z');

/** So many days from then. */
export const days = (n: number): Date => new Date(NOW.getTime() + n * 24 * 3600 * 1000);

const made = new Map<TestAlgorithm, Promise<TestPki>>();

/** One PKI for each algorithm. */
export function pkiOf(algorithm: TestAlgorithm = 'P-256'): Promise<TestPki> {
  const known = made.get(algorithm) ?? createTestPki({ algorithm, now: NOW });
  made.set(algorithm, known);
  return known;
}

/** What came out, as short as tests compare it. */
export interface Asked {
  readonly report: PathReport;
  readonly status: PathReport['status'];
  /** Of the certificate in question. */
  readonly leaf: PathReport['revocation'][number] | undefined;
  /** Codes of `notChecked`. */
  readonly told: readonly string[];
}

/** What is asked, beside the options of `validatePath`. */
export interface AskOptions extends Partial<PathOptions> {
  /** Further certificates that are supplied. */
  readonly others?: readonly TestIdentity[];
  /** CRLs of the root. Default: an empty one. */
  readonly rootCrls?: readonly Uint8Array[];
}

/** Validates a leaf; the intermediate is good by a CRL of the root, so that the leaf's revocation decides. */
export async function ask(leaf: TestIdentity, options: AskOptions = {}): Promise<Asked> {
  const pki = await pkiOf('P-256');
  const { others = [], rootCrls = [await rootCrl()], intermediates = [], crls = [], ...rest } = options;
  const report = await validatePath({
    certificate: leaf.certificate,
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'require',
    ...rest,
    intermediates: [...leaf.chain.slice(1), ...others.map((other) => other.certificate), ...intermediates],
    crls: [...rootCrls, ...crls],
  });
  return {
    report,
    status: report.status,
    leaf: report.revocation.find(({ index }) => index === 0),
    told: report.notChecked.map(({ code }) => code),
  };
}

/** An empty CRL of the root, which covers the intermediate and whatever else the root issued. */
export async function rootCrl(options: Omit<CrlOptions, 'issuer'> = {}): Promise<Uint8Array> {
  const pki = await pkiOf('P-256');
  return pki.crl({ issuer: pki.root, ...options });
}

/** A leaf of the intermediate. */
export async function leafOf(options: Partial<CertificateOptions> = {}): Promise<TestIdentity> {
  const pki = await pkiOf('P-256');
  return pki.issue({ name: '测试人丁', ...options });
}

/** A CRL of the intermediate with a scope. */
export async function scoped(
  issuingDistributionPoint: IssuingDistributionPointOptions,
  options: CrlOptions = {},
): Promise<Uint8Array> {
  const pki = await pkiOf('P-256');
  return pki.crl({ ...options, issuingDistributionPoint });
}

/** Content octets of a serial number. */
export function serialOf(identity: TestIdentity): Uint8Array {
  return parseCertificate(identity.certificate).serialNumber;
}
