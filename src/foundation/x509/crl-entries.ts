import { asTime, type Der, DerReader, readDer, readDerAt, TAG } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { checkEntry, EntryTraits } from './crl-entry-syntax.ts';
import { DerCursor } from './der-cursor.ts';
import { type Extension, parseExtensions } from './extension-list.ts';
import { type GeneralName, parseGeneralNames } from './general-name.ts';
import { readStructure } from './malformed.ts';
import { OID } from './oids.ts';
import { parseReasonCode, type RevocationReason } from './revocation-reason.ts';
import { SerialIndex } from './serial-index.ts';

/** One revoked certificate in a CRL. */
export interface RevokedEntry {
  readonly serialNumber: Uint8Array;
  readonly revocationDate: Date;
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
  /** Who issued the certificate, named here or by an entry before (RFC 5280 5.3.3); absent: the issuer of the CRL. */
  readonly certificateIssuer?: readonly GeneralName[];
  readonly extensions: ReadonlyMap<string, Extension>;
}

/** The entries of a CRL: checked once, kept as numbers, read in full when they are asked for. */
export interface CrlEntries {
  readonly size: number;
  /** OIDs of the critical extensions that entries carry. */
  readonly criticalEntryExtensions: ReadonlySet<string>;
  /** Entries with this serial number (content octets of the INTEGER) in their order. */
  entriesOf(serialNumber: Uint8Array): RevokedEntry[];
}

/** Entries of one CRL. The largest lists seen hold some hundred thousand; 20 octets an entry are the least. */
const MAX_ENTRIES = 4_000_000;

/** Reads revokedCertificates strictly: a malformed entry refuses the CRL. DER_INVALID, LIMIT_EXCEEDED. */
export function readCrlEntries(content: Uint8Array, version: number): CrlEntries {
  const cursor = new DerCursor(content);
  const traits = new EntryTraits();
  const issuers: number[] = [];
  let offsets = new Uint32Array(Math.min(MAX_ENTRIES, Math.ceil(content.length / 32)));
  let size = 0;
  for (let at = 0; at < content.length; size++) {
    if (size === offsets.length) offsets = grown(offsets);
    offsets[size] = at;
    cursor.read(at, content.length, 0x30);
    const { end } = cursor;
    checkEntry(cursor, cursor.start, end, version, traits);
    if (traits.namesIssuer) issuers.push(size);
    at = end;
  }
  let index: SerialIndex | undefined;
  return {
    size,
    criticalEntryExtensions: traits.critical,
    entriesOf(serialNumber): RevokedEntry[] {
      index ??= new SerialIndex(content, offsets.subarray(0, size));
      return index.find(serialNumber).map((n) => {
        const naming = lastUpTo(issuers, n);
        return readEntry(
          readDerAt(content, offsets[n]!),
          naming === undefined ? undefined : readDerAt(content, offsets[naming]!),
        );
      });
    },
  };
}

function grown(offsets: Uint32Array): Uint32Array<ArrayBuffer> {
  if (offsets.length >= MAX_ENTRIES) {
    throw new YinxinError('LIMIT_EXCEEDED', `a CRL of more than ${MAX_ENTRIES} entries is not read`, {
      details: { limit: 'crlEntries', allowed: MAX_ENTRIES },
    });
  }
  const out = new Uint32Array(Math.min(MAX_ENTRIES, Math.max(64, offsets.length * 2)));
  out.set(offsets);
  return out;
}

/** The last of the ascending numbers that is not above n. */
function lastUpTo(ascending: readonly number[], n: number): number | undefined {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= n) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1];
}

/** `naming`: the entry whose certificateIssuer holds here. */
function readEntry(value: Der, naming: Der | undefined): RevokedEntry {
  return readStructure('CERTIFICATE_INVALID', 'CRL entry', () => {
    const { serialNumber, revocationDate, extensions } = readParts(value);
    const reason = extensions.get(OID.reasonCode);
    const invalidity = extensions.get(OID.invalidityDate);
    const issuer = naming === undefined ? undefined : readParts(naming).extensions.get(OID.certificateIssuer);
    return {
      serialNumber,
      revocationDate,
      extensions,
      ...(reason === undefined ? {} : { reason: parseReasonCode(reason.value) }),
      ...(invalidity === undefined ? {} : { invalidityDate: asTime(readDer(invalidity.value)) }),
      ...(issuer === undefined ? {} : { certificateIssuer: parseGeneralNames(readDer(issuer.value)) }),
    };
  });
}

function readParts(value: Der): Pick<RevokedEntry, 'serialNumber' | 'revocationDate' | 'extensions'> {
  const reader = new DerReader(value, 'revokedCertificate');
  const serialNumber = reader.expect(TAG.integer).content;
  const revocationDate = asTime(reader.next());
  const list = reader.optional(TAG.sequence);
  return {
    serialNumber,
    revocationDate,
    extensions: list === undefined ? new Map<string, Extension>() : parseExtensions(list, []),
  };
}
