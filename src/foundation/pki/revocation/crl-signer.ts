import { equalBytes, formatTime } from '../../core/index.ts';
import { algorithmUses } from '../../crypto/index.ts';
import { type Certificate, type Crl, sameName } from '../../x509/index.ts';
import { Findings } from '../findings.ts';
import { checkStructure, findPaths, newSearch } from '../path/index.ts';
import type { PathOptions } from '../path-report.ts';
import type { RevocationInquiry } from './inquiry.ts';
import type { StatementSignature } from './revocation-status.ts';

/**
 * What the search for the path of one signer may cost: it stands one or two certificates below a CA of the
 * certificate's own path.
 */
const SEARCH = { pathSignatures: 20, pathsJudged: 8 } as const;

/** Why a signer does not count. */
type Problem = readonly [code: string, why: string];

/**
 * Who signed a CRL, with the right to (RFC 5280 6.3.3 (f) and (g)): the issuer of the certificate, a CA above it, or a
 * certificate of the CRL issuer's name among those supplied: another key of the CA, or a separate CRL issuer. Such a
 * certificate must be made for CRLs, hold up to the same anchor, be in its dates when it signed, and be certified by a
 * CA of the certificate's own path: a CA elsewhere below the anchor may write any name into a certificate, and with a
 * name alone it could take back revocations of others.
 */
export function crlSigner(crl: Crl, inquiry: RevocationInquiry): StatementSignature | undefined {
  const { memo } = inquiry.context;
  let problem: Problem = ['CRL_SIGNER_NOT_FOUND', 'the certificate of its issuer is not there: give it'];
  let isSigner = false;
  for (const signer of candidatesFor(crl, inquiry)) {
    if (!inquiry.budget.takeSignature()) {
      problem = ['REVOCATION_BUDGET', 'there is too much data'];
      break;
    }
    const value = memo.signedBy(crl, signer);
    const { result, scheme, detail } = value;
    if (result === 'valid' && scheme !== undefined) {
      const signature = { signer, scheme: scheme.name, algorithms: algorithmUses(signer.publicKey, scheme) };
      const right = isAbove(signer, inquiry) ? rightAbove(signer) : rightBeside(signer, crl, inquiry);
      if (!('problem' in right)) inquiry.warnOfQuirks(value, 'a CRL', signer);
      if ('signerPath' in right) return { ...signature, ...right };
      if ('isAbove' in right) return signature;
      // The key may have another certificate that gives the right.
      problem = right.problem;
      isSigner = true;
    } else if (!isSigner) {
      const what = detail === undefined ? result : `${result} (${detail})`;
      problem = ['CRL_SIGNATURE', `its signature is ${what}: give the certificate of the key that signed it`];
    }
  }
  const [code, why] = problem;
  return inquiry.reject(code, `a CRL of ${crl.issuer.text} was not used: ${why}`);
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

type Right =
  | { readonly isAbove: true }
  | { readonly signerPath: readonly Certificate[] }
  | { readonly problem: Problem };

/** The issuer, or a CA above it: its own path is judged with the certificate's. */
function rightAbove({ keyUsage }: Certificate): Right {
  // RFC 5280 6.3.3 (f): if a key usage is present, cRLSign must be in it.
  if (keyUsage === undefined || keyUsage.has('cRLSign')) return { isAbove: true };
  return { problem: ['CRL_SIGNER_KEY_USAGE', 'its issuer must not sign CRLs'] };
}

function rightBeside(signer: Certificate, crl: Crl, inquiry: RevocationInquiry): Right {
  const name = signer.subject.text;
  // Nothing but its key usage says that another certificate is made for CRLs (RFC 5280 4.2.1.3).
  if (signer.keyUsage?.has('cRLSign') !== true)
    return { problem: ['CRL_SIGNER_KEY_USAGE', `${name} is not made for signing CRLs`] };
  if (crl.thisUpdate < signer.notBefore || crl.thisUpdate > signer.notAfter) {
    const why = `${name} was out of its dates when it signed (${formatTime(crl.thisUpdate)})`;
    return { problem: ['CRL_SIGNER_DATES', why] };
  }
  if (!inquiry.budget.takeQuestion()) return { problem: ['REVOCATION_BUDGET', 'there is too much data'] };
  const signerPath = pathOfSigner(signer, inquiry);
  if (signerPath !== undefined) return { signerPath };
  const why = `no CA between ${inquiry.certificate.subject.text} and its trust anchor certified ${name} for it`;
  return { problem: ['CRL_SIGNER_NOT_AUTHORISED', why] };
}

/** A path from the signer to the same anchor whose structure holds and whose CAs stand on the certificate's own path. */
function pathOfSigner(
  signer: Certificate,
  { above, context }: RevocationInquiry,
): readonly Certificate[] | undefined {
  const anchor = above[above.length - 1]!;
  const sources = { ...context, limits: { ...context.limits, ...SEARCH } };
  for (const path of findPaths(signer, sources, newSearch())) {
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
