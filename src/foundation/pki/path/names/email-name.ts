import { isBelow, parseHostName } from './host-name.ts';
import type { Placement } from './placement.ts';

/** A mailbox: its local part as written, its host in lower case. */
export interface Mailbox {
  readonly local: string;
  /** The local part is a quoted string: other spellings of it may mean the same mailbox. */
  readonly quoted: boolean;
  readonly host: string;
}

/** An rfc822Name constraint: one mailbox, all on one host, or all on the hosts below a domain. */
export type MailDomain =
  | { readonly kind: 'mailbox'; readonly mailbox: Mailbox }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'below'; readonly host: string };

/** Atoms between dots (RFC 5322 3.2.3), with characters outside ASCII for internationalized mailboxes (RFC 6531 3.3). */
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u0080-\u{10ffff}-]+)*$/u;
const QUOTED = /^"(?:[^"\\]|\\[ -~])*"$/u;

/**
 * Reads a Mailbox (RFC 5321 4.1.2). Undefined where the local part is neither atoms nor quoted, and without a host
 * name: an address literal cannot be compared.
 */
export function parseMailbox(text: string): Mailbox | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const host = parseHostName(text.slice(at + 1));
  const quoted = QUOTED.test(local);
  if (host === undefined || !(quoted || DOT_ATOM.test(local))) return undefined;
  return { local, quoted, host };
}

/** Reads an rfc822Name constraint (RFC 5280 4.2.1.10); the empty one is not defined and cannot be compared. */
export function parseMailDomain(text: string): MailDomain | undefined {
  if (text.includes('@')) {
    const mailbox = parseMailbox(text);
    return mailbox === undefined || mailbox.quoted ? undefined : { kind: 'mailbox', mailbox };
  }
  const below = text.startsWith('.');
  const host = parseHostName(below ? text.slice(1) : text);
  return host === undefined ? undefined : { kind: below ? 'below' : 'host', host };
}

/** The local part counts as written, the host without case (RFC 5280 7.5). */
export function placeMailbox(mailbox: Mailbox, domain: MailDomain): Placement {
  switch (domain.kind) {
    case 'host':
      return mailbox.host === domain.host ? 'inside' : 'outside';
    case 'below':
      return isBelow(mailbox.host, domain.host) ? 'inside' : 'outside';
    case 'mailbox':
      if (mailbox.host !== domain.mailbox.host) return 'outside';
      if (mailbox.quoted) return 'undecidable';
      return mailbox.local === domain.mailbox.local ? 'inside' : 'outside';
  }
}
