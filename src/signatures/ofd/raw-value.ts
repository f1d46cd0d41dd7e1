import { isYinxinError } from '../../foundation/core/index.ts';
import { KEY_OID, parsePublicKey } from '../../foundation/crypto/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import { checkSesValue, quirk, type SesValueResult } from '../ses/index.ts';
import { signatureDateTime } from './claimed-time.ts';
import { stampChecks, stampDemand } from './cms-value.ts';
import { emptyFacts, unchecked, type ValueContext } from './frame.ts';

const CLAUSE = 'GB/T 35276-2017 7.3';

/**
 * Facts of a bare SM2 value over Signature.xml: who signed stands nowhere in the file, so a certificate given by the
 * caller must fit. Without one nothing is computed and the facts say so.
 */
export function inspectRawValue(context: ValueContext): SignatureFacts {
  const { file, id, certificates } = context;
  const claimed = signatureDateTime(file.signatureDateTime);
  const facts: SignatureFacts = {
    ...emptyFacts(id),
    ...stampDemand(file),
    format: 'SM2',
    ...(claimed === undefined ? {} : { claimedTime: claimed }),
    checks: [
      quirk('OFD_RAW_VALUE', 'the signed value is a bare SM2 value without certificate', CLAUSE),
      ...stampChecks(file),
    ],
  };
  const candidates = certificates.filter(isSm2);
  const results = candidates.map((certificate) => ({ certificate, result: check(certificate, context) }));
  const best = results.find(({ result }) => result.cryptography === 'intact') ?? results[0];
  if (best === undefined) return withoutCertificate(facts);
  return withResult(facts, best.certificate, best.result);
}

function check(certificate: Uint8Array, { file, value }: ValueContext): SesValueResult {
  return checkSesValue({ certificate, algorithm: KEY_OID.sm2, data: [file.bytes], value });
}

function withResult(facts: SignatureFacts, certificate: Uint8Array, result: SesValueResult): SignatureFacts {
  const status = result.cryptography === 'intact' ? 'passed' : 'failed';
  const value = { code: 'SIGNATURE_VALUE', status, detail: result.detail, clause: CLAUSE } as const;
  return {
    ...facts,
    cryptography: result.cryptography,
    signerCertificate: certificate,
    ...(result.algorithm === undefined ? {} : { algorithm: result.algorithm }),
    algorithms: result.algorithms,
    weaknesses: result.weaknesses,
    checks: [value, ...facts.checks, ...result.quirks],
  };
}

function withoutCertificate(facts: SignatureFacts): SignatureFacts {
  const detail = 'the signature holds no certificate: give that of the signer';
  const value = { code: 'SIGNATURE_VALUE', status: 'not-run', detail, clause: CLAUSE } as const;
  return {
    ...facts,
    checks: [value, ...facts.checks],
    notChecked: [unchecked('SIGNER_CERTIFICATE_MISSING', detail)],
  };
}

function isSm2(certificate: Uint8Array): boolean {
  try {
    return parsePublicKey(parseCertificate(certificate).spki).kind === 'sm2';
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}
