import { CheckList } from '../../cms/index.ts';
import { type Check, formatTime, type NotChecked, type SubIndication, type Trust } from '../../core/index.ts';
import { clauseOfProfile, type DigestName, digest, judgeAlgorithms } from '../../crypto/index.ts';
import { type Certificate, OID } from '../../x509/index.ts';
import type { PathOptions, PathReport } from '../path-report.ts';
import { validatePath } from '../validate-path.ts';
import { checkTimestampToken, type TimestampCheck } from './check-token.ts';
import { timeWindow } from './time-window.ts';
import { parseTimestampToken, type TimestampToken } from './token.ts';
import type { TstInfo } from './tst-info.ts';

/** What {@link VerifyTimestampOptions} share with the validation of a path; meaning and defaults are the same. */
type ChainOptions = Pick<
  PathOptions,
  | 'trustAnchors'
  | 'at'
  | 'revocation'
  | 'crls'
  | 'ocspResponses'
  | 'allowLegacy'
  | 'algorithms'
  | 'profile'
  | 'memo'
  | 'limits'
>;

/** Options of {@link verifyTimestamp}; give `data` or `digestOf`. `at` is the validation time of the chain. */
export interface VerifyTimestampOptions extends ChainOptions {
  /** The stamped bytes … */
  readonly data?: Uint8Array;
  /** … or their digest by name. */
  readonly digestOf?: (hash: DigestName) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Certificates that may stand in the chain, and the authority's own where the token holds none (certReq FALSE). */
  readonly intermediates?: readonly Uint8Array[];
  /** The nonce that was sent, as an unsigned number; a token with another or none fails. Unset: not compared. */
  readonly nonce?: Uint8Array;
  /** Policies of authorities that are acceptable, dotted; empty: none is. Unset: not looked at. */
  readonly policies?: readonly string[];
}

