import {
  asSmallInteger,
  asTime,
  type Der,
  explicitOf,
  readSequence,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { type AlgorithmIdentifier, parseAlgorithmIdentifier } from '../crypto/index.ts';
import { wholeBits } from './certificate.ts';
import { type CrlEntries, type RevokedEntry, readCrlEntries } from './crl-entries.ts';
import { type CrlExtensions, readCrlExtensions } from './crl-extensions.ts';
import { type Extension, parseExtensions } from './extension-list.ts';
import { readStructure } from './malformed.ts';
import { type Name, parseName } from './name.ts';

/** A certificate revocation list as stored. Syntax only: nothing here says that it is right, complete or fresh. */
export interface Crl extends CrlExtensions, CrlEntries {
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
  /** The first entry with this serial number (content octets of the INTEGER), whoever issued the certificate. */
  find(serialNumber: Uint8Array): RevokedEntry | undefined;
  /** Tolerated quirks by name. */
  readonly findings: readonly string[];
}

/**
 * Reads a CertificateList (RFC 5280 5.1) strictly; every entry is checked once and read in full only when it is asked
 * for, found by its serial number in constant time. CERTIFICATE_INVALID names the CRL; LIMIT_EXCEEDED.
 */
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

/** OIDs of the critical extensions of a structure. */
export function criticalExtensions(extensions: ReadonlyMap<string, Extension>): string[] {
  return [...extensions.values()].filter((e) => e.critical).map((e) => e.oid);
}

function readTbs(value: Der): Omit<Crl, 'raw' | 'tbs' | 'signatureAlgorithm' | 'signature'> {
  const tbs = sequenceOf(value, 'TBSCertList');
  const findings: string[] = [];
  const versionField = tbs.optional(TAG.integer);
  const version = versionField === undefined ? 1 : asSmallInteger(versionField) + 1;
  if (version !== 1 && version !== 2) throw new YinxinError('DER_INVALID', 'CRL of an unknown version');
  // Version 1 is the default and would not be written (X.690 11.5).
  if (versionField !== undefined && version === 1) findings.push('DEFAULT_VALUE_ENCODED');
  const tbsSignatureAlgorithm = parseAlgorithmIdentifier(tbs.expect(TAG.sequence, 'signature'));
  const issuer = parseName(tbs.next('issuer'));
  const thisUpdate = asTime(tbs.next('thisUpdate'));
  const next = tbs.optional(TAG.utcTime) ?? tbs.optional(TAG.generalizedTime);
  const revoked = tbs.optional(TAG.sequence);
  const tagged = tbs.optionalContext(0);
  tbs.end();
  if (tagged !== undefined && version < 2)
    throw new YinxinError('DER_INVALID', 'CRL extensions before version 2');
  const extensions =
    tagged === undefined ? new Map<string, Extension>() : parseExtensions(explicitOf(tagged), findings);
  const entries = readCrlEntries(revoked?.content ?? new Uint8Array(0), version);
  return {
    version,
    tbsSignatureAlgorithm,
    issuer,
    thisUpdate,
    ...(next === undefined ? {} : { nextUpdate: asTime(next) }),
    extensions,
    ...readCrlExtensions(extensions, findings),
    ...entries,
    find: (serialNumber) => entries.entriesOf(serialNumber)[0],
    findings,
  };
}
