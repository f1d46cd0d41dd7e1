import { der } from '../foundation/asn1/index.ts';
import { concatBytes, toHex, utf8 } from '../foundation/core/index.ts';
import { digest, signingSchemeOf } from '../foundation/crypto/index.ts';
import { certificateExtensions, encodeExtension } from './certificate-extensions.ts';
import type { CertificateOptions } from './certificate-options.ts';
import { makeIdentity, type TestIdentity } from './identity.ts';
import { encodeName } from './subject-name.ts';
import { makeTestKey, type TestAlgorithm, type TestKey } from './test-key.ts';
import { shifted } from './time-shift.ts';

/** What all certificates of one PKI share. */
export interface IssueContext {
  readonly algorithm: TestAlgorithm;
  readonly seed: string;
  readonly now: Date;
  readonly revocationUrls: boolean;
}

/** Makes a certificate with its key, as told: nothing stops a faulty one. */
export async function issueCertificate(
  context: IssueContext,
  issuer: TestIdentity | undefined,
  options: CertificateOptions,
): Promise<TestIdentity> {
  const key = await keyOf(context, options);
  const issuerKey = issuer?.key ?? key;
  const signingKey = options.faults?.signedBy ?? issuerKey;
  const subject = subjectOf(options);
  const algorithm = signingSchemeOf(signingKey.signatureAlgorithm).signatureAlgorithmIdentifier;
  const afterSerial = concatBytes(
    options.faults?.innerSignatureAlgorithm ?? algorithm,
    options.faults?.issuerName ?? issuer?.subject ?? subject,
    validityOf(context, options),
    subject,
    key.spki,
    extensionsOf(context, issuer, key, options),
  );
  const serialNumber = options.serialNumber ?? serialFor(context.seed, afterSerial);
  const version = options.version ?? 3;
  const tbs = der.sequence(
    ...(version === 1 ? [] : [der.explicit(0, der.integer(version - 1))]),
    der.integer(serialNumber),
    afterSerial,
  );
  const certificate = await signedObject(tbs, signingKey, options.faults?.corruptSignature);
  return makeIdentity({
    name: options.name,
    subject,
    certificate,
    serialNumber,
    key,
    slug: slugOf(options),
    ...(issuer === undefined ? {} : { issuer }),
  });
}

/** SEQUENCE { tbs, algorithm, value }: certificates, CRLs and OCSP responses share this shape. */
export async function signedObject(
  tbs: Uint8Array,
  key: TestKey,
  corrupt = false,
  certificates: Uint8Array = new Uint8Array(0),
): Promise<Uint8Array> {
  const value = await key.sign(tbs);
  // The last byte of s, or of the RSA number: the encoding stays sound.
  if (corrupt) value[value.length - 1]! ^= 1;
  const algorithm = signingSchemeOf(key.signatureAlgorithm).signatureAlgorithmIdentifier;
  return der.sequence(tbs, algorithm, der.bitString(value), certificates);
}

function keyOf(context: IssueContext, options: CertificateOptions): Promise<TestKey> | TestKey {
  const { key = options.name, algorithm = context.algorithm } = options;
  return typeof key === 'string' ? makeTestKey(algorithm, context.seed, key) : key;
}

function subjectOf({ name, subject = {} }: CertificateOptions): Uint8Array {
  if (subject instanceof Uint8Array) return subject;
  return encodeName({ country: 'CN', ...subject, commonName: name });
}

function validityOf({ now }: IssueContext, options: CertificateOptions): Uint8Array {
  const ca = options.ca === true;
  const notBefore = options.notBefore ?? shifted(now, ca ? { years: -3 } : { years: -1 });
  const notAfter = options.notAfter ?? shifted(now, ca ? { years: 7 } : { years: 2 });
  return der.sequence(der.time(notBefore), der.time(notAfter));
}

function extensionsOf(
  context: IssueContext,
  issuer: TestIdentity | undefined,
  key: TestKey,
  options: CertificateOptions,
): Uint8Array {
  if (options.version !== undefined && options.version !== 3) return new Uint8Array(0);
  const declared = context.revocationUrls && issuer !== undefined;
  const extensions = certificateExtensions(options.extensions ?? {}, {
    ca: options.ca === true,
    key,
    issuerKey: issuer?.key ?? key,
    ...(declared ? { issuerSlug: issuer.slug } : {}),
  });
  if (extensions.length === 0) return new Uint8Array(0);
  return der.explicit(3, der.sequenceOf(extensions.map(encodeExtension)));
}

/** 126 bits, positive, never with a leading zero octet; equal certificates have equal numbers. */
function serialFor(seed: string, content: Uint8Array): bigint {
  const bytes = digest('sha256', utf8(`${seed}\nserial\n`), content).slice(0, 16);
  bytes[0] = (bytes[0]! & 0x3f) | 0x40;
  return BigInt(`0x${toHex(bytes)}`);
}

/** Readable for named identities, a digest for names that a URL does not hold. */
function slugOf({ name, key }: CertificateOptions): string {
  const label = typeof key === 'string' ? key : name;
  return /^[A-Za-z0-9-]+$/.test(label) ? label : toHex(digest('sha256', utf8(label)).subarray(0, 8));
}
