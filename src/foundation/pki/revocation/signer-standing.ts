import { equalBytes, formatTime } from '../../core/index.ts';
import { algorithmUses, judgeAlgorithms } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { RevocationInquiry } from './inquiry.ts';
import type { RevocationStatement, StatementSignature } from './revocation-status.ts';

/** Why a statement does not count. */
export interface StandingProblem {
  readonly code: string;
  readonly detail: string;
}

/** The certificates of a signer that are not judged with the certificate's own path: itself, and CAs beside the path. */
export function besidePath(
  { signerPath = [] }: StatementSignature,
  { above }: RevocationInquiry,
): readonly Certificate[] {
  return signerPath.filter((c) => !above.some((known) => equalBytes(known.raw, c.raw)));
}

/**
 * id-pkix-ocsp-nocheck: the CA vouches for the responder as long as its certificate lives, and nobody need ask (RFC 6960
 * 4.2.2.2.1). A revocation that is known all the same counts.
 */
export function isVouchedForLife(signer: Certificate, statement: RevocationStatement): boolean {
  return statement.source === 'ocsp' && signer === statement.signer && signer.ocspNoCheck;
}

/**
 * What speaks against a signer at `options.at` but its revocation: it and the CAs beside the path must have been in
 * their dates when it signed, and not have run out (nobody tells of the compromise of a key that ran out).
 */
export function datesProblem(
  signature: StatementSignature,
  signed: Date,
  inquiry: RevocationInquiry,
): StandingProblem | undefined {
  const { at } = inquiry.context.options;
  const out = besidePath(signature, inquiry).find(
    ({ notBefore, notAfter }) => signed < notBefore || signed > notAfter || at > notAfter,
  );
  if (out === undefined) return undefined;
  const window = `${formatTime(out.notBefore)} to ${formatTime(out.notAfter)}`;
  const detail = `${out.subject.text} signed at ${formatTime(signed)} and is valid ${window}: out of its dates`;
  return { code: 'REVOCATION_SIGNER_DATES', detail };
}

/** The value, and the certificates beside the path, rest on algorithms that count at `options.at`. */
export function algorithmProblem(
  signature: StatementSignature,
  inquiry: RevocationInquiry,
): StandingProblem | undefined {
  const { options, memo } = inquiry.context;
  const { signerPath = [] } = signature;
  const beside = besidePath(signature, inquiry).map((c) => {
    const issuer = signerPath[signerPath.indexOf(c) + 1]!;
    return algorithmUses(issuer.publicKey, memo.signedBy(c, issuer).scheme);
  });
  for (const uses of [signature.algorithms, ...beside]) {
    const { refused, tolerated, outsideProfile } = judgeAlgorithms(uses, options.at, options);
    const name = signature.signer.subject.text;
    const reasons = (ends: typeof refused): string => ends.map((end) => end.reason).join('; ');
    if (outsideProfile.length > 0)
      return {
        code: 'REVOCATION_ALGORITHM',
        detail: `what ${name} says rests on algorithms outside the profile`,
      };
    if (refused.length > 0) {
      return { code: 'REVOCATION_ALGORITHM', detail: `what ${name} says rests on ${reasons(refused)}` };
    }
    if (tolerated.length > 0) {
      const detail = `what ${name} says of revocation rests on ${reasons(tolerated)}`;
      inquiry.warn('REVOCATION_ALGORITHM_LEGACY', detail, 'ETSI TS 119 312');
    }
  }
  return undefined;
}
