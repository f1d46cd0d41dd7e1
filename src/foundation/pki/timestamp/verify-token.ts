import type { Check, Limits, NotChecked, SubIndication, Trust } from '../../core/index.ts';
import { type DigestName, digest } from '../../crypto/index.ts';
import { OID } from '../../x509/index.ts';
import type { PathReport, RevocationPolicy } from '../path-report.ts';
import { validatePath } from '../validate-path.ts';
import { checkTimestampToken, type TimestampCheck } from './check-token.ts';
import { parseTimestampToken, type TimestampToken, type TstInfo } from './token.ts';

/** Options of {@link verifyTimestamp}; give `data` or `digestOf`. */
export interface VerifyTimestampOptions {
  /** The stamped bytes … */
  readonly data?: Uint8Array;
  /** … or their digest by name. */
  readonly digestOf?: (hash: DigestName) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  readonly trustAnchors: readonly Uint8Array[];
  readonly intermediates?: readonly Uint8Array[];
  /** Validation time of the authority's chain. */
  readonly at: Date;
  readonly revocation: RevocationPolicy;
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
  readonly allowLegacy?: boolean;
  readonly limits?: Limits;
}

/** Answer of {@link verifyTimestamp}. */
export interface TimestampReport {
  readonly status: 'valid' | 'invalid' | 'indeterminate';
  readonly subIndication?: SubIndication;
  readonly trust: Trust;
  readonly genTime: Date;
  readonly info: TstInfo;
  readonly token: TimestampCheck;
  /** Absent when the authority's certificate is not there. */
  readonly path?: PathReport;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Verifies a timestamp token (RFC 3161, RFC 5816, GB/T 20520): the token itself, then the authority's chain at `at`
 * with the purpose of time stamping, critical and sole. TIMESTAMP_INVALID and CMS_INVALID for malformed tokens.
 */
export async function verifyTimestamp(
  bytes: Uint8Array,
  options: VerifyTimestampOptions,
): Promise<TimestampReport> {
  const token = parseTimestampToken(bytes);
  const { data } = options;
  const digestOf = options.digestOf ?? ((hash) => (data === undefined ? undefined : digest(hash, data)));
  const check = await checkTimestampToken(token, digestOf, options.intermediates);
  const path = check.certificate === undefined ? undefined : await validateAuthority(token, check, options);
  const own = ownFailure(check, options.allowLegacy === true);
  const subIndication = own ?? path?.subIndication;
  const trust = path?.trust ?? 'unknown';
  return {
    status: statusOf(check, own, path),
    ...(subIndication === undefined ? {} : { subIndication }),
    trust,
    genTime: check.genTime,
    info: token.info,
    token: check,
    ...(path === undefined ? {} : { path }),
    checks: [...check.checks, ...(path?.checks ?? [])],
    notChecked: [...check.notChecked, ...(path?.notChecked ?? [])],
  };
}

function validateAuthority(
  { signedData }: TimestampToken,
  check: TimestampCheck,
  options: VerifyTimestampOptions,
): Promise<PathReport> {
  return validatePath({
    certificate: check.certificate!.raw,
    intermediates: [...signedData.certificates, ...(options.intermediates ?? [])],
    trustAnchors: options.trustAnchors,
    at: options.at,
    crls: [...signedData.crls, ...(options.crls ?? [])],
    ocspResponses: [...signedData.ocspResponses, ...(options.ocspResponses ?? [])],
    revocation: options.revocation,
    extendedKeyUsage: OID.ekuTimeStamping,
    ...(options.allowLegacy === undefined ? {} : { allowLegacy: options.allowLegacy }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
}

/** Why the token itself does not count, before anybody is believed. */
function ownFailure(check: TimestampCheck, allowLegacy: boolean): SubIndication | undefined {
  if (check.formatFailure !== undefined) return check.formatFailure;
  if (check.cryptography === 'broken') {
    const imprint = check.checks.some((c) => c.code === 'MESSAGE_IMPRINT' && c.status === 'failed');
    return imprint ? 'HASH_FAILURE' : 'SIG_CRYPTO_FAILURE';
  }
  if (check.cryptography === 'not-checked') {
    return check.contentFound ? 'CRYPTO_CONSTRAINTS_FAILURE' : 'SIGNED_DATA_NOT_FOUND';
  }
  return check.weaknesses.length > 0 && !allowLegacy ? 'CRYPTO_CONSTRAINTS_FAILURE' : undefined;
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
