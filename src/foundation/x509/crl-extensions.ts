import { asInteger, asTime, type DerReader, readDer, readSequence } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { type Extension, readDerBoolean } from './extension-list.ts';
import {
  type AuthorityKeyIdentifier,
  type DistributionPoint,
  parseAuthorityKeyIdentifier,
  parseDistributionPoints,
  readPointName,
} from './extensions.ts';
import { OID } from './oids.ts';
import { parseReasonFlags, type RevocationReason } from './revocation-reason.ts';

/** What a CRL covers (RFC 5280 5.2.5). Absent or false: not narrowed in that way. */
export interface IssuingDistributionPoint extends Pick<DistributionPoint, 'fullName' | 'relativeName'> {
  readonly onlyContainsUserCerts: boolean;
  readonly onlyContainsCaCerts: boolean;
  readonly onlyContainsAttributeCerts: boolean;
  readonly onlySomeReasons?: ReadonlySet<RevocationReason>;
  /** Entries may be about certificates of other issuers. */
  readonly indirectCrl: boolean;
}

/** Extensions of a CRL that are read (RFC 5280 5.2). */
export interface CrlExtensions {
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier;
  readonly crlNumber?: bigint;
  /** deltaCRLIndicator: the number of the base. Present: this is no complete CRL. */
  readonly baseCrlNumber?: bigint;
  readonly issuingDistributionPoint?: IssuingDistributionPoint;
  readonly freshestCrl?: readonly DistributionPoint[];
  /** expiredCertsOnCRL (X.509 9.5.2.8): certificates that expired since then are kept in the list. */
  readonly keepsExpiredSince?: Date;
}

/** Octets of a CRL number (RFC 5280 5.2.3). */
const MAX_NUMBER_OCTETS = 20;

/** Reads the known extensions of a CRL; a malformed one refuses the CRL. DER_INVALID. */
export function readCrlExtensions(
  extensions: ReadonlyMap<string, Extension>,
  findings: string[],
): CrlExtensions {
  const read = <T>(oid: string, parse: (value: Uint8Array, findings: string[]) => T): T | undefined => {
    const extension = extensions.get(oid);
    return extension === undefined ? undefined : parse(extension.value, findings);
  };
  const known = {
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, parseAuthorityKeyIdentifier),
    crlNumber: read(OID.crlNumber, parseCrlNumber),
    baseCrlNumber: read(OID.deltaCrlIndicator, parseCrlNumber),
    issuingDistributionPoint: read(OID.issuingDistributionPoint, parseIssuingDistributionPoint),
    freshestCrl: read(OID.freshestCrl, parseDistributionPoints),
    keepsExpiredSince: read(OID.expiredCertsOnCrl, (value) => asTime(readDer(value))),
  };
  return Object.fromEntries(Object.entries(known).filter(([, v]) => v !== undefined));
}

/** cRLNumber and deltaCRLIndicator: an INTEGER (0..MAX) of at most 20 octets (RFC 5280 5.2.3). */
export function parseCrlNumber(value: Uint8Array): bigint {
  const number = readDer(value);
  const n = asInteger(number);
  if (n < 0n || number.content.length > MAX_NUMBER_OCTETS + 1)
    throw new YinxinError('DER_INVALID', 'CRL number is negative or too long');
  return n;
}

/** issuingDistributionPoint. Two of the three `onlyContains` together cover nothing: refused (RFC 5280 5.2.5). */
export function parseIssuingDistributionPoint(
  value: Uint8Array,
  findings: string[],
): IssuingDistributionPoint {
  const reader = readSequence(value, 'IssuingDistributionPoint');
  // RFC 5280 5.2.5: an empty sequence must not be issued; it narrows nothing.
  if (reader.done) findings.push('ISSUING_DISTRIBUTION_POINT_EMPTY');
  const name = reader.optionalContext(0);
  const onlyContainsUserCerts = readFlag(reader, 1, findings);
  const onlyContainsCaCerts = readFlag(reader, 2, findings);
  const reasons = reader.optionalContext(3);
  const indirectCrl = readFlag(reader, 4, findings);
  const onlyContainsAttributeCerts = readFlag(reader, 5, findings);
  reader.end();
  const only = [onlyContainsUserCerts, onlyContainsCaCerts, onlyContainsAttributeCerts];
  if (only.filter(Boolean).length > 1)
    throw new YinxinError('DER_INVALID', 'IssuingDistributionPoint excludes all certificates');
  return {
    ...(name === undefined ? {} : readPointName(name)),
    onlyContainsUserCerts,
    onlyContainsCaCerts,
    onlyContainsAttributeCerts,
    ...(reasons === undefined ? {} : { onlySomeReasons: parseReasonFlags(reasons.content) }),
    indirectCrl,
  };
}

/** [n] IMPLICIT BOOLEAN DEFAULT FALSE. */
function readFlag(reader: DerReader, n: number, findings: string[]): boolean {
  const flag = reader.optionalContext(n);
  if (flag === undefined) return false;
  if (flag.constructed || flag.content.length !== 1)
    throw new YinxinError('DER_INVALID', 'BOOLEAN is malformed');
  return readDerBoolean(readDer(Uint8Array.of(1, 1, flag.content[0]!)), findings);
}
