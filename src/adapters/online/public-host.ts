/**
 * A host that an address out of a file may name: what a certificate says must not lead a server into its own network.
 * Names count as they are written: whoever must also refuse names that resolve to private addresses gives a `fetch` that
 * does.
 */
export function isPublicHost({ hostname }: URL): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1));
  // The URL parser has written every form of an IPv4 address as four numbers.
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1).map(Number);
  if (octets !== undefined) return isPublicIpv4(octets as [number, number, number, number]);
  return host.includes('.') && !PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix));
}

/** RFC 6761, RFC 6762, RFC 8375 and what clouds give to themselves. */
const PRIVATE_SUFFIXES = ['.localhost', '.local', '.internal', '.home.arpa', '.localdomain'];

/** Special-purpose addresses (RFC 6890): private, loopback, link-local, shared, benchmarking, multicast and above. */
function isPublicIpv4([a, b, c]: readonly [number, number, number, number]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 100 && b >= 64 && b < 128) || (a === 169 && b === 254)) return false;
  if ((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return false;
  return !((a === 192 && b === 0 && c === 0) || (a === 198 && (b === 18 || b === 19)));
}

/** Global unicast (2000::/3) alone, without the forms that carry an IPv4 address (6to4, Teredo). */
function isPublicIpv6(host: string): boolean {
  return /^[23][0-9a-f]{3}:/.test(host) && !/^(2002:|2001:0?:|2001::)/.test(host);
}
