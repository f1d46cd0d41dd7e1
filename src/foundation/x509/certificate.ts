import {
  asBitString,
  asSmallInteger,
  asTime,
  type Der,
  type DerReader,
  explicitOf,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import {
  type AlgorithmIdentifier,
  type PublicKey,
  parseAlgorithmIdentifier,
  parsePublicKey,
} from '../crypto/index.ts';
import { type Extension, parseExtensions } from './extension-list.ts';
import {
  type AccessDescription,
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  type DistributionPoint,
  type KeyUsage,
  parseAccessDescriptions,
  parseAlternativeNames,
  parseAuthorityKeyIdentifier,
  parseBasicConstraints,
  parseDistributionPoints,
  parseExtendedKeyUsage,
  parseKeyUsage,
  parseSubjectKeyIdentifier,
} from './extensions.ts';
import type { GeneralName } from './general-name.ts';
import { readStructure } from './malformed.ts';
import { type Name, parseName } from './name.ts';
import { OID } from './oids.ts';

/** A certificate as stored. Syntax only: nothing here says that it is right or believed. */
export interface Certificate {
  readonly raw: Uint8Array;
  /** Original bytes of TBSCertificate: what the issuer signed. */
  readonly tbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Content octets of the INTEGER, as stored (two's complement). */
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  /** A copy at each asking, as `notAfter`: dates can be written to. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** Content of the subjectPublicKey BIT STRING (RFC 6960 4.1.1 hashes it). */
  readonly publicKeyBits: Uint8Array;
  /** Parsed at first use; throws KEY_INVALID there. */
  readonly publicKey: PublicKey;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** The algorithm inside the signed part; must equal the one outside (RFC 5280 4.1.1.2): checked by `verifyIssuedBy`. */
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly basicConstraints?: BasicConstraints | undefined;
  readonly keyUsage?: ReadonlySet<KeyUsage> | undefined;
  readonly extendedKeyUsage?: readonly string[] | undefined;
  readonly subjectKeyIdentifier?: Uint8Array | undefined;
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier | undefined;
  readonly subjectAltNames?: readonly GeneralName[] | undefined;
  readonly crlDistributionPoints?: readonly DistributionPoint[] | undefined;
  readonly authorityInfoAccess?: readonly AccessDescription[] | undefined;
  /** id-pkix-ocsp-nocheck (RFC 6960 4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
  /** Tolerated quirks by name (KEY_USAGE_NOT_MINIMAL, DEFAULT_VALUE_ENCODED, …). */
  readonly findings: readonly string[];
}

/** RFC 5280 4.1.2.2 allows 20 octets; longer ones are met, and a finding. */
const MAX_SERIAL_OCTETS = 20;

/**
 * Reads one X.509 certificate strictly (RFC 5280 4.1), keeping the original bytes. Duplicate extensions, extensions
 * before version 3, unused bits in the signature and malformed known extensions are refused: CERTIFICATE_INVALID.
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  return readStructure('CERTIFICATE_INVALID', 'certificate', () => {
    const outer = readSequence(bytes, 'Certificate');
    const tbs = outer.expect(TAG.sequence, 'tbsCertificate');
    const signatureAlgorithm = parseAlgorithmIdentifier(outer.expect(TAG.sequence, 'signatureAlgorithm'));
    const signature = wholeBits(outer.expect(TAG.bitString, 'signatureValue'));
    outer.end();
    return new ParsedCertificate(bytes, tbs, signatureAlgorithm, signature);
  });
}

/** The octets of a BIT STRING that must be whole octets. */
export function wholeBits(value: Der): Uint8Array {
  const { unusedBits, bytes } = asBitString(value);
  if (unusedBits !== 0)
    throw new YinxinError('DER_INVALID', 'BIT STRING of a key or value is not whole octets');
  return bytes;
}

/** All but the key is read, and refused, when it is made. A class: its objects share one layout. */
class ParsedCertificate implements Certificate {
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  readonly version: number;
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  readonly spki: Uint8Array;
  readonly publicKeyBits: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly basicConstraints: BasicConstraints | undefined;
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined;
  readonly subjectAltNames: readonly GeneralName[] | undefined;
  readonly crlDistributionPoints: readonly DistributionPoint[] | undefined;
  readonly authorityInfoAccess: readonly AccessDescription[] | undefined;
  readonly ocspNoCheck: boolean;
  readonly findings: string[] = [];
  readonly #notBefore: number;
  readonly #notAfter: number;
  #publicKey: PublicKey | undefined;

  constructor(raw: Uint8Array, value: Der, signatureAlgorithm: AlgorithmIdentifier, signature: Uint8Array) {
    this.raw = raw;
    this.tbs = value.raw;
    this.signatureAlgorithm = signatureAlgorithm;
    this.signature = signature;
    const tbs = sequenceOf(value, 'TBSCertificate');
    this.version = readVersion(tbs);
    this.serialNumber = readSerial(tbs.expect(TAG.integer, 'serialNumber'), this.findings);
    this.tbsSignatureAlgorithm = parseAlgorithmIdentifier(tbs.expect(TAG.sequence, 'signature'));
    this.issuer = parseName(tbs.next('issuer'));
    const validity = tbs.sequence('validity');
    this.#notBefore = asTime(validity.next('notBefore')).getTime();
    this.#notAfter = asTime(validity.next('notAfter')).getTime();
    validity.end();
    this.subject = parseName(tbs.next('subject'));
    const key = tbs.expect(TAG.sequence, 'subjectPublicKeyInfo');
    this.spki = key.raw;
    this.publicKeyBits = readKeyBits(key);
    this.extensions = readTail(tbs, this.version, this.findings);
    this.basicConstraints = this.#known(OID.basicConstraints, parseBasicConstraints);
    this.keyUsage = this.#known(OID.keyUsage, parseKeyUsage);
    this.extendedKeyUsage = this.#known(OID.extendedKeyUsage, parseExtendedKeyUsage);
    this.subjectKeyIdentifier = this.#known(OID.subjectKeyIdentifier, parseSubjectKeyIdentifier);
    this.authorityKeyIdentifier = this.#known(OID.authorityKeyIdentifier, parseAuthorityKeyIdentifier);
    this.subjectAltNames = this.#known(OID.subjectAltName, parseAlternativeNames);
    this.crlDistributionPoints = this.#known(OID.crlDistributionPoints, parseDistributionPoints);
    this.authorityInfoAccess = this.#known(OID.authorityInfoAccess, parseAccessDescriptions);
    this.ocspNoCheck = this.extensions.has(OID.ocspNoCheck);
  }

  get notBefore(): Date {
    return new Date(this.#notBefore);
  }

  get notAfter(): Date {
    return new Date(this.#notAfter);
  }

  get publicKey(): PublicKey {
    this.#publicKey ??= parsePublicKey(this.spki);
    return this.#publicKey;
  }

  #known<T>(oid: string, parse: (value: Uint8Array, findings: string[]) => T): T | undefined {
    const extension = this.extensions.get(oid);
    return extension === undefined ? undefined : parse(extension.value, this.findings);
  }
}

function readVersion(tbs: DerReader): number {
  const tagged = tbs.optionalContext(0);
  if (tagged === undefined) return 1;
  const version = asSmallInteger(explicitOf(tagged)) + 1;
  if (version === 1 || version === 2 || version === 3) return version;
  throw new YinxinError('DER_INVALID', 'certificate of an unknown version');
}

function readSerial(value: Der, findings: string[]): Uint8Array {
  const octets = value.content;
  if (octets.length === 0) throw new YinxinError('DER_INVALID', 'serialNumber is empty');
  const padded =
    octets.length > 1 &&
    ((octets[0] === 0 && octets[1]! < 0x80) || (octets[0] === 0xff && octets[1]! >= 0x80));
  if (padded) throw new YinxinError('DER_INVALID', 'serialNumber is not minimal');
  if (octets.length > MAX_SERIAL_OCTETS + 1) findings.push('SERIAL_NUMBER_TOO_LONG');
  if (octets[0]! >= 0x80) findings.push('SERIAL_NUMBER_NEGATIVE');
  return octets;
}

function readKeyBits(value: Der): Uint8Array {
  const key = sequenceOf(value, 'SubjectPublicKeyInfo');
  key.expect(TAG.sequence, 'algorithm');
  const bits = wholeBits(key.expect(TAG.bitString, 'subjectPublicKey'));
  key.end();
  return bits;
}

function readTail(tbs: DerReader, version: number, findings: string[]): Map<string, Extension> {
  const unique = [tbs.optionalContext(1), tbs.optionalContext(2)].some((id) => id !== undefined);
  const tagged = tbs.optionalContext(3);
  tbs.end();
  if (unique && version < 2) throw new YinxinError('DER_INVALID', 'unique identifiers before version 2');
  if (tagged === undefined) return new Map();
  if (version < 3) throw new YinxinError('DER_INVALID', 'extensions before version 3');
  return parseExtensions(explicitOf(tagged), findings);
}
