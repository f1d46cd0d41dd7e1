import type { Der, DerReader } from '../../foundation/asn1/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';

/** All children that are left, no more than `max`: millions of empty values fit into a small file. SEAL_INVALID. */
export function partsOf(reader: DerReader, max: number): Der[] {
  const out: Der[] = [];
  while (!reader.done) {
    if (out.length === max)
      throw new YinxinError('SEAL_INVALID', `${reader.name} has more than ${max} parts`);
    out.push(reader.next());
  }
  return out;
}
