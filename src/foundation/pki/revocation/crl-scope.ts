import { isYinxinError } from '../../core/index.ts';
import {
  ALL_REASONS,
  type Certificate,
  type Crl,
  type DistributionPoint,
  parseReasonFlags,
  type RevocationReason,
  sameName,
} from '../../x509/index.ts';
import {
  directoryName,
  directoryNames,
  haveCommonName,
  type PointName,
  pointNames,
} from './distribution-names.ts';

/** What a complete CRL says about a certificate, by its scope. */
export interface CrlScope {
  /** Reasons it covers; empty: it is not about this certificate. */
  readonly reasons: ReadonlySet<RevocationReason>;
  /** Why it is not, where the CRL is one of the issuer of the certificate. */
  readonly outside?: string;
}

const NOTHING: ReadonlySet<RevocationReason> = new Set();

/**
 * Is the CRL about the certificate, and for which reasons (RFC 5280 6.3.3 (b) and (d))? Asked for every distribution
 * point of the certificate and for the one that its issuer always is: no reasons, no CRL issuer, the issuer's name.
 */
export function scopeOf(crl: Crl, certificate: Certificate): CrlScope {
  const { issuingDistributionPoint: idp } = crl;
  const kind = idp === undefined ? undefined : otherKind(idp, certificate);
  const covered = new Set<RevocationReason>();
  for (const point of [...(certificate.crlDistributionPoints ?? []), {}]) {
    if (!isIssuedFor(crl, point, certificate) || !isNamed(crl, point, certificate)) continue;
    const reasons = reasonsOf(point);
    for (const reason of idp?.onlySomeReasons ?? ALL_REASONS) if (reasons.has(reason)) covered.add(reason);
  }
  if (kind === undefined && covered.size > 0) return { reasons: covered };
  if (!isOfIssuer(crl, certificate)) return { reasons: NOTHING };
  return { reasons: NOTHING, outside: kind ?? 'its distribution point is none that the certificate names' };
}

/** The CRL covers all that is not narrowed: the same scope in the sense of RFC 5280 5.2.4. */
export function isOfIssuer(crl: Crl, certificate: Certificate): boolean {
  return sameName(crl.issuer, certificate.issuer);
}

/** 6.3.3 (b)(2)(ii) to (iv): the CRL is about certificates of another kind. */
function otherKind(
  idp: NonNullable<Crl['issuingDistributionPoint']>,
  { basicConstraints }: Certificate,
): string | undefined {
  if (idp.onlyContainsAttributeCerts) return 'it is about attribute certificates alone';
  const ca = basicConstraints?.ca === true;
  if (idp.onlyContainsUserCerts && ca) return 'it is about end entity certificates alone';
  return idp.onlyContainsCaCerts && !ca ? 'it is about CA certificates alone' : undefined;
}

/** 6.3.3 (b)(1): the CRL issuer that the point names, by an indirect CRL; otherwise the issuer of the certificate. */
function isIssuedFor(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  if (point.crlIssuer === undefined) return isOfIssuer(crl, certificate);
  const named = directoryNames(point.crlIssuer).some((name) => sameName(name, crl.issuer));
  return named && crl.issuingDistributionPoint?.indirectCrl === true;
}

/** 6.3.3 (b)(2)(i): a CRL of a named distribution point is only for certificates that name it. */
function isNamed(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  const { issuingDistributionPoint: idp } = crl;
  if (idp?.fullName === undefined && idp?.relativeName === undefined) return true;
  return haveCommonName(pointNames(idp, [crl.issuer]), namesOfPoint(point, certificate));
}

function namesOfPoint(point: DistributionPoint, certificate: Certificate): readonly PointName[] {
  const { fullName, relativeName, crlIssuer } = point;
  const issuers = crlIssuer === undefined ? [certificate.issuer] : directoryNames(crlIssuer);
  const isNamedItself = fullName !== undefined || relativeName !== undefined;
  if (isNamedItself) return pointNames(point, issuers);
  return crlIssuer ?? (point.reasons === undefined ? issuers.map(directoryName) : []);
}

function reasonsOf({ reasons }: DistributionPoint): ReadonlySet<RevocationReason> {
  if (reasons === undefined) return ALL_REASONS;
  try {
    return parseReasonFlags(reasons);
  } catch (error) {
    if (isYinxinError(error)) return NOTHING;
    throw error;
  }
}
