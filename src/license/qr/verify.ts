import { isYinxinError } from '../../foundation/core/index.ts';
import type { Check, NotChecked, Trust } from '../../foundation/validation/index.ts';
import { containsResidentId } from '../codes/index.ts';
import { findListedSignature, type IssuerEntry } from '../issuers/index.ts';
import { holdsPersonalNumber } from './clear-fields.ts';
import { expectationChecks } from './expectation.ts';
import { issuerChecks } from './issuer-checks.ts';
import { type ParsedLicenseQr, parseLicenseQr } from './parse.ts';
import type { LicenseQrPayload } from './payload.ts';
import { provenFields } from './proven-fields.ts';
import { statusAnswer } from './status-answer.ts';
import { judgeValidity } from './validity.ts';
import {
  type LicenseQrVerdict,
  qrCheck,
  unprotectedFields,
  unreadableVerdict,
  type VerifyLicenseQrOptions,
} from './verdict.ts';

/**
 * Verifies a license code (LicenseQR v1) as scanned.
 *
 * Checked: form, signature by a listed issuer key, that key's dates, state, types and hosts, the issuer in the
 * identifier, validity as Beijing dates (last day inclusive), status when a list is at hand, expectations, disclosed
 * fields. Not checked: the paper around the code, its photo, whether an issuer entry is itself up to date.
 * Never throws for a bad code. The conclusion is never `usable`: at best nothing speaks against the license.
 */
export async function verifyLicenseQr(
  text: string,
  options: VerifyLicenseQrOptions,
): Promise<LicenseQrVerdict> {
  const parsed = parseOrCheck(text);
  if ('code' in parsed) return unreadableVerdict(parsed);
  const { payload } = parsed;
  const covers = (entry: IssuerEntry): boolean => issuerChecks(parsed, entry, options.at).trust === 'trusted';
  const found = findListedSignature(parsed.cose, options.issuers, 'license', covers);
  if (found.outcome !== 'valid') return unsigned(parsed, found.outcome);

  const issuer = issuerChecks(parsed, found.issuer, options.at);
  const validity = judgeValidity(payload, options.at);
  const status = statusAnswer(payload, found.issuer, options);
  const proven = provenFields(payload, options.disclosed ?? []);
  const checks: Check[] = [
    qrCheck('QR_STRUCTURE', 'passed', 'the code has the form of LicenseQR v1'),
    qrCheck('QR_SIGNATURE', 'passed', 'the value is right under a listed issuer key'),
    ...issuer.checks,
    personalNumberCheck(payload),
    validity.check,
    status.check,
    ...proven.checks,
    ...expectationChecks(payload, proven.fields, options.expect),
  ];
  return {
    conclusion: checks.some(isRefusal) ? 'not-usable' : 'unknown',
    cryptography: 'intact',
    trust: issuer.trust,
    payload,
    issuer: found.issuer,
    ...(parsed.host === undefined ? {} : { host: parsed.host }),
    validity: validity.validity,
    status: status.answer,
    provenFields: proven.fields,
    checks: [...checks, ...(status.answer.reading?.checks ?? [])],
    notChecked: notChecked(status.answer.state === 'unknown'),
    unprotectedOnPaper: unprotectedFields(proven.fields),
  };
}

/** A failed check of the list itself leaves the status unknown; it says nothing against the license. */
function isRefusal({ code, status }: Check): boolean {
  return status === 'failed' && !code.startsWith('STATUS_LIST_');
}

function parseOrCheck(text: string): ParsedLicenseQr | Check {
  try {
    return parseLicenseQr(text);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return qrCheck('QR_STRUCTURE', 'failed', `${error.code}: ${error.message}`);
  }
}

/** Nothing of an unsigned payload is vouched for: no field is proven, no date counts. */
function unsigned(
  parsed: ParsedLicenseQr,
  outcome: 'invalid' | 'unknown-key' | 'unsupported',
): LicenseQrVerdict {
  const detail = {
    invalid: 'the value is wrong under every listed key of that id: the code was changed or copied badly',
    'unknown-key': 'no listed issuer key has the key id of the code: supply the issuer',
    unsupported: 'the algorithm of the code is not known',
  }[outcome];
  const broken = outcome === 'invalid';
  const trust: Trust = broken ? 'untrusted' : 'unknown';
  return {
    conclusion: broken ? 'not-usable' : 'unknown',
    cryptography: broken ? 'broken' : 'not-checked',
    trust,
    payload: parsed.payload,
    ...(parsed.host === undefined ? {} : { host: parsed.host }),
    validity: 'unknown',
    status: { state: 'unknown' },
    provenFields: {},
    checks: [
      qrCheck('QR_STRUCTURE', 'passed', 'the code has the form of LicenseQR v1'),
      qrCheck('QR_SIGNATURE', broken ? 'failed' : 'not-run', detail),
    ],
    notChecked: [
      ...(broken ? [] : [{ code: 'QR_SIGNATURE', detail }]),
      { code: 'QR_STATUS', detail: 'the status of a code that is not believed was not asked for' },
    ],
    unprotectedOnPaper: unprotectedFields({}),
  };
}

function personalNumberCheck(payload: LicenseQrPayload): Check {
  const found =
    Object.values(payload.clear).some(holdsPersonalNumber) || containsResidentId(payload.identifier);
  return found
    ? qrCheck('QR_PERSONAL_NUMBER', 'failed', 'a resident identity number stands in the code in clear')
    : qrCheck('QR_PERSONAL_NUMBER', 'passed', 'no resident identity number stands in the code');
}

function notChecked(statusUnknown: boolean): NotChecked[] {
  const paper = {
    code: 'QR_PAPER',
    detail: 'what stands on the paper around the code was not compared with it',
  };
  const status = { code: 'QR_STATUS', detail: 'no current status list answered for this license' };
  return statusUnknown ? [paper, status] : [paper];
}
