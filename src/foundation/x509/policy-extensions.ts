import {
  asOid,
  asUnsignedBytes,
  type Der,
  implicitAs,
  readDer,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';

/** The policy that stands for every policy (RFC 5280 4.2.1.4). */
export const ANY_POLICY = '2.5.29.32.0';

/** Under which policies a certificate was issued, or an issuer may issue (RFC 5280 4.2.1.4). */
export interface CertificatePolicies {
  readonly oids: ReadonlySet<string>;
  /** Kinds of qualifiers other than CPS pointer and user notice: nobody here can interpret them. */
  readonly unknownQualifiers: readonly string[];
}

/** Which policy of the subject's domain counts as which of the issuer's (RFC 5280 4.2.1.5). */
export interface PolicyMapping {
  readonly issuerDomain: string;
  readonly subjectDomain: string;
}

/** After how many certificates a policy is required, or mapping forbidden (RFC 5280 4.2.1.11). */
export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number;
  readonly inhibitPolicyMapping?: number;
}

const KNOWN_QUALIFIERS: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2']);

/** Policies or mappings in one certificate: real ones have at most a few dozen (bridge CAs). */
const MAX_POLICIES = 4096;

/**
 * certificatePolicies. A policy that comes twice (RFC 5280 4.2.1.4 forbids it) says nothing new, and an empty list of
 * qualifiers says nothing: findings.
 */
export function parseCertificatePolicies(value: Uint8Array, findings: string[]): CertificatePolicies {
  const list = readSequence(value, 'CertificatePolicies');
  const oids = new Set<string>();
  const unknown = new Set<string>();
  let entries = 0;
  while (!list.done) {
    const information = list.sequence('PolicyInformation');
    const oid = asOid(information.expect(TAG.oid, 'policyIdentifier'));
    const qualifiers = information.optional(TAG.sequence);
    information.end();
    if (oids.has(oid)) findings.push('CERTIFICATE_POLICY_REPEATED');
    oids.add(oid);
    if (qualifiers !== undefined) readQualifiers(qualifiers, unknown, findings);
    assertCount(++entries);
  }
  if (entries === 0) throw new YinxinError('DER_INVALID', 'certificatePolicies is empty');
  return { oids, unknownQualifiers: [...unknown] };
}

/** policyMappings. That no side is anyPolicy is a rule of the path (RFC 5280 6.1.4 (a)), not of the syntax. */
export function parsePolicyMappings(value: Uint8Array): PolicyMapping[] {
  const list = readSequence(value, 'PolicyMappings');
  const out: PolicyMapping[] = [];
  while (!list.done) {
    const pair = list.sequence('mapping');
    const issuerDomain = asOid(pair.expect(TAG.oid, 'issuerDomainPolicy'));
    const subjectDomain = asOid(pair.expect(TAG.oid, 'subjectDomainPolicy'));
    pair.end();
    out.push({ issuerDomain, subjectDomain });
    assertCount(out.length);
  }
  if (out.length === 0) throw new YinxinError('DER_INVALID', 'policyMappings is empty');
  return out;
}

/** policyConstraints: at least one of the two fields. */
export function parsePolicyConstraints(value: Uint8Array): PolicyConstraints {
  const reader = readSequence(value, 'PolicyConstraints');
  const explicit = reader.optionalContext(0);
  const mapping = reader.optionalContext(1);
  reader.end();
  if (explicit === undefined && mapping === undefined) {
    throw new YinxinError('DER_INVALID', 'PolicyConstraints is empty');
  }
  return {
    ...(explicit === undefined
      ? {}
      : { requireExplicitPolicy: readSkipCerts(implicitAs(explicit, TAG.integer)) }),
    ...(mapping === undefined
      ? {}
      : { inhibitPolicyMapping: readSkipCerts(implicitAs(mapping, TAG.integer)) }),
  };
}

/** inhibitAnyPolicy (RFC 5280 4.2.1.14). */
export function parseInhibitAnyPolicy(value: Uint8Array): number {
  return readSkipCerts(readDer(value));
}

/** SkipCerts, INTEGER (0..MAX): what is longer than any path is as good as infinite. */
function readSkipCerts(value: Der): number {
  const magnitude = asUnsignedBytes(value);
  if (magnitude.length > 4) return Number.MAX_SAFE_INTEGER;
  return magnitude.reduce((sum, b) => sum * 256 + b, 0);
}

function readQualifiers(value: Der, unknown: Set<string>, findings: string[]): void {
  const list = sequenceOf(value, 'policyQualifiers');
  if (list.done) findings.push('POLICY_QUALIFIERS_EMPTY');
  while (!list.done) {
    const item = list.sequence('PolicyQualifierInfo');
    const kind = asOid(item.expect(TAG.oid, 'policyQualifierId'));
    item.next('qualifier');
    item.end();
    if (!KNOWN_QUALIFIERS.has(kind)) unknown.add(kind);
  }
}

function assertCount(count: number): void {
  if (count > MAX_POLICIES) throw new YinxinError('DER_INVALID', `more than ${MAX_POLICIES} policies`);
}
