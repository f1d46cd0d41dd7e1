import { YinxinError } from '../../foundation/core/index.ts';
import {
  type CborKey,
  type CborTag,
  type CborValue,
  decodeCbor,
  encodeCbor,
  isCborTag,
} from '../cbor/index.ts';

/** COSE_Sign1 (RFC 9052 4.2) as it was read: original bytes beside what they mean. */
export interface CoseSign1 {
  /** The content of the protected bucket, as signed. */
  readonly protectedBytes: Uint8Array;
  readonly protectedHeader: ReadonlyMap<CborKey, CborValue>;
  readonly unprotectedHeader: ReadonlyMap<CborKey, CborValue>;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

const TAG_SIGN1 = 18;

/**
 * Reads COSE_Sign1, with or without its tag. Strict deterministic CBOR in the structure and in the protected bucket,
 * a payload inside, no header in both buckets (RFC 9052 3). The signature is not checked.
 * @throws CBOR_INVALID, or LIMIT_EXCEEDED above `maxBytes`.
 */
export function parseCoseSign1(bytes: Uint8Array, maxBytes: number): CoseSign1 {
  const whole = decodeCbor(bytes, { maxBytes });
  const value = isSign1Tag(whole) ? whole.value : whole;
  if (!Array.isArray(value) || value.length !== 4) throw invalid('four parts are needed');
  const [serialised, unprotectedHeader, payload, signature] = value as readonly CborValue[];
  if (!(serialised instanceof Uint8Array) || !(unprotectedHeader instanceof Map)) throw invalid('headers');
  if (!(payload instanceof Uint8Array)) throw invalid('the payload must stand inside');
  if (!(signature instanceof Uint8Array)) throw invalid('the signature is no byte string');
  const protectedHeader = parseProtected(serialised, maxBytes);
  // An empty bucket may be written as an empty map, and is signed as an empty string (RFC 9052 4.4).
  const protectedBytes = protectedHeader.size === 0 ? new Uint8Array(0) : serialised;
  for (const label of unprotectedHeader.keys()) {
    if (protectedHeader.has(label)) throw invalid('a header stands in both buckets');
  }
  return { protectedBytes, protectedHeader, unprotectedHeader, payload, signature };
}

/** The bytes of COSE_Sign1 without tag and with an empty unprotected bucket. */
export function encodeCoseSign1(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  signature: Uint8Array,
): Uint8Array {
  return encodeCbor([protectedBytes, new Map(), payload, signature]);
}

/** Sig_structure of COSE_Sign1 (RFC 9052 4.4): what is signed. */
export function sigStructure(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  externalAad: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return encodeCbor(['Signature1', protectedBytes, externalAad, payload]);
}

function parseProtected(bytes: Uint8Array, maxBytes: number): ReadonlyMap<CborKey, CborValue> {
  if (bytes.length === 0) return new Map();
  const header = decodeCbor(bytes, { maxBytes });
  if (!(header instanceof Map)) throw invalid('the protected bucket is no map');
  return header;
}

function isSign1Tag(value: CborValue): value is CborTag {
  return isCborTag(value) && value.tag === TAG_SIGN1;
}

function invalid(why: string): YinxinError {
  return new YinxinError('CBOR_INVALID', `COSE_Sign1: ${why} (RFC 9052)`);
}
