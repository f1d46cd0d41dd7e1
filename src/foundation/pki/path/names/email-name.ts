import { isBelow, parseHostName } from './host-name.ts';
import type { Placement } from './name-form.ts';

/** A mailbox: its local part as written, its host in lower case. */
export interface Mailbox {
  readonly local: string;
  /** The local part is a quoted string or otherwise no dot-atom: other spellings of it may mean the same mailbox. */
  readonly unusual: boolean;
  readonly host: string;
}

/** An rfc822Name constraint: one mailbox, all on one host, or all on the hosts below a domain. */
export type MailDomain =
  | { readonly kind: 'mailbox'; readonly mailbox: Mailbox }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'below'; readonly host: string };

const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** Reads a Mailbox (RFC 5321 4.1.2); undefined without a host name: an address literal cannot be compared. */
export function parseMailbox(text: string): Mailbox | undefined {
  const at = text.lastIndexOf('@');
  if (at <= 0) return undefined;
  const host = parseHostName(text.slice(at + 1));
  const local = text.slice(0, at);
  return host === undefined ? undefined : { local, unusual: !DOT_ATOM.test(local), host };
}

/** Reads an rfc822Name constraint (RFC 5280 4.2.1.10); the empty one is not defined and cannot be compared. */
export function parseMailDomain(text: string): MailDomain | undefined {
  if (text.includes('@')) {
    const mailbox = parseMailbox(text);
    return mailbox === undefined || mailbox.unusual ? undefined : { kind: 'mailbox', mailbox };
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
      if (mailbox.unusual) return 'undecidable';
      return mailbox.local === domain.mailbox.local ? 'inside' : 'outside';
  }
}
