import {
  CMS_OID,
  type CmsSignerInfo,
  certificatesOfSigner,
  checkSignerInfo,
  parseSignedData,
  type SignedData,
} from '../../cms/index.ts';
import { equalBytes, isYinxinError, type SubIndication } from '../../core/index.ts';
import { type AlgorithmUse, digest } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { Outcome } from './outcome.ts';

/** Bytes that a pinned key signed; whether the pin still counts is another question. */
export interface SignedList {
  readonly bytes: Uint8Array;
  readonly signer: Certificate;
  readonly algorithms: readonly AlgorithmUse[];
}

/** Signers of one list: an old and a new key while they follow each other. */
const MAX_SIGNERS = 8;
const CODE = 'ISSUER_LIST_SIGNATURE';

/**
 * The bytes of a list with the pinned certificates whose values over them are right; none, with the reason in `outcome`,
 * where there is no such signer. Signers that are not pinned say nothing.
 */
export async function signedListsOf(
  signature: Uint8Array,
  list: Uint8Array | undefined,
  pins: readonly Uint8Array[],
  outcome: Outcome,
): Promise<SignedList[]> {
  const cms = parseOrRefuse(signature, outcome);
  const bytes = cms === undefined ? undefined : contentOf(cms, list, outcome);
  if (cms === undefined || bytes === undefined) return [];
  const good: SignedList[] = [];
  const attempts: Outcome[] = [];
  for (const signer of cms.signerInfos) {
    for (const certificate of certificatesOfSigner(signer, pins)) {
      const attempt = new Outcome();
      const algorithms = await checkSigner(signer, cms, certificate, bytes, attempt);
      attempts.push(attempt);
      if (attempt.status === 'valid') good.push({ bytes, signer: certificate, algorithms });
    }
  }
  const telling = attempts.find(({ status }) => status === 'valid') ?? attempts[0];
  if (telling !== undefined) outcome.absorb(telling);
  else {
    const detail = 'none of the certificates that may sign lists signed this one: give its signer as a pin';
    outcome.refuse('indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND', 'ISSUER_LIST_SIGNER', detail);
  }
  return good;
}

function parseOrRefuse(signature: Uint8Array, outcome: Outcome): SignedData | undefined {
  const refuse = (detail: string): undefined => {
    outcome.refuse('invalid', 'FORMAT_FAILURE', CODE, detail, 'RFC 5652 5.1');
    return undefined;
  };
  try {
    const cms = parseSignedData(signature);
    const count = cms.signerInfos.length;
    const bounded = count > 0 && count <= MAX_SIGNERS;
    return bounded ? cms : refuse(`${count} signers, 1 to ${MAX_SIGNERS} expected`);
  } catch (error) {
    if (isYinxinError(error)) return refuse(error.message);
    throw error;
  }
}

function contentOf(
  cms: SignedData,
  beside: Uint8Array | undefined,
  outcome: Outcome,
): Uint8Array | undefined {
  const refuse = (detail: string, subIndication: SubIndication = 'FORMAT_FAILURE'): undefined => {
    outcome.refuse('invalid', subIndication, 'ISSUER_LIST_CONTENT', detail, 'RFC 5652 5.2');
    return undefined;
  };
  if (cms.eContentType !== CMS_OID.data && cms.eContentType !== CMS_OID.gmData) {
    return refuse(`the signature is over content of type ${cms.eContentType}`);
  }
  const inside = cms.eContent;
  if (inside !== undefined && beside !== undefined && !equalBytes(inside, beside)) {
    return refuse('the list inside the signature is not the one beside it');
  }
  const detail = 'the list stands neither inside its signature nor beside it: give it';
  return inside ?? beside ?? refuse(detail, 'SIGNED_DATA_NOT_FOUND');
}

async function checkSigner(
  signer: CmsSignerInfo,
  signedData: SignedData,
  certificate: Certificate,
  bytes: Uint8Array,
  outcome: Outcome,
): Promise<readonly AlgorithmUse[]> {
  const cms = await checkSignerInfo({
    signer,
    signedData,
    certificate,
    digestOf: (hash) => digest(hash, bytes),
    content: () => bytes,
  });
  outcome.absorb(cms);
  const refuse = (status: 'invalid' | 'indeterminate', subIndication: SubIndication, detail: string): void =>
    outcome.refuse(status, subIndication, CODE, detail, 'RFC 5652 5.6');
  if (cms.formatFailure !== undefined) refuse('invalid', cms.formatFailure, 'the signature is malformed');
  if (cms.cryptography === 'broken')
    refuse('invalid', 'SIG_CRYPTO_FAILURE', 'the list is not what was signed');
  if (cms.cryptography === 'not-checked') {
    refuse('indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE', 'the signature cannot be computed here');
  }
  if (cms.signingCertificate === undefined) {
    // ETSI EN 319 122-1 6.3: without it the value could be passed off as another certificate's of the same key.
    refuse('invalid', 'SIG_CONSTRAINTS_FAILURE', 'the signature does not name its certificate');
  }
  return cms.algorithms;
}
