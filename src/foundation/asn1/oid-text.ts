import { YinxinError } from '../core/index.ts';
import { BoundedCache } from '../platform/portable/index.ts';

/** Every structure names its parts by the same few dozen identifiers. */
const known = /* @__PURE__ */ new BoundedCache<string>(512);

/** Real identifiers have at most 30 octets; the bound keeps the cache small too. */
const MAX_OCTETS = 128;

/** Content octets of an OBJECT IDENTIFIER in dotted form (X.690 8.19); arcs of any size. DER_INVALID. */
export function oidText(content: Uint8Array): string {
  return known.get(content, () => dotted(content));
}

function dotted(content: Uint8Array): string {
  const last = content[content.length - 1];
  if (last === undefined || last >= 0x80 || content.length > MAX_OCTETS) {
    throw new YinxinError('DER_INVALID', 'OBJECT IDENTIFIER is malformed');
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  let start = true;
  for (const octet of content) {
    if (start && octet === 0x80) throw new YinxinError('DER_INVALID', 'OBJECT IDENTIFIER arc is not minimal');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    start = octet < 0x80;
    if (start) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const first = arcs[0]!;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...arcs.slice(1)].join('.');
}
