import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { checkTimestampToken, parseTimestampToken } from '../../foundation/pki/index.ts';
import { certificateForSigning } from '../../signatures/cades/index.ts';
import {
  assertSealUsable,
  checkSesValue,
  readSesSignature,
  type SesSignature,
} from '../../signatures/ses/index.ts';

/** What an SES signature was asked for. */
export interface AskedSignature {
  /** DER of the SESeal. */
  readonly seal: Uint8Array;
  /** Digest of what is sealed, by `hash`. */
  readonly dataHash: Uint8Array;
  readonly propertyInfo: string;
  /** The time asked for; the answer may state another one near to it. */
  readonly time: Date;
}

/** Clocks of two machines, and a queue between them. */
const TIME_TOLERANCE_MS = 60 * 60_000;

/**
 * Takes an SES_Signature that somebody else made only if it is the one that was asked for, before anything is written:
 * its seal, dataHash, property information and time (SEAL_ANSWER_MISMATCH, `details.part` names which), a version of
 * both and no critical extension (SEAL_INVALID), a certificate for signing, in its dates and in the seal's list at the
 * stated time, when the seal is in force (CERTIFICATE_KEY_USAGE, CERTIFICATE_EXPIRED, SEAL_SIGNER_NOT_LISTED,
 * SEAL_INVALID), the value, and the timestamp over it where there is one (SIGNATURE_SELF_CHECK_FAILED, TIMESTAMP_FAILED).
 * DER_INVALID for other bytes. Not checked: trust in signer, maker and authority.
 */
export async function acceptSesSignature(value: Uint8Array, asked: AskedSignature): Promise<SesSignature> {
  const signature = readSesSignature(value);
  demand('seal', equalBytes(signature.seal.raw, asked.seal));
  demand('dataHash', equalBytes(signature.dataHash, asked.dataHash));
  demand('propertyInfo', signature.propertyInfo === asked.propertyInfo);
  const { time } = signature;
  const near = time !== undefined && Math.abs(time.getTime() - asked.time.getTime()) <= TIME_TOLERANCE_MS;
  demand('time', near);
  if (signature.version !== signature.seal.version || signature.criticalExtensions.length > 0) {
    throw new YinxinError(
      'SEAL_INVALID',
      'the SES signature is of another version than its seal, or says something critical that nobody here understands',
    );
  }
  certificateForSigning(signature.signerCertificate, time);
  assertSealUsable(signature.seal, signature.signerCertificate, time!);
  await assertValue(signature);
  return signature;
}

async function assertValue(signature: SesSignature): Promise<void> {
  const { cryptography, detail } = checkSesValue({
    certificate: signature.signerCertificate,
    algorithm: signature.signatureAlgorithm,
    data: [signature.toSign],
    value: signature.signature,
  });
  if (cryptography !== 'intact') {
    throw new YinxinError('SIGNATURE_SELF_CHECK_FAILED', `${detail}; nothing was written`);
  }
  if (signature.timestamp === undefined) return;
  const token = parseTimestampToken(signature.timestamp);
  const check = await checkTimestampToken(token, (name) => digest(name, signature.signature));
  if (check.cryptography !== 'intact' || check.formatFailure !== undefined) {
    throw new YinxinError('TIMESTAMP_FAILED', 'the timestamp of the SES signature is not over its value');
  }
}

function demand(part: 'seal' | 'dataHash' | 'propertyInfo' | 'time', same: boolean): void {
  if (same) return;
  throw new YinxinError(
    'SEAL_ANSWER_MISMATCH',
    `the SES signature has another ${part} than was asked for; nothing was written`,
    { details: { part } },
  );
}
