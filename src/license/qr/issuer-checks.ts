import type { Check, Trust } from '../../foundation/validation/index.ts';
import { parseLicenseId } from '../identifier/index.ts';
import { type IssuerEntry, issuerProblem } from '../issuers/index.ts';
import type { ParsedLicenseQr } from './parse.ts';
import { qrCheck } from './verdict.ts';

const PROBLEMS = {
  KEY_COMPROMISED: 'the key is listed as compromised: no code of it is believed',
  KEY_NOT_VALID_THEN: 'the code claims a time at which the key did not sign for this issuer',
  TYPE_NOT_AUTHORISED: 'the issuer is not listed for this type of license',
} as const;

/** Whether the entry that signed covers this code: state, dates and types of the key, issuer, host, time of issue. */
export function issuerChecks(
  { payload, host }: ParsedLicenseQr,
  issuer: IssuerEntry,
  at: Date,
): { checks: Check[]; trust: Trust } {
  const { issuerCode, typeCode } = parseLicenseId(payload.identifier);
  const problem = issuerProblem(issuer, payload.issuedAt, typeCode);
  const checks = [
    problem === undefined
      ? qrCheck('QR_ISSUER_KEY', 'passed', 'the key signs for this issuer, type and time')
      : qrCheck(`QR_${problem}`, 'failed', PROBLEMS[problem]),
    issuerCode === issuer.issuerCode
      ? qrCheck('QR_ISSUER_CODE', 'passed', 'the issuer in the identifier owns the key')
      : qrCheck('QR_ISSUER_CODE', 'failed', 'the identifier names another issuer than the owner of the key'),
    hostCheck(host, issuer),
    payload.issuedAt <= at
      ? qrCheck('QR_ISSUED_AT', 'passed', 'issued before the time asked for')
      : qrCheck('QR_ISSUED_AT', 'failed', 'issued after the time asked for'),
  ];
  const trust: Trust =
    problem === 'KEY_COMPROMISED'
      ? 'revoked'
      : checks.some(({ status }) => status === 'failed')
        ? 'untrusted'
        : 'trusted';
  return { checks, trust };
}

/** The host is the attacker's choice: it proves nothing, but one that the issuer does not use is a lure. */
function hostCheck(host: string | undefined, { hosts }: IssuerEntry): Check {
  if (host === undefined) return qrCheck('QR_HOST', 'passed', 'an offline code has no host');
  if (hosts === undefined) return qrCheck('QR_HOST', 'not-run', "the issuer's hosts are not listed");
  return hosts.includes(host)
    ? qrCheck('QR_HOST', 'passed', 'the host is one of the issuer')
    : qrCheck('QR_HOST', 'failed', 'the code leads to a host that is not one of the issuer: do not open it');
}
