import {
  asSmallInteger,
  asTime,
  type Der,
  DerReader,
  explicitOf,
  isUniversal,
  readDer,
  readDerAt,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { latin1, YinxinError } from '../core/index.ts';
import { type AlgorithmIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import { wholeBits } from './certificate.ts';
import { type Extension, parseExtensions } from './extension-list.ts';
import { readStructure } from './malformed.ts';
import { type Name, parseName } from './name.ts';
import { OID } from './oids.ts';

/** Reasons of revocation (RFC 5280 5.3.1). */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise';

const REASONS: readonly (RevocationReason | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/** One revoked certificate in a CRL. */
export interface RevokedEntry {
  readonly serialNumber: Uint8Array;
  readonly revocationDate: Date;
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
  readonly extensions: ReadonlyMap<string, Extension>;
}

/** A certificate revocation list as stored. Syntax only. */
export interface Crl {
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  readonly version: number;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Number of revoked certificates. */
  readonly size: number;
  /** Some entry carries a critical extension (an indirect CRL, or one nobody here understands). */
  readonly hasCriticalEntryExtensions: boolean;
  /** The entry of a certificate by the content octets of its serial number. */
  find(serialNumber: Uint8Array): RevokedEntry | undefined;
  readonly findings: readonly string[];
}

/** Reads a CertificateList (RFC 5280 5.1) strictly; every entry is read once. CERTIFICATE_INVALID names the CRL. */
export function parseCrl(bytes: Uint8Array): Crl {
  return readStructure('CERTIFICATE_INVALID', 'CRL', () => {
    const outer = readSequence(bytes, 'CertificateList');
    const tbs = outer.expect(TAG.sequence, 'tbsCertList');
    const signatureAlgorithm = parseAlgorithmIdentifier(outer.expect(TAG.sequence, 'signatureAlgorithm'));
    const signature = wholeBits(outer.expect(TAG.bitString, 'signatureValue'));
    outer.end();
    return { raw: bytes, tbs: tbs.raw, signatureAlgorithm, signature, ...readTbs(tbs) };
  });
}

/** Reason code from the value of a reasonCode extension or an OCSP RevokedInfo. */
export function reasonOf(code: number): RevocationReason {
  const reason = REASONS[code];
  if (reason === undefined) throw new YinxinError('DER_INVALID', `unknown revocation reason ${code}`);
  return reason;
}

function readTbs(value: Der): Omit<Crl, 'raw' | 'tbs' | 'signatureAlgorithm' | 'signature'> {
  const tbs = sequenceOf(value, 'TBSCertList');
  const findings: string[] = [];
  const versionField = tbs.optional(TAG.integer);
  const version = versionField === undefined ? 1 : asSmallInteger(versionField) + 1;
  if (version !== 1 && version !== 2) throw new YinxinError('DER_INVALID', 'CRL of an unknown version');
  const tbsSignatureAlgorithm = parseAlgorithmIdentifier(tbs.expect(TAG.sequence, 'signature'));
  const issuer = parseName(tbs.next('issuer'));
  const thisUpdate = asTime(tbs.next('thisUpdate'));
  const next = tbs.optional(TAG.utcTime) ?? tbs.optional(TAG.generalizedTime);
  const revoked = tbs.optional(TAG.sequence);
  const tagged = tbs.optionalContext(0);
  tbs.end();
  if (tagged !== undefined && version < 2)
    throw new YinxinError('DER_INVALID', 'CRL extensions before version 2');
  return {
    version,
    tbsSignatureAlgorithm,
    issuer,
    thisUpdate,
    ...(next === undefined ? {} : { nextUpdate: asTime(next) }),
    extensions: tagged === undefined ? new Map() : parseExtensions(explicitOf(tagged), findings),
    ...indexEntries(revoked, version),
    findings,
  };
}

/** One pass over the entries: where each serial stands. Entries are read in full when they are asked for. */
function indexEntries(
  revoked: Der | undefined,
  version: number,
): Pick<Crl, 'size' | 'hasCriticalEntryExtensions' | 'find'> {
  const offsets = new Map<string, number>();
  const content = revoked?.content ?? new Uint8Array(0);
  let size = 0;
  let critical = false;
  for (let at = 0; at < content.length; size++) {
    const entry = readDerAt(content, at);
    const reader = sequenceOf(entry, 'revokedCertificate');
    const serial = reader.expect(TAG.integer, 'userCertificate').content;
    asTime(reader.next('revocationDate'));
    const extensions = reader.optional(TAG.sequence);
    reader.end();
    if (extensions !== undefined) {
      if (version < 2) throw new YinxinError('DER_INVALID', 'CRL entry extensions before version 2');
      critical ||= [...parseExtensions(extensions, []).values()].some((e) => e.critical);
    }
    const key = latin1(serial);
    // The first entry of a serial counts; a second one can only repeat it.
    if (!offsets.has(key)) offsets.set(key, at);
    at += entry.raw.length;
  }
  return {
    size,
    hasCriticalEntryExtensions: critical,
    find(serialNumber): RevokedEntry | undefined {
      const at = offsets.get(latin1(serialNumber));
      return at === undefined ? undefined : readEntry(readDerAt(content, at));
    },
  };
}

function readEntry(value: Der): RevokedEntry {
  return readStructure('CERTIFICATE_INVALID', 'CRL entry', () => {
    const reader = new DerReader(value, 'revokedCertificate');
    const serialNumber = reader.expect(TAG.integer).content;
    const revocationDate = asTime(reader.next());
    const list = reader.optional(TAG.sequence);
    const extensions = list === undefined ? new Map<string, Extension>() : parseExtensions(list, []);
    const reason = extensions.get(OID.reasonCode);
    const invalidity = extensions.get(OID.invalidityDate);
    return {
      serialNumber,
      revocationDate,
      extensions,
      ...(reason === undefined ? {} : { reason: readReason(readDer(reason.value)) }),
      ...(invalidity === undefined ? {} : { invalidityDate: asTime(readDer(invalidity.value)) }),
    };
  });
}

function readReason(value: Der): RevocationReason {
  if (!isUniversal(value, TAG.enumerated))
    throw new YinxinError('DER_INVALID', 'reasonCode is not ENUMERATED');
  return reasonOf(asSmallInteger(value));
}

/** OIDs of the critical extensions of a structure. */
export function criticalExtensions(extensions: ReadonlyMap<string, Extension>): string[] {
  return [...extensions.values()].filter((e) => e.critical).map((e) => e.oid);
}
