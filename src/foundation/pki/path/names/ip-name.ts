/** A range of addresses: both arrays of 4 or 16 octets. */
export interface IpRange {
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
}

/** An iPAddress: 4 or 16 octets (RFC 5280 4.2.1.6). */
export function parseAddress(octets: Uint8Array): Uint8Array | undefined {
  return octets.length === 4 || octets.length === 16 ? octets : undefined;
}

/** An iPAddress constraint: address and mask in the style of CIDR (RFC 5280 4.2.1.10), the mask without holes. */
export function parseIpRange(octets: Uint8Array): IpRange | undefined {
  if (octets.length !== 8 && octets.length !== 32) return undefined;
  const half = octets.length / 2;
  const mask = octets.subarray(half);
  return isPrefix(mask) ? { address: octets.subarray(0, half), mask } : undefined;
}

/** IPv4 and IPv6 are one form of name: an address of the other version lies outside. */
export function liesInRange(address: Uint8Array, range: IpRange): boolean {
  if (address.length !== range.address.length) return false;
  return range.mask.every((m, i) => (address[i]! & m) === (range.address[i]! & m));
}

function isPrefix(mask: Uint8Array): boolean {
  const bits = [...mask].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}
