import { equalBytes } from '../../foundation/core/index.ts';
import { type PublicKey, parsePublicKey } from '../../foundation/crypto/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import { type CoseSign1, coseHeaderOf, verifyCoseSign1 } from '../cose/index.ts';
import type { IssuerEntry, IssuerPurpose } from './issuer-entry.ts';

/** Which listed key signed a structure, or why none did. */
export type ListedSignature =
  | { readonly outcome: 'valid'; readonly issuer: IssuerEntry }
  /** Keys of that id are listed, and the value is right under none of them. */
  | { readonly outcome: 'invalid' }
  /** No listed key has the id: nothing was computed. */
  | { readonly outcome: 'unknown-key' }
  | { readonly outcome: 'unsupported' };

/**
 * Finds the listed key that signed: every entry with the key id and the purpose is tried. Dates and state of the
 * entry are not judged here: see {@link issuerProblem}. A certificate may stand in several entries (types, hosts, times
 * that follow each other): `covers` says which of them is meant; where none is, the first that signed is the answer.
 */
export function findListedSignature(
  cose: CoseSign1,
  issuers: readonly IssuerEntry[],
  purpose: IssuerPurpose,
  covers: (entry: IssuerEntry) => boolean = () => true,
): ListedSignature {
  const { algorithm, keyId } = coseHeaderOf(cose);
  if (algorithm === undefined) return { outcome: 'unsupported' };
  if (keyId === undefined) return { outcome: 'unknown-key' };
  const candidates = issuers.filter(
    (entry) => equalBytes(entry.keyId, keyId) && entry.purposes.includes(purpose),
  );
  if (candidates.length === 0) return { outcome: 'unknown-key' };
  const signed = candidates.filter(
    ({ certificate }) => verifyCoseSign1(cose, keyOf(certificate)) === 'valid',
  );
  // One certificate may be listed twice (two types, two hosts); one compromised listing condemns the key.
  const issuer = signed.find(({ state }) => state === 'compromised') ?? signed.find(covers) ?? signed[0];
  return issuer === undefined ? { outcome: 'invalid' } : { outcome: 'valid', issuer };
}

const keys = /* @__PURE__ */ new WeakMap<Uint8Array, PublicKey>();

/** The key of a listed certificate, read once for all codes it signed. */
function keyOf(certificate: Uint8Array): PublicKey {
  const known = keys.get(certificate) ?? parsePublicKey(parseCertificate(certificate).spki);
  keys.set(certificate, known);
  return known;
}

/** Why an entry does not cover an act of a time (and type); `undefined` when it does. */
export function issuerProblem(
  issuer: IssuerEntry,
  signedAt: Date,
  typeCode?: string,
): 'KEY_COMPROMISED' | 'KEY_NOT_VALID_THEN' | 'TYPE_NOT_AUTHORISED' | undefined {
  if (issuer.state === 'compromised') return 'KEY_COMPROMISED';
  if (signedAt < issuer.from || signedAt > issuer.to) return 'KEY_NOT_VALID_THEN';
  const { licenseTypes } = issuer;
  if (typeCode !== undefined && licenseTypes !== undefined && !licenseTypes.includes(typeCode)) {
    return 'TYPE_NOT_AUTHORISED';
  }
  return undefined;
}
