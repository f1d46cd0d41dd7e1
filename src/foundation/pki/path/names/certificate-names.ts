import { readDer } from '../../../asn1/index.ts';
import { type Certificate, type GeneralName, isEmptyName } from '../../../x509/index.ts';
import { parseDnsName } from './dns-name.ts';
import { parseMailbox } from './email-name.ts';
import { parseAddress } from './ip-name.ts';
import type { ConstrainedName } from './name-form.ts';
import { otherNameForm, utf8MailboxOf } from './other-name.ts';
import { parseUriHost } from './uri-name.ts';

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';
const COMMON_NAME = '2.5.4.3';

/**
 * All names of a certificate that constraints look at (RFC 5280 4.2.1.10): the subject unless it is empty, e-mail
 * addresses inside the subject (beside a subjectAltName too, which is stricter than the RFC), every alternative name;
 * for the target without a dNSName also a common name that reads as a host name, as OpenSSL does. DER_INVALID.
 */
export function namesOf(certificate: Certificate, target: boolean): ConstrainedName[] {
  const { subject, subjectAltNames = [] } = certificate;
  const out: ConstrainedName[] = subjectAltNames.map(alternativeName);
  if (!isEmptyName(subject)) {
    out.unshift({ kind: 'directoryName', form: 'directoryName', text: subject.text, name: subject });
  }
  for (const attribute of subject.rdns.flat()) {
    if (attribute.oid === EMAIL_ADDRESS) out.push(emailName(attribute.text));
  }
  if (target && !out.some((name) => name.kind === 'dns')) out.push(...hostsInCommonNames(certificate));
  return out;
}

function alternativeName(name: GeneralName): ConstrainedName {
  const { text } = name;
  switch (name.kind) {
    case 'dns':
      return { kind: 'dns', form: 'dns', text, dns: parseDnsName(text) };
    case 'email':
      return emailName(text);
    case 'uri':
      return { kind: 'uri', form: 'uri', text, host: parseUriHost(text) };
    case 'ip':
      return { kind: 'ip', form: 'ip', text, address: parseAddress(readDer(name.raw).content) };
    case 'directoryName':
      return { kind: 'directoryName', form: 'directoryName', text, name: name.name! };
    case 'otherName': {
      const mailbox = utf8MailboxOf(name);
      return mailbox === undefined
        ? { kind: 'other', form: otherNameForm(name), text: otherNameForm(name) }
        : emailName(mailbox);
    }
    default:
      return { kind: 'other', form: name.kind, text };
  }
}

function emailName(text: string): ConstrainedName {
  return { kind: 'email', form: 'email', text, mailbox: parseMailbox(text) };
}

function hostsInCommonNames({ subject }: Certificate): ConstrainedName[] {
  return subject.rdns.flat().flatMap(({ oid, text }) => {
    const dns = oid === COMMON_NAME && text.includes('.') ? parseDnsName(text) : undefined;
    return dns === undefined ? [] : [{ kind: 'dns', form: 'dns', text, dns }];
  });
}
