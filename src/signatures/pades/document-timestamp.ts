import { checkTimestampToken, parseTimestampToken } from '../../foundation/pki/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import type { SignatureContext } from './context.ts';

/**
 * Facts of a document timestamp (ETSI EN 319 142-1, 5.4.3): an RFC 3161 token whose imprint is the digest of the
 * bytes outside the gap.
 */
export async function documentTimestampFacts(context: SignatureContext): Promise<SignatureFacts[]> {
  const { covered, digests, id, cms } = context;
  const token = parseTimestampToken(cms);
  const result = await checkTimestampToken(token, (hash) => digests.ofSignature(covered.signature, hash));
  return [
    {
      id,
      kind: 'document-timestamp',
      format: 'RFC3161',
      cryptography: result.cryptography,
      coverage: covered.coverage,
      modification: covered.modification,
      purpose: 'timestamps',
      ...(result.certificate === undefined ? {} : { signerCertificate: result.certificate.raw }),
      certificates: token.signedData.certificates,
      crls: token.signedData.crls,
      ocspResponses: token.signedData.ocspResponses,
      ...(result.algorithm === undefined ? {} : { algorithm: result.algorithm }),
      weaknesses: result.weaknesses,
      algorithms: result.algorithms,
      timestampTime: result.genTime,
      timestampInfo: token.info,
      ...(result.formatFailure === undefined ? {} : { formatFailure: result.formatFailure }),
      checks: result.checks,
      notChecked: result.notChecked,
    },
  ];
}
