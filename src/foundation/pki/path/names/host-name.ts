/** One label: letters, digits, hyphens inside; underscores are met in real names (RFC 1034 3.5, RFC 2181 11). */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** RFC 1035 2.3.4, without the root and as text. */
const MAX_LENGTH = 253;

/**
 * A host name in lower case; undefined for what is none: empty labels, a dot at the end, other characters.
 * Internationalized names stand as A-labels (RFC 9549 2.2) and are compared as such.
 */
export function parseHostName(text: string): string | undefined {
  if (text.length === 0 || text.length > MAX_LENGTH) return undefined;
  const lower = text.toLowerCase();
  // toLowerCase maps a few characters outside ASCII into it (K for kelvin): only ASCII may come in.
  if (lower.length !== text.length || !/^[!-~]+$/.test(text)) return undefined;
  return lower.split('.').every((label) => LABEL.test(label)) ? lower : undefined;
}

/** The host stands below the domain, at least one label more. */
export function isBelow(host: string, domain: string): boolean {
  return host.endsWith(`.${domain}`);
}

/** The last label is a number: an IPv4 address in one of its spellings, no host name (RFC 1123 2.1). */
export function looksLikeAddress(host: string): boolean {
  return /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/.test(host);
}
