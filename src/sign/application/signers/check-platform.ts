import { isYinxinError, toHex } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import type { Check } from '../../../foundation/validation/index.ts';
import {
  type Certificate,
  mayIssue,
  parseCertificate,
  verifyIssuedBy,
} from '../../../foundation/x509/index.ts';
import { check } from '../file-checks.ts';
import type { IdentityReport } from '../identity/index.ts';
import type { Application } from '../model.ts';
import type { JudgedSignature, SignatoryReport } from './check-signatories.ts';
import { matchParty } from './match-party.ts';

/** Keys that sign for citizens without being theirs. Nobody is believed by default. */
export interface PlatformTrust {
  /** Certificates (DER) of platforms and agencies. */
  readonly platforms?: readonly Uint8Array[];
  /** Certificates (DER) of CAs that issue nothing but event certificates (事件型证书). */
  readonly eventCertificateIssuers?: readonly Uint8Array[];
}

/** What kind of key made a signature. */
type KeyKind = 'agency' | 'event-certificate' | 'other';

const CLAUSE = '电子签名法 art. 13 items 1, 2';

/**
 * Keys of platforms in an application. In platform-signed mode the one signature must be made with the declared means,
 * over evidence that proves the identification; it is nobody's own signature. In any other mode a platform's key is
 * refused: it would pass for the citizen's.
 */
export function checkPlatform(
  application: Application,
  signatures: readonly JudgedSignature[],
  identity: IdentityReport,
  trust: PlatformTrust,
): { readonly signatories: readonly SignatoryReport[]; readonly checks: readonly Check[] } {
  const kinds = signatures.map((signature) => ({ signature, kind: kindOf(signature, trust) }));
  const { platform } = application;
  if (platform === undefined) {
    const disguised = kinds.filter(({ kind }) => kind !== 'other');
    return {
      signatories: [],
      checks: disguised.map(({ signature }) =>
        check(
          'APPLICATION_PLATFORM_UNDECLARED',
          'failed',
          `${signature.facts.id} was made with a platform’s key in the name of a citizen`,
          CLAUSE,
        ),
      ),
    };
  }
  const known = kinds.find(
    ({ signature, kind }) =>
      kind === platform.means && (kind === 'agency' || namesCitizen(application, signature)),
  );
  return {
    signatories: [reportOf(application, known?.signature)],
    checks: [signedCheck(signatures, known?.signature), evidenceCheck(identity)],
  };
}

function signedCheck(signatures: readonly JudgedSignature[], known: JudgedSignature | undefined): Check {
  const code = 'APPLICATION_PLATFORM_SIGNED';
  if (known !== undefined) {
    const detail = 'a known platform signed for the applicant: this is not the applicant’s own signature';
    return check(code, 'passed', detail, CLAUSE);
  }
  return signatures.length === 0
    ? check('APPLICATION_SIGNATORY_MISSING', 'failed', 'the platform has not signed', CLAUSE)
    : check(
        code,
        'not-run',
        'signed by no platform that is believed: nobody vouches for the applicant',
        CLAUSE,
      );
}

/** Without proof of who it was, a platform’s signature says nothing about a citizen. */
function evidenceCheck({ status }: IdentityReport): Check {
  const outcome = status === 'proved' ? 'passed' : status === 'refused' ? 'failed' : 'not-run';
  const detail = `the identification that the platform signed for is ${status}`;
  return check('APPLICATION_PLATFORM_EVIDENCE', outcome, detail, CLAUSE);
}

function reportOf({ signatories }: Application, known: JudgedSignature | undefined): SignatoryReport {
  const platform = signatories.find(({ role }) => role === 'platform')!;
  if (known === undefined)
    return { ...platform, status: 'missing', signature: null, matchedBy: null, signedAt: null };
  const { id, indication, bestTime } = known.report;
  const status = indication === 'TOTAL_PASSED' ? 'signed' : 'undecided';
  return { ...platform, status, signature: id, matchedBy: 'certificate', signedAt: bestTime };
}

/** An event certificate is made out to the citizen whose act it is. */
function namesCitizen({ agent, applicant }: Application, { facts }: JudgedSignature): boolean {
  return matchParty(facts, agent ?? applicant) !== undefined;
}

function kindOf({ facts, report }: JudgedSignature, trust: PlatformTrust): KeyKind {
  const { platforms = [], eventCertificateIssuers = [] } = trust;
  const pinned = new Set(platforms.map((der) => toHex(digest('sha256', der))));
  if (report.signer !== null && pinned.has(report.signer.certificateSha256)) return 'agency';
  const { signerCertificate } = facts;
  if (signerCertificate === undefined) return 'other';
  const isEvent = eventCertificateIssuers.some((issuer) => isIssuedBy(signerCertificate, issuer));
  return isEvent ? 'event-certificate' : 'other';
}

function isIssuedBy(certificate: Uint8Array, issuer: Uint8Array): boolean {
  try {
    const [child, parent]: readonly Certificate[] = [parseCertificate(certificate), parseCertificate(issuer)];
    return mayIssue(parent!, child!.issuer) && verifyIssuedBy(child!, parent!).result === 'valid';
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}
