import { asOid, asText, type Der, DerReader, explicitOf, readDer, TAG } from '../../../asn1/index.ts';
import { YinxinError } from '../../../core/index.ts';
import type { GeneralName } from '../../../x509/index.ts';

/** id-on-SmtpUTF8Mailbox: a mailbox with characters outside ASCII (RFC 9598 3). */
const SMTP_UTF8_MAILBOX = '1.3.6.1.5.5.7.8.9';

/**
 * The form of an otherName is its type; an internationalized mailbox is of the form of all mailboxes, and bound by
 * their constraints (RFC 9598 6). DER_INVALID.
 */
export function otherNameForm(name: GeneralName): string {
  const { type } = readOtherName(name);
  return type === SMTP_UTF8_MAILBOX ? 'email' : `otherName ${type}`;
}

/** The text of an internationalized mailbox; undefined for every other otherName. DER_INVALID. */
export function utf8MailboxOf(name: GeneralName): string | undefined {
  const { type, value } = readOtherName(name);
  if (type !== SMTP_UTF8_MAILBOX) return undefined;
  if (value.tag !== TAG.utf8String) throw new YinxinError('DER_INVALID', 'SmtpUTF8Mailbox is no UTF8String');
  return asText(value);
}

/** OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY }, under the tag [0]. */
function readOtherName(name: GeneralName): { readonly type: string; readonly value: Der } {
  const reader = new DerReader(readDer(name.raw), 'OtherName');
  const type = asOid(reader.expect(TAG.oid, 'type-id'));
  const tagged = reader.optionalContext(0);
  reader.end();
  if (tagged === undefined) throw new YinxinError('DER_INVALID', 'OtherName without a value');
  return { type, value: explicitOf(tagged) };
}
