import { isYinxinError, toHex } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../../foundation/validation/index.ts';
import { type Name, parseCertificate } from '../../../foundation/x509/index.ts';
import type { Party } from '../model.ts';

/**
 * By what a certificate names a party, beside the name that must be the same: it is the one that was pinned, it holds the
 * code, or nothing more.
 */
export type PartyMatch = 'certificate' | 'code' | 'name';

const SERIAL_NUMBER = '2.5.4.5';
const ORGANIZATION_IDENTIFIER = '2.5.4.97';
const USER_ID = '0.9.2342.19200300.100.1.1';

/**
 * Does a certificate name a party? Names are compared as written and never normalised (U+F92C stays U+F92C). A code in
 * the subject (serialNumber, UID, organizationIdentifier, with or without the prefix of ETSI EN 319 412-1 5.1.3) makes
 * the match stronger; an organizationIdentifier of another body makes it none. `undefined`: it does not name the party.
 */
export function matchParty(
  signer: SignatureFacts,
  party: Party,
  pinnedSha256?: string,
): PartyMatch | undefined {
  const { signerCertificate } = signer;
  const subject = subjectOf(signer);
  // A pin alone names nobody: it stands in the application, which its signer wrote.
  if (signerCertificate === undefined || subject?.commonName !== party.name) return undefined;
  if (pinnedSha256 !== undefined)
    return toHex(digest('sha256', signerCertificate)) === pinnedSha256 ? 'certificate' : undefined;
  const organization = codeIn(subject, ORGANIZATION_IDENTIFIER);
  if (organization !== undefined) return organization === party.code ? 'code' : undefined;
  return [SERIAL_NUMBER, USER_ID].some((oid) => codeIn(subject, oid) === party.code) ? 'code' : 'name';
}

/** Every signature is compared with every signatory: names are read once. */
const subjects = /* @__PURE__ */ new WeakMap<SignatureFacts, { readonly name: Name | undefined }>();

function subjectOf(signer: SignatureFacts): Name | undefined {
  let known = subjects.get(signer);
  if (known === undefined) {
    known = { name: readSubject(signer) };
    subjects.set(signer, known);
  }
  return known.name;
}

function readSubject({ signerCertificate }: SignatureFacts): Name | undefined {
  try {
    return signerCertificate === undefined ? undefined : parseCertificate(signerCertificate).subject;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function codeIn(subject: Name, oid: string): string | undefined {
  return subject.attribute(oid)?.replace(/^[A-Z]{3}[A-Z]{2}-/, '');
}
