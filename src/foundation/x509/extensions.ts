import {
  asBitString,
  asOctetString,
  asOid,
  asSmallInteger,
  type Der,
  isUniversal,
  readDer,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { readDerBoolean } from './extension-list.ts';
import { type GeneralName, parseGeneralName, parseGeneralNames } from './general-name.ts';

/** Purposes of a key (RFC 5280 4.2.1.3). */
export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

const KEY_USAGES: readonly KeyUsage[] = [
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

/** Is this a CA, and how many CAs may follow it? */
export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength?: number;
}

/** Which key of the issuer signed (RFC 5280 4.2.1.1). */
export interface AuthorityKeyIdentifier {
  readonly keyIdentifier?: Uint8Array;
  readonly issuer?: readonly GeneralName[];
  /** Content octets of the INTEGER. */
  readonly serialNumber?: Uint8Array;
}

/** One place a CRL is said to be at (RFC 5280 4.2.1.13). */
export interface DistributionPoint {
  /** Names of the point; absent where it is given relative to the CRL issuer. */
  readonly fullName?: readonly GeneralName[];
  readonly relativeName?: Uint8Array;
  /** ReasonFlags as BIT STRING content; absent: all reasons. */
  readonly reasons?: Uint8Array;
  readonly crlIssuer?: readonly GeneralName[];
}

/** A service of the issuer (RFC 5280 4.2.2.1). */
export interface AccessDescription {
  readonly method: string;
  readonly location: GeneralName;
}

/** keyUsage. A BIT STRING with trailing zero bits is not minimal (X.690 11.2.2) but met in Chinese certificates: a finding. */
export function parseKeyUsage(value: Uint8Array, findings: string[]): Set<KeyUsage> {
  const { unusedBits, bytes } = asBitString(readDer(value));
  const last = bytes[bytes.length - 1];
  if (bytes.length > 0 && ((last! >> unusedBits) & 1) === 0) findings.push('KEY_USAGE_NOT_MINIMAL');
  const out = new Set<KeyUsage>();
  for (const [i, usage] of KEY_USAGES.entries()) {
    if (((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) out.add(usage);
  }
  return out;
}

/** basicConstraints. */
export function parseBasicConstraints(value: Uint8Array, findings: string[]): BasicConstraints {
  const reader = readSequence(value, 'BasicConstraints');
  const flag = reader.optional(TAG.boolean);
  const ca = flag !== undefined && readDerBoolean(flag, findings);
  const length = reader.optional(TAG.integer);
  reader.end();
  if (length === undefined) return { ca };
  const pathLength = asSmallInteger(length);
  if (pathLength < 0) throw new YinxinError('DER_INVALID', 'pathLenConstraint is negative');
  return { ca, pathLength };
}

/** extKeyUsage: at least one purpose. */
export function parseExtendedKeyUsage(value: Uint8Array): string[] {
  const purposes = readSequence(value, 'ExtKeyUsageSyntax').rest().map(asOid);
  if (purposes.length === 0) throw new YinxinError('DER_INVALID', 'extKeyUsage is empty');
  return purposes;
}

/** subjectKeyIdentifier. */
export function parseSubjectKeyIdentifier(value: Uint8Array): Uint8Array {
  return asOctetString(readDer(value));
}

/** authorityKeyIdentifier. */
export function parseAuthorityKeyIdentifier(value: Uint8Array): AuthorityKeyIdentifier {
  const reader = readSequence(value, 'AuthorityKeyIdentifier');
  const key = reader.optionalContext(0);
  const issuer = reader.optionalContext(1);
  const serial = reader.optionalContext(2);
  reader.end();
  return {
    ...(key === undefined ? {} : { keyIdentifier: key.content }),
    ...(issuer === undefined ? {} : { issuer: parseGeneralNames(issuer) }),
    ...(serial === undefined ? {} : { serialNumber: serial.content }),
  };
}

/** cRLDistributionPoints (and freshestCRL, of the same syntax). */
export function parseDistributionPoints(value: Uint8Array): DistributionPoint[] {
  const list = readSequence(value, 'CRLDistributionPoints');
  const out: DistributionPoint[] = [];
  while (!list.done) {
    const point = list.sequence('DistributionPoint');
    const name = point.optionalContext(0);
    const reasons = point.optionalContext(1);
    const issuer = point.optionalContext(2);
    point.end();
    out.push({
      ...(name === undefined ? {} : readPointName(name)),
      ...(reasons === undefined ? {} : { reasons: reasons.content }),
      ...(issuer === undefined ? {} : { crlIssuer: parseGeneralNames(issuer) }),
    });
  }
  if (out.length === 0) throw new YinxinError('DER_INVALID', 'cRLDistributionPoints is empty');
  return out;
}

/** authorityInfoAccess. */
export function parseAccessDescriptions(value: Uint8Array): AccessDescription[] {
  const list = readSequence(value, 'AuthorityInfoAccessSyntax');
  const out: AccessDescription[] = [];
  while (!list.done) {
    const item = list.sequence('AccessDescription');
    const method = asOid(item.expect(TAG.oid, 'accessMethod'));
    const location = parseGeneralName(item.next('accessLocation'));
    item.end();
    out.push({ method, location });
  }
  return out;
}

/** subjectAltName. An empty one says nothing and is met in genuine certificates: a finding. */
export function parseAlternativeNames(value: Uint8Array, findings: string[]): GeneralName[] {
  const names = sequenceOf(readDer(value), 'SubjectAltName').value;
  if (names.content.length > 0) return parseGeneralNames(names);
  findings.push('SUBJECT_ALT_NAME_EMPTY');
  return [];
}

/** DistributionPointName inside its [0] (RFC 5280 4.2.1.13); also in issuingDistributionPoint. */
export function readPointName(tagged: Der): Pick<DistributionPoint, 'fullName' | 'relativeName'> {
  const inner = readDer(tagged.content);
  if (
    inner.tagClass !== 'context' ||
    !inner.constructed ||
    isUniversal(inner, TAG.sequence) ||
    inner.tag > 1
  ) {
    throw new YinxinError('DER_INVALID', 'DistributionPointName is neither fullName nor relative');
  }
  return inner.tag === 0 ? { fullName: parseGeneralNames(inner) } : { relativeName: inner.raw };
}
