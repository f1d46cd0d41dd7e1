import { expectTypeOf } from 'vitest';
import {
  type Certificate,
  type PathOptions,
  type PathReport,
  type PolicyInputs,
  parseCertificate,
  type RevocationFinding,
  validatePath,
} from '../../src/entries/pki.ts';

// Checked by `npm run types`: nothing here runs.

declare const certificate: Uint8Array;
const at = new Date(0);
const asked: PathOptions = { certificate, trustAnchors: [], at, revocation: 'require' };

/** What is right. */
export async function right(): Promise<void> {
  expectTypeOf(validatePath).parameters.toEqualTypeOf<[options: PathOptions]>();
  expectTypeOf(validatePath).returns.toEqualTypeOf<Promise<PathReport>>();
  await validatePath({
    ...asked,
    intermediates: [certificate],
    crls: [certificate],
    ocspResponses: [certificate],
    policies: { initialPolicySet: ['1.2.3'], requireExplicitPolicy: true, inhibitAnyPolicy: false },
    extendedKeyUsage: '1.3.6.1.5.5.7.3.4',
  });
  expectTypeOf<PathOptions['policies']>().toEqualTypeOf<PolicyInputs | undefined>();
  expectTypeOf(parseCertificate).toEqualTypeOf<(bytes: Uint8Array) => Certificate>();
}

/** The security inputs are required. */
export async function requiredInputs(): Promise<void> {
  // @ts-expect-error no question is asked without a time
  await validatePath({ certificate, trustAnchors: [], revocation: 'require' });
  // @ts-expect-error nobody is believed by default
  await validatePath({ certificate, at, revocation: 'require' });
  // @ts-expect-error revocation has no default
  await validatePath({ certificate, trustAnchors: [], at });
  // @ts-expect-error what is the question about?
  await validatePath({ trustAnchors: [], at, revocation: 'require' });
}

/** Words are closed, and what is misspelt does not pass as unset. */
export async function closedWords(): Promise<void> {
  // @ts-expect-error not a mode
  await validatePath({ ...asked, revocation: 'soft' });
  // @ts-expect-error a time is a Date
  await validatePath({ ...asked, at: '2026-11-23' });
  // @ts-expect-error DER, not PEM
  await validatePath({ ...asked, trustAnchors: ['-----BEGIN CERTIFICATE-----'] });
  // @ts-expect-error misspelt
  await validatePath({ ...asked, trustAnchor: [certificate] });
  // @ts-expect-error unset is left out, not undefined
  await validatePath({ ...asked, crls: undefined });
  // @ts-expect-error misspelt
  await validatePath({ ...asked, policies: { explicitPolicy: true } });
  // @ts-expect-error not a usage
  await validatePath({ ...asked, keyUsage: 'encryption' });
}

/** The report is read, not written, and every word in it is closed. */
export function theReport(report: PathReport): string {
  expectTypeOf(report.status).toEqualTypeOf<'valid' | 'invalid' | 'indeterminate'>();
  expectTypeOf(report.trust).toEqualTypeOf<'trusted' | 'untrusted' | 'revoked' | 'expired' | 'unknown'>();
  expectTypeOf(report.path).toEqualTypeOf<readonly Certificate[]>();
  expectTypeOf<RevocationFinding['status']>().toEqualTypeOf<'good' | 'revoked' | 'unknown' | 'not-checked'>();
  expectTypeOf(report.subIndication).not.toBeAny();
  expectTypeOf(report.checks).not.toBeAny();
  // @ts-expect-error a report is not changed
  report.trust = 'trusted';
  // @ts-expect-error a path is not changed
  report.path.push(report.path[0]);
  // @ts-expect-error there is no such verdict: a report is never a boolean
  if (report.status === 'ok') return '';
  switch (report.status) {
    case 'valid':
    case 'invalid':
    case 'indeterminate':
      return report.status;
    default:
      return report.status satisfies never;
  }
}
