import { der } from '../foundation/asn1/index.ts';
import { signingSchemeOf } from '../foundation/crypto/index.ts';
import { OID, type RevocationReason } from '../foundation/x509/index.ts';
import { encodeExtension, keyIdentifier } from './certificate-extensions.ts';
import type { RawExtension } from './certificate-options.ts';
import { authorityKeyIdentifierValue } from './extension-values.ts';
import type { TestIdentity } from './identity.ts';
import { signedObject } from './issue-certificate.ts';
import type { TestKey } from './test-key.ts';
import { shifted } from './time-shift.ts';

/** A certificate taken back. */
export interface RevokedCertificate {
  /** The certificate, or its serial number. */
  readonly certificate: TestIdentity | bigint;
  readonly at: Date;
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
  readonly extensions?: readonly RawExtension[];
}

/** A CRL to make with `crl`. */
export interface CrlOptions {
  /** Default: the intermediate. */
  readonly issuer?: TestIdentity;
  readonly revoked?: readonly RevokedCertificate[];
  /** Default: an hour before `now`. */
  readonly thisUpdate?: Date;
  /** Default: seven days after `thisUpdate`; `false` leaves it out. */
  readonly nextUpdate?: Date | false;
  /** Default 1; `false` leaves it out. */
  readonly crlNumber?: number | false;
  /** Further extensions, as given (issuingDistributionPoint, deltaCRLIndicator, unknown ones). */
  readonly extensions?: readonly RawExtension[];
  /** Another key signs in the issuer's name. */
  readonly signedBy?: TestKey;
  readonly corruptSignature?: boolean;
}

/** Codes of RFC 5280 5.3.1. */
export const REASON_CODE: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
};

/** CertificateList version 2 (RFC 5280 5.1), DER. */
export async function makeCrl(issuer: TestIdentity, now: Date, options: CrlOptions): Promise<Uint8Array> {
  const key = options.signedBy ?? issuer.key;
  const thisUpdate = options.thisUpdate ?? shifted(now, { hours: -1 });
  const { nextUpdate = shifted(thisUpdate, { days: 7 }), revoked = [] } = options;
  const tbs = der.sequence(
    der.integer(1),
    signingSchemeOf(key.signatureAlgorithm).signatureAlgorithmIdentifier,
    issuer.subject,
    der.time(thisUpdate),
    ...(nextUpdate === false ? [] : [der.time(nextUpdate)]),
    // An empty list is left out (RFC 5280 5.1.2.6).
    ...(revoked.length === 0 ? [] : [der.sequenceOf(revoked.map(revokedEntry))]),
    der.explicit(0, der.sequenceOf(crlExtensions(issuer, options).map(encodeExtension))),
  );
  return signedObject(tbs, key, options.corruptSignature);
}

function crlExtensions(issuer: TestIdentity, { crlNumber = 1, extensions = [] }: CrlOptions): RawExtension[] {
  return [
    { oid: OID.authorityKeyIdentifier, value: authorityKeyIdentifierValue(keyIdentifier(issuer.key)) },
    ...(crlNumber === false ? [] : [{ oid: OID.crlNumber, value: der.integer(crlNumber) }]),
    ...extensions,
  ];
}

function revokedEntry(entry: RevokedCertificate): Uint8Array {
  const { certificate, reason, invalidityDate } = entry;
  const extensions: RawExtension[] = [
    // `unspecified` should not be written (RFC 5280 5.3.1).
    ...(reason === undefined || reason === 'unspecified'
      ? []
      : [{ oid: OID.reasonCode, value: der.enumerated(REASON_CODE[reason]) }]),
    ...(invalidityDate === undefined
      ? []
      : [{ oid: OID.invalidityDate, value: der.generalizedTime(shifted(invalidityDate, {})) }]),
    ...(entry.extensions ?? []),
  ];
  return der.sequence(
    der.integer(typeof certificate === 'bigint' ? certificate : certificate.serialNumber),
    der.time(entry.at),
    ...(extensions.length === 0 ? [] : [der.sequenceOf(extensions.map(encodeExtension))]),
  );
}
