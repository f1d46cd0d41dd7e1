import { der } from '../../src/foundation/asn1/index.ts';
import { algorithmIdentifier } from '../../src/foundation/crypto/index.ts';
import { encodeName } from '../../src/testing/index.ts';

/** Every date of a CRL that is put together from its parts. */
export const WHEN: Date = new Date('2026-11-01T00:00:00Z');

/** Parts of an entry, as DER. */
export interface RawEntry {
  /** Default: INTEGER 7. */
  readonly serial?: Uint8Array;
  readonly date?: Uint8Array;
  readonly extensions?: readonly Uint8Array[];
  /** After all others. */
  readonly after?: Uint8Array;
}

/** Parts of a CRL, as DER; nothing is signed. */
export interface RawCrl {
  readonly entries?: readonly Uint8Array[];
  /** `false` leaves the version out: version 1. */
  readonly version?: Uint8Array | false;
  /** Default: one that nobody knows. */
  readonly extensions?: readonly Uint8Array[] | false;
  readonly nextUpdate?: Uint8Array;
}

/** One extension. */
export function rawExtension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  return der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

/** One entry, right or wrong. */
export function rawEntry({ serial, date, extensions, after }: RawEntry): Uint8Array {
  return der.sequence(
    serial ?? der.integer(7),
    date ?? der.time(WHEN),
    ...(extensions === undefined ? [] : [der.sequenceOf(extensions)]),
    ...(after === undefined ? [] : [after]),
  );
}

/** A CertificateList of these parts with a signature that is none. */
export function rawCrl({
  entries = [],
  version = der.integer(1),
  extensions,
  nextUpdate,
}: RawCrl): Uint8Array {
  const algorithm = algorithmIdentifier('1.2.840.10045.4.3.2');
  const list = extensions === undefined ? [rawExtension('1.2.3.4', der.null())] : extensions;
  const tbs = der.sequence(
    ...(version === false ? [] : [version]),
    algorithm,
    encodeName({ commonName: 'CA' }),
    der.time(WHEN),
    ...(nextUpdate === undefined ? [] : [nextUpdate]),
    ...(entries.length === 0 ? [] : [der.sequenceOf(entries)]),
    ...(version === false || list === false ? [] : [der.explicit(0, der.sequenceOf(list))]),
  );
  return der.sequence(tbs, algorithm, der.bitString(new Uint8Array(8)));
}
