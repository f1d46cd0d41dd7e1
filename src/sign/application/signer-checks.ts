import { toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Check, Judgement, SignatureReport } from '../../foundation/validation/index.ts';
import type { Application } from './model.ts';

const CLAUSE = '电子签名法 art. 13';

/**
 * Does the certificate that signed belong to whom the application names? A trusted certificate of somebody else is a
 * good signature and still no application of this applicant. `not-run` means: undecided, a person must look.
 */
export function checkSigner(
  application: Application | null,
  report: Judgement,
  platforms: readonly Uint8Array[],
): Check[] {
  if (application === null) return [];
  const signers = report.signatures.filter((s) => s.parent === undefined && s.kind === 'signature');
  if (signers.length === 0) return [];
  return application.signedBy === 'platform'
    ? checkPlatform(signers, platforms)
    : checkApplicant(application, signers);
}

function checkApplicant(application: Application, signers: readonly SignatureReport[]): Check[] {
  const expected = application.agent ?? application.applicant;
  const named = signers.some(({ signer }) => signer?.commonName === expected.name);
  // Names are compared as written: they are never normalised (U+F92C stays U+F92C).
  const detail = named
    ? `the certificate names ${application.agent === undefined ? 'the applicant' : 'the agent'}`
    : 'the certificate names another than the applicant or agent: compare them by hand';
  return [{ code: 'APPLICATION_SIGNER', status: named ? 'passed' : 'not-run', detail, clause: CLAUSE }];
}

function checkPlatform(signers: readonly SignatureReport[], platforms: readonly Uint8Array[]): Check[] {
  const pinned = new Set(platforms.map((der) => toHex(digest('sha256', der))));
  const known = signers.some(({ signer }) => signer !== null && pinned.has(signer.certificateSha256));
  return [
    {
      code: 'APPLICATION_PLATFORM_SIGNED',
      status: known ? 'passed' : 'not-run',
      detail: known
        ? 'a known platform signed for the applicant: this is not the applicant’s own signature'
        : 'signed by a platform that was not given in `platforms`: nobody vouches for the applicant',
      clause: CLAUSE,
    },
  ];
}
