import { der } from '../foundation/asn1/index.ts';
import type { KeyUsage } from '../foundation/x509/index.ts';

/** Names that a CA may or may not certify (RFC 5280 4.2.1.10). Directory names are given as DER. */
export interface SubtreeNames {
  readonly dns?: readonly string[];
  readonly email?: readonly string[];
  readonly uri?: readonly string[];
  readonly directory?: readonly Uint8Array[];
  /** Address and mask, 8 or 32 bytes; in subjectAltName the address alone. */
  readonly ip?: readonly Uint8Array[];
}

const USAGES: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** KeyUsage: a named BIT STRING without trailing zero bits (X.690 11.2.2). */
export function keyUsageValue(usages: readonly KeyUsage[]): Uint8Array {
  const bits = usages.map((usage) => USAGES.indexOf(usage));
  const last = Math.max(-1, ...bits);
  const bytes = new Uint8Array(Math.ceil((last + 1) / 8));
  for (const bit of bits) bytes[bit >> 3]! |= 0x80 >> (bit & 7);
  return der.bitString(bytes, last < 0 ? 0 : 7 - (last & 7));
}

/** BasicConstraints; a cA of FALSE is the default and stays unwritten (X.690 11.5). */
export function basicConstraintsValue(ca: boolean, pathLength: number | undefined): Uint8Array {
  return der.sequence(
    ...(ca ? [der.boolean(true)] : []),
    ...(pathLength === undefined ? [] : [der.integer(pathLength)]),
  );
}

/** A SEQUENCE OF OBJECT IDENTIFIER (extendedKeyUsage). */
export function oidsValue(oids: readonly string[]): Uint8Array {
  return der.sequenceOf(oids.map((oid) => der.oid(oid)));
}

/** CRLDistributionPoints: one point for each URL. */
export function distributionPointsValue(urls: readonly string[]): Uint8Array {
  return der.sequenceOf(urls.map((url) => der.sequence(distributionPointName(url))));
}

/** The fullName [0] inside distributionPoint [0] (CHOICE, hence explicit). */
function distributionPointName(url: string): Uint8Array {
  return der.explicit(0, der.implicit(0, der.sequence(uriName(url))));
}

/** AuthorityInfoAccessSyntax. */
export function authorityInfoAccessValue(ocsp: readonly string[], caIssuers: readonly string[]): Uint8Array {
  const entry = (method: string) => (url: string) => der.sequence(der.oid(method), uriName(url));
  return der.sequence(
    ...ocsp.map(entry('1.3.6.1.5.5.7.48.1')),
    ...caIssuers.map(entry('1.3.6.1.5.5.7.48.2')),
  );
}

/** AuthorityKeyIdentifier with the key identifier alone. */
export function authorityKeyIdentifierValue(keyIdentifier: Uint8Array): Uint8Array {
  return der.sequence(der.implicit(0, der.octetString(keyIdentifier)));
}

/** CertificatePolicies without qualifiers. */
export function policiesValue(policies: readonly string[]): Uint8Array {
  return der.sequenceOf(policies.map((oid) => der.sequence(der.oid(oid))));
}

/** PolicyMappings: pairs of issuer and subject domain. */
export function policyMappingsValue(pairs: readonly (readonly [string, string])[]): Uint8Array {
  return der.sequenceOf(pairs.map(([from, to]) => der.sequence(der.oid(from), der.oid(to))));
}

/** PolicyConstraints. */
export function policyConstraintsValue(
  requireExplicitPolicy: number | undefined,
  inhibitPolicyMapping: number | undefined,
): Uint8Array {
  const skip = (n: number, value: number | undefined): Uint8Array[] =>
    value === undefined ? [] : [der.implicit(n, der.integer(value))];
  return der.sequence(...skip(0, requireExplicitPolicy), ...skip(1, inhibitPolicyMapping));
}

/** NameConstraints. */
export function nameConstraintsValue(
  permitted: SubtreeNames | undefined,
  excluded: SubtreeNames | undefined,
): Uint8Array {
  const subtrees = (n: number, names: SubtreeNames | undefined): Uint8Array[] =>
    names === undefined
      ? []
      : [der.implicit(n, der.sequenceOf(generalNames(names).map((name) => der.sequence(name))))];
  return der.sequence(...subtrees(0, permitted), ...subtrees(1, excluded));
}

/** GeneralNames (subjectAltName). */
export function generalNamesValue(names: SubtreeNames): Uint8Array {
  return der.sequenceOf(generalNames(names));
}

function generalNames(names: SubtreeNames): Uint8Array[] {
  return [
    ...(names.email ?? []).map((name) => der.implicit(1, der.ia5String(name))),
    ...(names.dns ?? []).map((name) => der.implicit(2, der.ia5String(name))),
    ...(names.directory ?? []).map((name) => der.explicit(4, name)),
    ...(names.uri ?? []).map(uriName),
    ...(names.ip ?? []).map((address) => der.implicit(7, der.octetString(address))),
  ];
}

function uriName(url: string): Uint8Array {
  return der.implicit(6, der.ia5String(url));
}
