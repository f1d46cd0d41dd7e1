import { der } from '../foundation/asn1/index.ts';
import type { RevocationReason } from '../foundation/x509/index.ts';
import { directoryName, generalNames, generalNamesValue, type SubtreeNames } from './general-names.ts';
import { namedBits } from './named-bits.ts';

/** A DistributionPointName: names, or an RDN (DER, a SET) below the name of the CRL issuer. */
export interface PointName {
  readonly fullName?: SubtreeNames;
  readonly relativeName?: Uint8Array;
}

/** One distribution point (RFC 5280 4.2.1.13). */
export interface DistributionPointOptions extends PointName {
  /** Reasons that the CRL of this point covers; absent: all. */
  readonly reasons?: readonly RevocationReason[];
  /** Names (DER) of the CRL issuer where it is another than the certificate's issuer (indirect CRLs). */
  readonly crlIssuer?: readonly Uint8Array[];
}

/** issuingDistributionPoint of a CRL (RFC 5280 5.2.5); an empty one narrows nothing. */
export interface IssuingDistributionPointOptions extends PointName {
  readonly onlyContainsUserCerts?: boolean;
  readonly onlyContainsCACerts?: boolean;
  readonly onlySomeReasons?: readonly RevocationReason[];
  readonly indirectCRL?: boolean;
  readonly onlyContainsAttributeCerts?: boolean;
}

/** Bits of ReasonFlags (RFC 5280 4.2.1.13). */
const REASON_FLAGS: readonly (RevocationReason | 'unused')[] = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];

/** CRLDistributionPoints (and freshestCRL): a URL stands for a point with that URL alone. */
export function distributionPointsValue(points: readonly (string | DistributionPointOptions)[]): Uint8Array {
  return der.sequenceOf(points.map(distributionPoint));
}

/** IssuingDistributionPoint; flags of FALSE are the default and stay unwritten. */
export function issuingDistributionPointValue(options: IssuingDistributionPointOptions): Uint8Array {
  const flag = (n: number, value: boolean | undefined): Uint8Array[] =>
    value === true ? [der.implicit(n, der.boolean(true))] : [];
  return der.sequence(
    ...pointName(options),
    ...flag(1, options.onlyContainsUserCerts),
    ...flag(2, options.onlyContainsCACerts),
    ...reasonFlags(3, options.onlySomeReasons),
    ...flag(4, options.indirectCRL),
    ...flag(5, options.onlyContainsAttributeCerts),
  );
}

function distributionPoint(point: string | DistributionPointOptions): Uint8Array {
  if (typeof point === 'string') return der.sequence(...pointName({ fullName: { uri: [point] } }));
  const { crlIssuer } = point;
  return der.sequence(
    ...pointName(point),
    ...reasonFlags(1, point.reasons),
    ...(crlIssuer === undefined ? [] : [der.implicit(2, der.sequenceOf(crlIssuer.map(directoryName)))]),
  );
}

/** distributionPoint [0]: DistributionPointName is a CHOICE, hence explicit. */
function pointName({ fullName, relativeName }: PointName): Uint8Array[] {
  if (fullName !== undefined && generalNames(fullName).length > 0)
    return [der.explicit(0, der.implicit(0, generalNamesValue(fullName)))];
  return relativeName === undefined ? [] : [der.explicit(0, der.implicit(1, relativeName))];
}

function reasonFlags(n: number, reasons: readonly RevocationReason[] | undefined): Uint8Array[] {
  if (reasons === undefined) return [];
  return [der.implicit(n, namedBits(reasons.map((reason) => REASON_FLAGS.indexOf(reason))))];
}
