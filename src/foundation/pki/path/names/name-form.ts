import type { Name } from '../../../x509/index.ts';
import type { DnsName } from './dns-name.ts';
import type { Mailbox } from './email-name.ts';
import type { Placement, Polarity } from './placement.ts';

/** One name of a certificate. `form` decides which constraints concern it (RFC 5280 4.2.1.10: each form by itself). */
export type ConstrainedName = { readonly form: string; readonly text: string } & (
  | { readonly kind: 'dns'; readonly dns: DnsName | undefined }
  | { readonly kind: 'email'; readonly mailbox: Mailbox | undefined }
  | { readonly kind: 'uri'; readonly host: string | undefined }
  | { readonly kind: 'ip'; readonly address: Uint8Array | undefined }
  | { readonly kind: 'directoryName'; readonly name: Name }
  | { readonly kind: 'other' }
);

/** One subtree of a name constraint, parsed. */
export interface Subtree {
  readonly form: string;
  place(name: ConstrainedName, polarity: Polarity): Placement;
}
