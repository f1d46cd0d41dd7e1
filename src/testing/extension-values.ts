import { der } from '../foundation/asn1/index.ts';
import type { KeyUsage } from '../foundation/x509/index.ts';
import { directoryName, uriName } from './general-names.ts';
import { namedBits } from './named-bits.ts';

/** Which key of the issuer signed: any of its key identifier, and its issuer's name (DER) with its serial number. */
export interface AuthorityKeyOptions {
  readonly keyIdentifier?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly serialNumber?: bigint;
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

/** KeyUsage. */
export function keyUsageValue(usages: readonly KeyUsage[]): Uint8Array {
  return namedBits(usages.map((usage) => USAGES.indexOf(usage)));
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

/** AuthorityInfoAccessSyntax. */
export function authorityInfoAccessValue(ocsp: readonly string[], caIssuers: readonly string[]): Uint8Array {
  const entry = (method: string) => (url: string) => der.sequence(der.oid(method), uriName(url));
  return der.sequence(
    ...ocsp.map(entry('1.3.6.1.5.5.7.48.1')),
    ...caIssuers.map(entry('1.3.6.1.5.5.7.48.2')),
  );
}

/** AuthorityKeyIdentifier in full; bytes are the key identifier alone. */
export function authorityKeyIdentifierValue(id: Uint8Array | AuthorityKeyOptions): Uint8Array {
  const { keyIdentifier, issuer, serialNumber } = id instanceof Uint8Array ? { keyIdentifier: id } : id;
  return der.sequence(
    ...(keyIdentifier === undefined ? [] : [der.implicit(0, der.octetString(keyIdentifier))]),
    ...(issuer === undefined ? [] : [der.implicit(1, der.sequence(directoryName(issuer)))]),
    ...(serialNumber === undefined ? [] : [der.implicit(2, der.integer(serialNumber))]),
  );
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
