import { equalBytes, formatTime } from '../../core/index.ts';
import { algorithmUses } from '../../crypto/index.ts';
import { type Certificate, type Crl, sameName } from '../../x509/index.ts';
import { Findings } from '../findings.ts';
import { checkStructure, findPaths, newSearch } from '../path/index.ts';
import type { PathOptions } from '../path-report.ts';
import type { RevocationInquiry } from './inquiry.ts';
import type { StatementSignature } from './revocation-status.ts';

/** Paths of one signer that are looked at: more than one is rare. */
const MAX_SIGNER_PATHS = 8;

/**
 * Who signed a CRL, with the right to (RFC 5280 6.3.3 (f) and (g)): the issuer of the certificate, a CA above it, or a
 * certificate of the CRL issuer's name among those supplied: another key of the CA, or a separate CRL issuer. Such a
 * certificate must be made for CRLs, hold up to the same anchor, be in its dates when it signed, and be certified by a
 * CA of the certificate's own path: a CA elsewhere below the anchor may write any name into a certificate, and with a
 * name alone it could take back revocations of others.
 */
export function crlSigner(crl: Crl, inquiry: RevocationInquiry): StatementSignature | undefined {
  const candidates = candidatesFor(crl, inquiry);
  let result = 'not to be checked';
  for (const candidate of candidates) {
    if (!inquiry.budget.takeSignature())
      return reject(crl, inquiry, 'REVOCATION_BUDGET', 'there is too much data');
    const signed = inquiry.context.memo.signedBy(crl, candidate);
    result = signed.detail === undefined ? signed.result : `${signed.result} (${signed.detail})`;
    if (signed.scheme === undefined || signed.result !== 'valid') continue;
    const scheme = signed.scheme.name;
    const signature = {
      signer: candidate,
      scheme,
      algorithms: algorithmUses(candidate.publicKey, signed.scheme),
    };
    if (isAbove(candidate, inquiry)) return mayAlwaysSign(crl, signature, inquiry);
    return mayAlsoSign(crl, signature, inquiry);
  }
  if (candidates.length > 0) {
    return reject(
      crl,
      inquiry,
      'CRL_SIGNATURE',
      `its signature is ${result}: give the certificate of the key that signed it`,
    );
  }
  return reject(crl, inquiry, 'CRL_SIGNER_NOT_FOUND', 'the certificate of its issuer is not there: give it');
}

/** Certificates of the CRL issuer's name: those of the path first, then the likeliest. */
function candidatesFor(crl: Crl, { above, context }: RevocationInquiry): Certificate[] {
  const onPath = above.filter((c) => sameName(c.subject, crl.issuer));
  const others = context.pool
    .issuersOf(crl, crl.thisUpdate)
    .filter((c) => !onPath.some((known) => equalBytes(known.raw, c.raw)));
  return [...onPath, ...others];
}

function isAbove(candidate: Certificate, { above }: RevocationInquiry): boolean {
  return above.some((c) => equalBytes(c.raw, candidate.raw));
}

/** The issuer, or a CA above it: its own path is judged with the certificate's. */
function mayAlwaysSign(
  crl: Crl,
  signature: StatementSignature,
  inquiry: RevocationInquiry,
): StatementSignature | undefined {
  const { keyUsage } = signature.signer;
  // RFC 5280 6.3.3 (f): if a key usage is present, cRLSign must be in it.
  if (keyUsage === undefined || keyUsage.has('cRLSign')) return signature;
  return reject(crl, inquiry, 'CRL_SIGNER_KEY_USAGE', 'its issuer must not sign CRLs');
}

function mayAlsoSign(
  crl: Crl,
  signature: StatementSignature,
  inquiry: RevocationInquiry,
): StatementSignature | undefined {
  const { signer } = signature;
  const name = signer.subject.text;
  // Nothing but its key usage says that another certificate is made for CRLs (RFC 5280 4.2.1.3).
  if (signer.keyUsage?.has('cRLSign') !== true)
    return reject(crl, inquiry, 'CRL_SIGNER_KEY_USAGE', `${name} is not made for signing CRLs`);
  if (crl.thisUpdate < signer.notBefore || crl.thisUpdate > signer.notAfter) {
    const detail = `${name} was out of its dates when it signed (${formatTime(crl.thisUpdate)})`;
    return reject(crl, inquiry, 'CRL_SIGNER_DATES', detail);
  }
  const signerPath = pathOfSigner(signer, inquiry);
  if (signerPath !== undefined) return { ...signature, signerPath };
  const detail = `no CA between ${inquiry.certificate.subject.text} and its trust anchor certified ${name} for it`;
  return reject(crl, inquiry, 'CRL_SIGNER_NOT_AUTHORISED', detail);
}

/** A path from the signer to the same anchor whose structure holds and whose CAs stand on the certificate's own path. */
function pathOfSigner(
  signer: Certificate,
  { above, context }: RevocationInquiry,
): readonly Certificate[] | undefined {
  const anchor = above[above.length - 1]!;
  let seen = 0;
  for (const path of findPaths(signer, context, newSearch())) {
    if (seen++ >= MAX_SIGNER_PATHS) return undefined;
    const isSameAnchor = equalBytes(path[path.length - 1]!.raw, anchor.raw);
    if (isSameAnchor && isVouchedFor(path, above) && holds(path, context.options)) return path;
  }
  return undefined;
}

/** The names above the signer are the last ones above the certificate; steps of a CA to itself do not count. */
function isVouchedFor(path: readonly Certificate[], above: readonly Certificate[]): boolean {
  const vouching = namesOf(path).slice(1);
  const own = namesOf(above);
  const from = own.length - vouching.length;
  return from >= 0 && vouching.every((c, i) => sameName(c.subject, own[from + i]!.subject));
}

function namesOf(path: readonly Certificate[]): Certificate[] {
  return path.filter((c, i) => i === 0 || !sameName(c.subject, path[i - 1]!.subject));
}

function holds(path: readonly Certificate[], { trustAnchors, at, revocation }: PathOptions): boolean {
  const findings = new Findings();
  // Purpose and policies are asked of the certificate, not of who signs CRLs.
  const options: PathOptions = { certificate: path[0]!.raw, trustAnchors, at, revocation, keyUsage: 'any' };
  checkStructure(path, options, findings);
  return findings.trust === 'trusted';
}

function reject(crl: Crl, inquiry: RevocationInquiry, code: string, why: string): undefined {
  return inquiry.reject(code, `a CRL of ${crl.issuer.text} was not used: ${why}`);
}
