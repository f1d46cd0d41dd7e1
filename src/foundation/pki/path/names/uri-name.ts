import { isBelow, looksLikeAddress, parseHostName } from './host-name.ts';

/** A URI constraint: one host, or the hosts below a domain (RFC 5280 4.2.1.10). */
export interface UriDomain {
  readonly host: string;
  readonly belowOnly: boolean;
}

/** scheme "://" [userinfo "@"] host [":" port], then path, query or fragment (RFC 3986 3); nothing else in between. */
const AUTHORITY =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9._~!$&'()*+,;=:%-]*@)?([^@:/?#]*)(?::[0-9]*)?(?:[/?#]|$)/i;

/**
 * The host of a URI, in lower case. Undefined without an authority or where the host is no fully qualified name (an IP
 * address, one label, percent signs): RFC 5280 4.2.1.10 has such a certificate refused under a constraint.
 */
export function parseUriHost(text: string): string | undefined {
  const host = parseHostName(AUTHORITY.exec(text)?.[1] ?? '');
  return host === undefined || looksLikeAddress(host) || !host.includes('.') ? undefined : host;
}

/** Reads a URI constraint, which is a host and no URI; the empty one is not defined and cannot be compared. */
export function parseUriDomain(text: string): UriDomain | undefined {
  const belowOnly = text.startsWith('.');
  const host = parseHostName(belowOnly ? text.slice(1) : text);
  return host === undefined ? undefined : { host, belowOnly };
}

/** Without a leading period the constraint is that host alone. */
export function liesInUriDomain(host: string, domain: UriDomain): boolean {
  return domain.belowOnly ? isBelow(host, domain.host) : host === domain.host;
}
