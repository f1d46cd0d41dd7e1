import { der } from '../foundation/asn1/index.ts';
import { signingSchemeOf } from '../foundation/crypto/index.ts';
import { OID, type RevocationReason } from '../foundation/x509/index.ts';
import { encodeExtension, keyIdentifier } from './certificate-extensions.ts';
import type { RawExtension } from './certificate-options.ts';
import {
  type DistributionPointOptions,
  distributionPointsValue,
  type IssuingDistributionPointOptions,
  issuingDistributionPointValue,
} from './distribution-points.ts';
import { authorityKeyIdentifierValue } from './extension-values.ts';
import { directoryName } from './general-names.ts';
import type { TestIdentity } from './identity.ts';
import { signedObject } from './issue-certificate.ts';
import type { TestKey } from './test-key.ts';
import { shifted } from './time-shift.ts';

/** A certificate taken back. */
export interface RevokedCertificate {
  /** The certificate, or its serial number. */
  readonly certificate: TestIdentity | bigint;
  readonly at: Date;
  /** `unspecified` is not written (RFC 5280 5.3.1). */
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
  /** Name (DER) of its issuer, critical, in an indirect CRL; holds for the entries after it too (RFC 5280 5.3.3). */
  readonly certificateIssuer?: Uint8Array;
  /** Written after the others, as given. */
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
  readonly crlNumber?: number | bigint | false;
  /** A delta CRL upon the base of this number: deltaCRLIndicator, critical. */
  readonly deltaBase?: number | bigint;
  /** Narrowed scope, or an indirect CRL; critical. */
  readonly issuingDistributionPoint?: IssuingDistributionPointOptions;
  /** Where delta CRLs are said to be. */
  readonly freshestCrl?: readonly (string | DistributionPointOptions)[];
  /** Default: the identifier of the issuer's key. */
  readonly authorityKeyIdentifier?: Uint8Array | false;
  /** Written after the others, as given: unknown, malformed or doubled extensions. */
  readonly extensions?: readonly RawExtension[];
  /** Another key signs in the issuer's name. */
  readonly signedBy?: TestKey;
  /** Another issuer name in the CRL (DER). */
  readonly issuerName?: Uint8Array;
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
  const extensions = crlExtensions(issuer, options);
  const tbs = der.sequence(
    der.integer(1),
    signingSchemeOf(key.signatureAlgorithm).signatureAlgorithmIdentifier,
    options.issuerName ?? issuer.subject,
    der.time(thisUpdate),
    ...(nextUpdate === false ? [] : [der.time(nextUpdate)]),
    // An empty list is left out (RFC 5280 5.1.2.6).
    ...(revoked.length === 0 ? [] : [der.sequenceOf(revoked.map(revokedEntry))]),
    ...(extensions.length === 0 ? [] : [der.explicit(0, der.sequenceOf(extensions.map(encodeExtension)))]),
  );
  return signedObject(tbs, key, options.corruptSignature);
}

function crlExtensions(issuer: TestIdentity, options: CrlOptions): RawExtension[] {
  const { crlNumber = 1, authorityKeyIdentifier = keyIdentifier(issuer.key) } = options;
  const written = <T>(
    oid: string,
    critical: boolean,
    value: T | false | undefined,
    write: (value: T) => Uint8Array,
  ): RawExtension[] =>
    value === false || value === undefined ? [] : [{ oid, critical, value: write(value) }];
  return [
    ...written(OID.authorityKeyIdentifier, false, authorityKeyIdentifier, authorityKeyIdentifierValue),
    ...written(OID.crlNumber, false, crlNumber, der.integer),
    ...written(OID.deltaCrlIndicator, true, options.deltaBase, der.integer),
    ...written(
      OID.issuingDistributionPoint,
      true,
      options.issuingDistributionPoint,
      issuingDistributionPointValue,
    ),
    ...written(OID.freshestCrl, false, options.freshestCrl, distributionPointsValue),
    ...(options.extensions ?? []),
  ];
}

function revokedEntry(entry: RevokedCertificate): Uint8Array {
  const { certificate, reason, invalidityDate, certificateIssuer } = entry;
  const extensions: RawExtension[] = [
    ...(reason === undefined || reason === 'unspecified'
      ? []
      : [{ oid: OID.reasonCode, value: der.enumerated(REASON_CODE[reason]) }]),
    ...(invalidityDate === undefined
      ? []
      : [{ oid: OID.invalidityDate, value: der.generalizedTime(shifted(invalidityDate, {})) }]),
    ...(certificateIssuer === undefined
      ? []
      : [
          {
            oid: OID.certificateIssuer,
            critical: true,
            value: der.sequence(directoryName(certificateIssuer)),
          },
        ]),
    ...(entry.extensions ?? []),
  ];
  return der.sequence(
    der.integer(typeof certificate === 'bigint' ? certificate : certificate.serialNumber),
    der.time(entry.at),
    ...(extensions.length === 0 ? [] : [der.sequenceOf(extensions.map(encodeExtension))]),
  );
}
