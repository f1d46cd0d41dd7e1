import { der } from '../foundation/asn1/index.ts';
import { digest } from '../foundation/crypto/index.ts';
import { OID } from '../foundation/x509/index.ts';
import type { ExtensionName, ExtensionOptions, RawExtension } from './certificate-options.ts';
import { distributionPointsValue } from './distribution-points.ts';
import {
  authorityInfoAccessValue,
  authorityKeyIdentifierValue,
  basicConstraintsValue,
  keyUsageValue,
  oidsValue,
  policiesValue,
  policyConstraintsValue,
  policyMappingsValue,
} from './extension-values.ts';
import { generalNamesValue, nameConstraintsValue } from './general-names.ts';
import type { TestKey } from './test-key.ts';

/** What the default extensions follow from. */
export interface ExtensionContext {
  readonly ca: boolean;
  readonly key: TestKey;
  readonly issuerKey: TestKey;
  /** Slug of the issuer where revocation is declared; absent for roots and PKIs without URLs. */
  readonly issuerSlug?: string;
}

const HOST = 'http://pki.example.invalid';

/** Where the CRL of a CA is said to be. Nothing answers there. */
export function crlUrl(slug: string): string {
  return `${HOST}/${slug}.crl`;
}

/** Identifier of a key: the first 20 bytes of SHA-256 over its SPKI (RFC 7093, 2). */
export function keyIdentifier(key: TestKey): Uint8Array {
  return digest('sha256', key.spki).subarray(0, 20);
}

/** Extensions in the order of writing. */
export function certificateExtensions(options: ExtensionOptions, context: ExtensionContext): RawExtension[] {
  const values = extensionValues(options, context);
  const critical = { ...criticalByDefault(context), ...options.critical };
  const written = (Object.keys(EXTENSION_OID) as ExtensionName[]).flatMap((name) => {
    const value = values[name];
    return value === undefined
      ? []
      : [{ oid: EXTENSION_OID[name], critical: critical[name] ?? false, value }];
  });
  return [...written, ...(options.further ?? [])];
}

/** Extension, DER; a critical of FALSE is the default and stays unwritten. */
export function encodeExtension({ oid, critical, value }: RawExtension): Uint8Array {
  return der.sequence(
    der.oid(oid),
    ...(critical === true ? [der.boolean(true)] : []),
    der.octetString(value),
  );
}

const EXTENSION_OID: Readonly<Record<ExtensionName, string>> = {
  basicConstraints: OID.basicConstraints,
  keyUsage: OID.keyUsage,
  extendedKeyUsage: OID.extendedKeyUsage,
  subjectKeyIdentifier: OID.subjectKeyIdentifier,
  authorityKeyIdentifier: OID.authorityKeyIdentifier,
  crlDistributionPoints: OID.crlDistributionPoints,
  freshestCrl: OID.freshestCrl,
  authorityInfoAccess: OID.authorityInfoAccess,
  subjectAltName: OID.subjectAltName,
  certificatePolicies: OID.certificatePolicies,
  policyMappings: OID.policyMappings,
  policyConstraints: OID.policyConstraints,
  inhibitAnyPolicy: OID.inhibitAnyPolicy,
  nameConstraints: OID.nameConstraints,
  ocspNoCheck: OID.ocspNoCheck,
};

function criticalByDefault({ ca }: ExtensionContext): Partial<Record<ExtensionName, boolean>> {
  return {
    basicConstraints: ca,
    keyUsage: true,
    nameConstraints: true,
    policyMappings: true,
    policyConstraints: true,
    inhibitAnyPolicy: true,
  };
}

function extensionValues(
  options: ExtensionOptions,
  context: ExtensionContext,
): Partial<Record<ExtensionName, Uint8Array | undefined>> {
  const { ca, key, issuerKey } = context;
  const constraints = options.basicConstraints ?? (ca ? { ca } : false);
  const usage =
    options.keyUsage ?? (ca ? ['keyCertSign', 'cRLSign'] : ['digitalSignature', 'nonRepudiation']);
  const subjectId = options.subjectKeyIdentifier ?? keyIdentifier(key);
  const authorityId = options.authorityKeyIdentifier ?? keyIdentifier(issuerKey);
  const { policyConstraints: policy, nameConstraints: names } = options;
  return {
    basicConstraints:
      constraints === false ? undefined : basicConstraintsValue(constraints.ca, constraints.pathLength),
    keyUsage: usage === false ? undefined : keyUsageValue(usage),
    extendedKeyUsage: given(options.extendedKeyUsage, oidsValue),
    subjectKeyIdentifier: subjectId === false ? undefined : der.octetString(subjectId),
    authorityKeyIdentifier: authorityId === false ? undefined : authorityKeyIdentifierValue(authorityId),
    ...revocationValues(options, context),
    subjectAltName: given(options.subjectAltName, generalNamesValue),
    certificatePolicies: given(options.certificatePolicies, policiesValue),
    policyMappings: given(options.policyMappings, policyMappingsValue),
    policyConstraints: given(policy, (p) =>
      policyConstraintsValue(p.requireExplicitPolicy, p.inhibitPolicyMapping),
    ),
    inhibitAnyPolicy: given(options.inhibitAnyPolicy, (skip) => der.integer(skip)),
    nameConstraints: given(names, (n) => nameConstraintsValue(n.permitted, n.excluded)),
    ocspNoCheck: options.ocspNoCheck === true ? der.null() : undefined,
  };
}

function revocationValues(
  options: ExtensionOptions,
  { issuerSlug: slug }: ExtensionContext,
): Partial<Record<ExtensionName, Uint8Array | undefined>> {
  const points = options.crlDistributionPoints ?? (slug === undefined ? false : [crlUrl(slug)]);
  const access =
    options.authorityInfoAccess ??
    (slug === undefined ? false : { ocsp: [`${HOST}/ocsp`], caIssuers: [`${HOST}/${slug}.cer`] });
  return {
    crlDistributionPoints: points === false ? undefined : distributionPointsValue(points),
    freshestCrl: given(options.freshestCrl, distributionPointsValue),
    authorityInfoAccess:
      access === false ? undefined : authorityInfoAccessValue(access.ocsp ?? [], access.caIssuers ?? []),
  };
}

function given<T>(value: T | undefined, write: (value: T) => Uint8Array): Uint8Array | undefined {
  return value === undefined ? undefined : write(value);
}
