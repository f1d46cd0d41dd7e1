import { der } from '../foundation/asn1/index.ts';
import { YinxinError } from '../foundation/core/index.ts';

/**
 * General names of all kinds (RFC 5280 4.2.1.6): alternative names, and the subtrees of name constraints (4.2.1.10).
 * Directory names are given as DER (`encodeName`). Written in the order of the fields.
 */
export interface SubtreeNames {
  readonly email?: readonly string[];
  readonly dns?: readonly string[];
  readonly directory?: readonly Uint8Array[];
  readonly uri?: readonly string[];
  /**
   * `192.0.2.1` or `2001:db8::1` as an alternative name, `192.0.2.0/24` or `2001:db8::/32` as a subtree; bytes are
   * written as they are.
   */
  readonly ip?: readonly (string | Uint8Array)[];
  /** `value` is the DER inside. */
  readonly otherName?: readonly { readonly oid: string; readonly value: Uint8Array }[];
  readonly registeredId?: readonly string[];
  /** Whole GeneralNames as given: x400Address, ediPartyName, malformed ones. */
  readonly raw?: readonly Uint8Array[];
}

/** GeneralNames (subjectAltName, fullName, crlIssuer …). */
export function generalNamesValue(names: SubtreeNames): Uint8Array {
  return der.sequenceOf(generalNames(names));
}

/** Each name, encoded. */
export function generalNames(names: SubtreeNames): Uint8Array[] {
  return [
    ...(names.email ?? []).map((name) => der.implicit(1, der.ia5String(name))),
    ...(names.dns ?? []).map((name) => der.implicit(2, der.ia5String(name))),
    ...(names.directory ?? []).map(directoryName),
    ...(names.uri ?? []).map(uriName),
    ...(names.ip ?? []).map((ip) => der.implicit(7, der.octetString(addressBytes(ip)))),
    ...(names.otherName ?? []).map(({ oid, value }) =>
      der.implicit(0, der.sequence(der.oid(oid), der.explicit(0, value))),
    ),
    ...(names.registeredId ?? []).map((oid) => der.implicit(8, der.oid(oid))),
    ...(names.raw ?? []),
  ];
}

/** A uniformResourceIdentifier. */
export function uriName(url: string): Uint8Array {
  return der.implicit(6, der.ia5String(url));
}

/** A directoryName: Name is a CHOICE, hence explicit. */
export function directoryName(name: Uint8Array): Uint8Array {
  return der.explicit(4, name);
}

/** NameConstraints. An empty `permitted` or `excluded` writes an empty list, which RFC 5280 forbids: a fault to make. */
export function nameConstraintsValue(
  permitted: SubtreeNames | undefined,
  excluded: SubtreeNames | undefined,
): Uint8Array {
  const subtrees = (n: number, names: SubtreeNames | undefined): Uint8Array[] =>
    names === undefined
      ? []
      : [der.implicit(n, der.sequenceOf(generalNames(names).map((name) => der.sequence(name))))];
  return der.sequence(...subtrees(0, permitted), ...subtrees(1, excluded));
}

/** Address, and mask where a prefix length is given. */
function addressBytes(ip: string | Uint8Array): Uint8Array {
  if (ip instanceof Uint8Array) return ip;
  const [text = '', prefix] = ip.split('/');
  const wide = text.includes(':');
  const address = wide ? ipv6(text) : text.split('.').map(Number);
  const masked = prefix === undefined ? [] : maskOf(address.length, Number(prefix));
  const bytes = [...address, ...masked];
  if (address.length !== (wide ? 16 : 4) || bytes.some((byte) => !(byte >= 0 && byte <= 255))) {
    throw new YinxinError('ARGUMENT_INVALID', `not an IP address: ${ip}`);
  }
  return Uint8Array.from(bytes);
}

function ipv6(text: string): number[] {
  const groups = (part: string): number[] =>
    part === ''
      ? []
      : part
          .split(':')
          .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
  const [head = '', tail] = text.split('::');
  if (tail === undefined) return groups(head);
  const [before, after] = [groups(head), groups(tail)];
  return [...before, ...new Array<number>(Math.max(0, 16 - before.length - after.length)).fill(0), ...after];
}

function maskOf(length: number, prefix: number): number[] {
  return Array.from({ length }, (_, i) => 0xff & (0xff00 >> Math.min(8, Math.max(0, prefix - 8 * i))));
}
