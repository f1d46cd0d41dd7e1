import { type CalendarDate, formatTime, isYinxinError } from '../../foundation/core/index.ts';
import type { Check, CheckStatus } from '../../foundation/validation/index.ts';
import { COSE_HEADER, type CoseSign1, parseCoseSign1 } from '../cose/index.ts';
import { findListedSignature, type IssuerEntry, issuerProblem } from '../issuers/index.ts';
import { decodeStatusPayload, MAX_LIST_BYTES, STATUS_LIST_TYPE, type StatusListPayload } from './payload.ts';
import { type LicenseStatus, statusOfValue } from './state.ts';

/** What {@link readStatusList} needs. */
export interface ReadStatusListOptions {
  readonly at: Date;
  /** Keys listed with the purpose `status` are accepted, for their own issuer only. */
  readonly issuers: readonly IssuerEntry[];
  /** Older lists are TRY_LATER, whatever they allow themselves. */
  readonly maxAgeSeconds?: number;
  /** Where the list was fetched, or where the code points. */
  readonly expectedUri?: string;
  /**
   * Highest time of issue ever seen of this URI: an older list is a rollback, also where `at` is earlier (a clock that was
   * turned back). Who asks for a past moment leaves it out.
   */
  readonly highestIat?: Date;
}

/** A status list that was read. */
export interface StatusListReading {
  /** `current`: its answers count. `try-later`: good, but too old at the time asked. `refused`: not believed. */
  readonly outcome: 'current' | 'try-later' | 'refused';
  readonly checks: readonly Check[];
  /** Present unless nothing could be read or the signature is not good. */
  readonly uri?: string;
  readonly issuerCode?: string;
  readonly list?: number;
  readonly issuedAt?: Date;
  readonly size?: number;
  /** The state of an index: `undefined` for a refused list, an index beyond it, or an unassigned value. */
  stateOf(index: number): LicenseStatus | undefined;
  /** The Beijing day from which that state counts, where the list says it: it may lie before the list. */
  fromOf(index: number): CalendarDate | undefined;
}

/**
 * Reads and judges a status list. Checked: structure, signature by a key listed for the issuer's status, that key's
 * state and dates, URI, not from the future, not a rollback, age against ttl, expiry and the caller's maximum.
 * Never throws for a bad list.
 */
export function readStatusList(bytes: Uint8Array, options: ReadStatusListOptions): StatusListReading {
  const parsed = parse(bytes);
  if (typeof parsed === 'string') return refused([check('STATUS_LIST_STRUCTURE', 'failed', parsed)]);
  const { cose, payload } = parsed;
  const signed = signatureCheck(cose, payload, options);
  const checks = [check('STATUS_LIST_STRUCTURE', 'passed', 'a 4-bit status list'), signed];
  if (signed.status !== 'passed') return refused(checks);
  checks.push(uriCheck(payload, options), timeCheck(payload, options), rollbackCheck(payload, options));
  if (checks.some(({ status }) => status === 'failed')) return refused(checks, payload);
  const age = ageCheck(payload, options);
  checks.push(age);
  return {
    outcome: age.status === 'passed' ? 'current' : 'try-later',
    checks,
    ...facts(payload),
    stateOf: (index) => stateIn(payload, index),
    fromOf: (index) => payload.from.get(index),
  };
}

function parse(bytes: Uint8Array): { cose: CoseSign1; payload: StatusListPayload } | string {
  try {
    const cose = parseCoseSign1(bytes, MAX_LIST_BYTES);
    if (cose.protectedHeader.get(COSE_HEADER.type) !== STATUS_LIST_TYPE)
      return 'it is no license status list';
    return { cose, payload: decodeStatusPayload(cose.payload) };
  } catch (error) {
    if (isYinxinError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function signatureCheck(cose: CoseSign1, payload: StatusListPayload, options: ReadStatusListOptions): Check {
  const ofIssuer = options.issuers.filter(({ issuerCode }) => issuerCode === payload.issuerCode);
  const covers = (entry: IssuerEntry): boolean => issuerProblem(entry, payload.issuedAt) === undefined;
  const found = findListedSignature(cose, ofIssuer, 'status', covers);
  if (found.outcome !== 'valid') {
    const why = {
      invalid: 'the value is wrong',
      'unknown-key': "no key of that id is listed for this issuer's status",
      unsupported: 'the algorithm is unknown',
    };
    return check('STATUS_LIST_SIGNATURE', 'failed', why[found.outcome]);
  }
  const problem = issuerProblem(found.issuer, payload.issuedAt);
  return problem === undefined
    ? check('STATUS_LIST_SIGNATURE', 'passed', 'signed by a key listed for it')
    : check('STATUS_LIST_SIGNATURE', 'failed', problem);
}

function uriCheck(payload: StatusListPayload, { expectedUri }: ReadStatusListOptions): Check {
  if (expectedUri === undefined) return check('STATUS_LIST_URI', 'not-run', 'no URI was expected');
  return payload.uri === expectedUri
    ? check('STATUS_LIST_URI', 'passed', 'the list is the one asked for')
    : check('STATUS_LIST_URI', 'failed', 'the list is another than the one asked for');
}

function timeCheck(payload: StatusListPayload, { at }: ReadStatusListOptions): Check {
  const issued = formatTime(payload.issuedAt);
  return payload.issuedAt <= at
    ? check('STATUS_LIST_TIME', 'passed', `issued ${issued}`)
    : check('STATUS_LIST_TIME', 'failed', `issued ${issued}, after the time asked for`);
}

function rollbackCheck(payload: StatusListPayload, { highestIat }: ReadStatusListOptions): Check {
  if (highestIat === undefined) return check('STATUS_LIST_ROLLBACK', 'not-run', 'no earlier list is known');
  return payload.issuedAt >= highestIat
    ? check('STATUS_LIST_ROLLBACK', 'passed', 'no newer list was seen before')
    : check('STATUS_LIST_ROLLBACK', 'failed', `a list of ${formatTime(highestIat)} was seen before`);
}

function ageCheck(payload: StatusListPayload, { at, maxAgeSeconds }: ReadStatusListOptions): Check {
  const lifetime = (payload.expiresAt.getTime() - payload.issuedAt.getTime()) / 1000;
  const allowed = Math.min(payload.ttlSeconds, lifetime, maxAgeSeconds ?? Number.POSITIVE_INFINITY);
  const age = (at.getTime() - payload.issuedAt.getTime()) / 1000;
  return age <= allowed
    ? check('STATUS_LIST_AGE', 'passed', `${age} s old, ${allowed} s allowed`)
    : check(
        'STATUS_LIST_AGE',
        'warning',
        `TRY_LATER: ${age} s old, ${allowed} s allowed; fetch a fresh list`,
      );
}

function stateIn(payload: StatusListPayload, index: number): LicenseStatus | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= payload.size) return undefined;
  return statusOfValue((payload.states[index >> 1]! >> ((index % 2) * 4)) & 15);
}

function refused(checks: readonly Check[], payload?: StatusListPayload): StatusListReading {
  return {
    outcome: 'refused',
    checks,
    ...(payload === undefined ? {} : facts(payload)),
    stateOf: () => undefined,
    fromOf: () => undefined,
  };
}

function facts({
  uri,
  issuerCode,
  list,
  issuedAt,
  size,
}: StatusListPayload): Omit<StatusListReading, 'outcome' | 'checks' | 'stateOf' | 'fromOf'> {
  return { uri, issuerCode, list, issuedAt, size };
}

function check(code: string, status: CheckStatus, detail: string): Check {
  return { code, status, detail, clause: 'LicenseQR v1, status' };
}