/** Answer of {@link verifyTimestamp}. */
export interface TimestampReport {
  readonly status: 'valid' | 'invalid' | 'indeterminate';
  readonly subIndication?: SubIndication;
  readonly trust: Trust;
  readonly genTime: Date;
  /** genTime less the stated accuracy. */
  readonly earliest: Date;
  /** genTime and the stated accuracy: the data existed by then. */
  readonly latest: Date;
  readonly info: TstInfo;
  /** Of the authority; absent when it is not there. */
  readonly certificate?: Certificate;
  readonly token: TimestampCheck;
  /** Absent when the authority's certificate is not there. */
  readonly path?: PathReport;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Verifies a timestamp token (RFC 3161, RFC 5816, GB/T 20520): the token itself (see `checkTimestampToken`), nonce and
 * policy where they are given, its algorithms at `at` by the dated policy, then the authority's chain at `at` with the
 * purpose of time stamping, critical and sole. A token that claims a time after `at` is told (TST_AFTER_VALIDATION).
 * Not checked: whether the clock of the authority is right. TIMESTAMP_INVALID and CMS_INVALID for malformed tokens,
 * ARGUMENT_INVALID as in `validatePath`.
 */
export async function verifyTimestamp(
  bytes: Uint8Array,
  options: VerifyTimestampOptions,
): Promise<TimestampReport> {
  const token = parseTimestampToken(bytes);
  const { info } = token;
  const { data } = options;
  const digestOf = options.digestOf ?? ((hash) => (data === undefined ? undefined : digest(hash, data)));
  // A pinned authority may be its own anchor: then its certificate is there, too.
  const certificates = [...(options.intermediates ?? []), ...options.trustAnchors];
  const check = await checkTimestampToken(token, digestOf, certificates);
  const list = new CheckList();
  checkExpectations(info, options, list);
  const weak = checkTokenAlgorithms(check, options, list);
  const path = check.certificate === undefined ? undefined : await validateAuthority(token, check, options);
  const own = ownFailure(check) ?? list.formatFailure ?? weak;
  const subIndication = own ?? path?.subIndication;
  return {
    status: statusOf(check, own, path),
    ...(subIndication === undefined ? {} : { subIndication }),
    trust: path?.trust ?? 'unknown',
    genTime: info.genTime,
    ...timeWindow(info),
    info,
    ...(check.certificate === undefined ? {} : { certificate: check.certificate }),
    token: check,
    ...(path === undefined ? {} : { path }),
    checks: [...check.checks, ...list.checks, ...(path?.checks ?? [])],
    notChecked: [...check.notChecked, ...(path?.notChecked ?? [])],
  };
}

/** What the asker of the token knows beside it (RFC 3161 2.2: verify imprint, nonce, policy and time). */
function checkExpectations(info: TstInfo, options: VerifyTimestampOptions, list: CheckList): void {
  const { nonce, policies, at } = options;
  const clause = 'RFC 3161 2.2';
  if (nonce !== undefined && info.nonce !== unsigned(nonce)) {
    list.failed(
      'TST_NONCE',
      'the token answers another request: its nonce differs',
      clause,
      'SIG_CONSTRAINTS_FAILURE',
    );
  }
  if (policies !== undefined && !policies.includes(info.policy)) {
    const detail = `the policy ${info.policy} of the token is not acceptable`;
    list.failed('TST_POLICY', detail, clause, 'SIG_CONSTRAINTS_FAILURE');
  }
  if (timeWindow(info).earliest > at) {
    const detail = `the token is of ${formatTime(info.genTime)}, later than ${formatTime(at)}`;
    list.warning('TST_AFTER_VALIDATION', detail, clause);
  }
}

function unsigned(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function checkTokenAlgorithms(
  check: TimestampCheck,
  options: VerifyTimestampOptions,
  list: CheckList,
): SubIndication | undefined {
  const verdict = judgeAlgorithms(check.algorithms, options.at, options, check.genTime);
  const clause = 'ETSI TS 119 312; ETSI EN 319 102-1 5.2.8';
  for (const { reason } of verdict.tolerated) list.warning('ALGORITHM_LEGACY', reason, clause);
  for (const { reason } of verdict.refused) list.failed('ALGORITHM_LEGACY', reason, clause);
  if (verdict.outsideProfile.length > 0) {
    const detail = `the token uses algorithms outside the profile ${options.profile}`;
    list.failed('PROFILE_ALGORITHM', detail, clauseOfProfile(options.profile!));
  }
  return verdict.subIndication;
}

function validateAuthority(
  { signedData }: TimestampToken,
  check: TimestampCheck,
  options: VerifyTimestampOptions,
): Promise<PathReport> {
  const { trustAnchors, at, revocation, allowLegacy, algorithms, profile, memo, limits } = options;
  return validatePath({
    certificate: check.certificate!.raw,
    intermediates: [...signedData.certificates, ...(options.intermediates ?? [])],
    trustAnchors,
    at,
    crls: [...signedData.crls, ...(options.crls ?? [])],
    ocspResponses: [...signedData.ocspResponses, ...(options.ocspResponses ?? [])],
    revocation,
    extendedKeyUsage: OID.ekuTimeStamping,
    ...(allowLegacy === undefined ? {} : { allowLegacy }),
    ...(algorithms === undefined ? {} : { algorithms }),
    ...(profile === undefined ? {} : { profile }),
    ...(memo === undefined ? {} : { memo }),
    ...(limits === undefined ? {} : { limits }),
  });
}

/** Why the token itself does not count, before anybody is believed. */
function ownFailure(check: TimestampCheck): SubIndication | undefined {
  if (check.formatFailure !== undefined) return check.formatFailure;
  if (check.cryptography === 'broken') {
    const imprint = check.checks.some((c) => c.code === 'MESSAGE_IMPRINT' && c.status === 'failed');
    return imprint ? 'HASH_FAILURE' : 'SIG_CRYPTO_FAILURE';
  }
  if (check.cryptography === 'intact') return undefined;
  return check.contentFound ? 'CRYPTO_CONSTRAINTS_FAILURE' : 'SIGNED_DATA_NOT_FOUND';
}

function statusOf(
  check: TimestampCheck,
  own: SubIndication | undefined,
  path: PathReport | undefined,
): TimestampReport['status'] {
  if (check.cryptography === 'broken' || own === 'FORMAT_FAILURE') return 'invalid';
  if (own !== undefined || path === undefined) return 'indeterminate';
  return path.status;
}
