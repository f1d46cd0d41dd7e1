import {
  type PathOptions,
  type PathReport,
  type PkiMemo,
  pkiMemo,
  validatePath,
} from '../../../../src/foundation/pki/index.ts';
import { verifyIssuedBy } from '../../../../src/foundation/x509/index.ts';
import {
  type CertificateOptions,
  createTestPki,
  type TestIdentity,
  type TestPki,
} from '../../../../src/testing/index.ts';

export const NOW = new Date('2026-11-23T03:00:00Z');
const DAY = 24 * 3600 * 1000;

/** So many days before now. */
export const ago = (days: number): Date => new Date(NOW.getTime() - days * DAY);

let made: Promise<TestPki> | undefined;

/** One PKI for all tests of a file. */
export const pkiOnce = (): Promise<TestPki> => (made ??= createTestPki({ algorithm: 'P-256', now: NOW }));

/** Issues below the intermediate unless told otherwise. */
export async function issue(options: Partial<CertificateOptions> = {}): Promise<TestIdentity> {
  const pki = await pkiOnce();
  return pki.issue({ name: '测试人丁', ...options });
}

/** A CA below the root. */
export async function issueCa(
  name: string,
  options: Partial<CertificateOptions> = {},
): Promise<TestIdentity> {
  const pki = await pkiOnce();
  return pki.issue({ issuer: pki.root, ca: true, ...options, name });
}

/** Validates with the root as the anchor and the chain of the certificate between. */
export async function validate(leaf: TestIdentity, options: Partial<PathOptions> = {}): Promise<PathReport> {
  const pki = await pkiOnce();
  return validatePath({
    certificate: leaf.certificate,
    intermediates: leaf.chain.slice(1),
    trustAnchors: [pki.root.certificate],
    at: NOW,
    revocation: 'none',
    ...options,
  });
}

/** Codes of all checks that are not passed. */
export const failed = (report: PathReport): string[] =>
  report.checks.filter((c) => c.status !== 'passed').map((c) => c.code);

/** Codes of what was not checked. */
export const told = (report: PathReport): string[] => report.notChecked.map((n) => n.code);

/** Words of a check. */
export const detailOf = (report: PathReport, code: string): string =>
  report.checks.find((c) => c.code === code && c.status !== 'passed')?.detail ?? '';

/** Another certificate for the name and key of a CA, by somebody else: a cross-certificate. */
export const cross = (
  of: TestIdentity,
  issuer: TestIdentity | 'self',
  more: Partial<CertificateOptions> = {},
) => issue({ ca: true, name: of.name, subject: of.subject, key: of.key, issuer, ...more });

/** The same name with another key. */
export const namesake = (of: TestIdentity, key: string, more: Partial<CertificateOptions> = {}) =>
  issue({ ca: true, name: of.name, subject: of.subject, key, issuer: 'self', ...more });

/** No key identifiers: nothing tells one key of a name from another. */
export const withoutIds = { subjectKeyIdentifier: false, authorityKeyIdentifier: false } as const;
/** Certificates as bytes. */
export const bytes = (...identities: TestIdentity[]): Uint8Array[] => identities.map((i) => i.certificate);

/** A memo that counts signature checks. */
export function countingMemo(): PkiMemo & { checks: number } {
  const memo = {
    ...pkiMemo(),
    checks: 0,
    signedBy: (...args: Parameters<typeof verifyIssuedBy>) => {
      memo.checks++;
      return verifyIssuedBy(...args);
    },
  };
  return memo;
}
