import { isBelow, parseHostName } from './host-name.ts';

/** A dNSName of a certificate: a host, or all hosts one label below it. */
export interface DnsName {
  readonly host: string;
  readonly wildcard: boolean;
}

/** A dNSName constraint. */
export type DnsDomain =
  | { readonly kind: 'everything' }
  | { readonly kind: 'domain'; readonly host: string; readonly belowOnly: boolean };

/** Reads a dNSName; a wildcard may only be the whole first label (RFC 9525 6.3). */
export function parseDnsName(text: string): DnsName | undefined {
  const wildcard = text.startsWith('*.');
  const host = parseHostName(wildcard ? text.slice(2) : text);
  return host === undefined ? undefined : { host, wildcard };
}

/**
 * Reads a dNSName constraint: a domain with all below it, the empty one everything (RFC 5280 4.2.1.10). A leading
 * period, which the RFC does not define here, means what it means for URIs and as everybody reads it: below only.
 */
export function parseDnsDomain(text: string): DnsDomain | undefined {
  if (text === '') return { kind: 'everything' };
  const belowOnly = text.startsWith('.');
  const host = parseHostName(belowOnly ? text.slice(1) : text);
  return host === undefined ? undefined : { kind: 'domain', host, belowOnly };
}

/** Every host that the name stands for lies in the domain. */
export function liesInDomain({ host, wildcard }: DnsName, domain: DnsDomain): boolean {
  if (domain.kind === 'everything') return true;
  if (isBelow(host, domain.host)) return true;
  return host === domain.host && (wildcard || !domain.belowOnly);
}

/** Some host that the name stands for lies in the domain: `*.example.cn` reaches into an excluded `a.example.cn`. */
export function reachesIntoDomain(name: DnsName, domain: DnsDomain): boolean {
  if (liesInDomain(name, domain)) return true;
  if (!name.wildcard || domain.kind === 'everything' || domain.belowOnly) return false;
  return isBelow(domain.host, name.host) && !domain.host.slice(0, -(name.host.length + 1)).includes('.');
}
