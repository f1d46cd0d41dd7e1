/** A tagged value (RFC 8949 3.4). */
export interface CborTag {
  readonly tag: number;
  readonly value: CborValue;
}

/** Keys of maps: integers and texts are all that our structures use. */
export type CborKey = number | string;

/** Values of deterministic CBOR. Integers are safe integers; floats do not occur in what we sign. */
export type CborValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<CborKey, CborValue>
  | CborTag;

/** True for a {@link CborTag}. */
export function isCborTag(value: CborValue): value is CborTag {
  return typeof value === 'object' && value !== null && 'tag' in value;
}
