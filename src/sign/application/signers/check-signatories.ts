import { toHex } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import type {
  BestTime,
  Check,
  Judgement,
  SignatureFacts,
  SignatureReport,
} from '../../../foundation/validation/index.ts';
import { check } from '../file-checks.ts';
import type { Application, Party, Signatory } from '../model.ts';
import { matchParty, type PartyMatch } from './match-party.ts';

/** Who signed as what, or is still missing. */
export interface SignatoryReport extends Signatory {
  /** `undecided`: the signature is there, and does not hold for sure. */
  readonly status: 'signed' | 'undecided' | 'missing';
  /** Id of the signature in the report. */
  readonly signature: string | null;
  /** By what the certificate names the party. */
  readonly matchedBy: PartyMatch | null;
  readonly signedAt: BestTime | null;
}

/** Result of {@link checkSignatories}. */
export interface CheckedSignatories {
  readonly signatories: readonly SignatoryReport[];
  /** Signatures of nobody whom the application names. */
  readonly unlisted: readonly string[];
  readonly checks: readonly Check[];
}

/** One signature, as found and as judged. */
export interface JudgedSignature {
  readonly facts: SignatureFacts;
  readonly report: SignatureReport;
}

const CLAUSE = '电子签名法 art. 13';

/** Facts and verdicts of the signatures of people, without timestamps and countersignatures. */
export function signaturesOf(facts: readonly SignatureFacts[], report: Judgement): JudgedSignature[] {
  return facts
    .filter(({ kind, parent }) => kind === 'signature' && parent === undefined)
    .flatMap((entry) => {
      const judged = report.signatures.find(({ id }) => id === entry.id);
      return judged === undefined ? [] : [{ facts: entry, report: judged }];
    });
}

/**
 * Every signatory's signature: whose certificate names the party. One certificate serves one signatory, and each
 * signature counts once. A signature of nobody who is named leaves it open as long as somebody is missing (names are
 * spelled in many ways: a person must look), and is a warning where all have signed.
 */
export function checkSignatories(
  application: Application,
  signatures: readonly JudgedSignature[],
): CheckedSignatories {
  const taken = new Set<string>();
  const signatories = application.signatories
    .filter(({ role }) => role !== 'platform')
    .map((signatory) => findSignature(signatory, signatures, taken));
  const unlisted = signatures
    .filter(({ facts }) => !taken.has(certificateOf(facts)))
    .map(({ facts }) => facts.id);
  return { signatories, unlisted, checks: checksOf(signatories, unlisted) };
}

function findSignature(
  signatory: Signatory,
  signatures: readonly JudgedSignature[],
  taken: Set<string>,
): SignatoryReport {
  const found = signatures
    .filter(({ facts }) => !taken.has(certificateOf(facts)))
    .flatMap((signature) => {
      const match = matchParty(signature.facts, signatory.party, signatory.certificateSha256);
      return match === undefined ? [] : [{ signature, match }];
    })
    .sort((a, b) => rank(a) - rank(b));
  const [best] = found;
  if (best === undefined)
    return { ...signatory, status: 'missing', signature: null, matchedBy: null, signedAt: null };
  const { facts, report } = best.signature;
  taken.add(certificateOf(facts));
  return {
    ...signatory,
    status: report.indication === 'TOTAL_PASSED' ? 'signed' : 'undecided',
    signature: facts.id,
    matchedBy: best.match,
    signedAt: report.bestTime,
  };
}

/** The surest name first, and a good signature before one that does not hold. */
function rank({
  signature,
  match,
}: {
  readonly signature: JudgedSignature;
  readonly match: PartyMatch;
}): number {
  const sureness = ['certificate', 'code', 'name'].indexOf(match);
  return (signature.report.indication === 'TOTAL_PASSED' ? 0 : 10) + sureness;
}

function checksOf(signatories: readonly SignatoryReport[], unlisted: readonly string[]): Check[] {
  const missing = signatories.filter(({ status }) => status === 'missing');
  const named = signatories.filter(({ status }) => status !== 'missing');
  return [
    ...named.map(({ id, role, matchedBy, status }) =>
      check(
        'APPLICATION_SIGNER',
        status === 'signed' ? 'passed' : 'not-run',
        `${id}: signed as ${role}, named by ${matchedBy}`,
        CLAUSE,
      ),
    ),
    ...missing.map(({ id }) =>
      unlisted.length === 0
        ? check('APPLICATION_SIGNATORY_MISSING', 'failed', `${id} has not signed`, CLAUSE)
        : check(
            'APPLICATION_SIGNER',
            'not-run',
            `${id}: no certificate names this signatory, and somebody else signed: compare them by hand`,
            CLAUSE,
          ),
    ),
    ...(missing.length === 0
      ? unlisted.map((id) =>
          check(
            'APPLICATION_SIGNER_UNLISTED',
            'warning',
            `${id} is of nobody whom the application names`,
            CLAUSE,
          ),
        )
      : []),
  ];
}

const certificates = /* @__PURE__ */ new WeakMap<SignatureFacts, string>();

/** SHA-256 of the signer's certificate; the id where there is none, which matches nobody. */
function certificateOf(facts: SignatureFacts): string {
  let known = certificates.get(facts);
  if (known === undefined) {
    const { signerCertificate, id } = facts;
    known = signerCertificate === undefined ? id : toHex(digest('sha256', signerCertificate));
    certificates.set(facts, known);
  }
  return known;
}

/** True when one of the signers is named as this party. */
export function isSignedByParty(signers: readonly SignatureFacts[], party: Party): boolean {
  return signers.some((signer) => matchParty(signer, party) !== undefined);
}
