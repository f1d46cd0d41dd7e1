import { isUniversal, readDer, sequenceOf, TAG } from '../../foundation/asn1/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';

/** What a signed value is. Nothing outside it decides: Type in Signatures.xml is not signed. */
export type ValueKind = 'seal' | 'cms' | 'raw';

/** r ‖ s of SM2. */
const RAW_BYTES = 64;

/** The kind by shape; `undefined` for what is none of them. */
export function valueKindOf(value: Uint8Array): ValueKind | undefined {
  // BER with indefinite lengths: a CMS that its own reader refuses by name.
  if (value[0] === 0x30 && value[1] === 0x80) return 'cms';
  return derKind(value) ?? (value.length === RAW_BYTES ? 'raw' : undefined);
}

function derKind(value: Uint8Array): ValueKind | undefined {
  try {
    const outer = readDer(value);
    if (!isUniversal(outer, TAG.sequence)) return undefined;
    const parts = sequenceOf(outer);
    const first = parts.next();
    if (isUniversal(first, TAG.sequence)) return 'seal';
    if (isUniversal(first, TAG.oid)) return 'cms';
    const pair = isUniversal(first, TAG.integer) && isUniversal(parts.next(), TAG.integer) && parts.done;
    return pair ? 'raw' : undefined;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
