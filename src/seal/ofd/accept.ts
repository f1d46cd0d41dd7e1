import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { checkTimestampToken, parseTimestampToken } from '../../foundation/pki/index.ts';
import {
  assertSealUsable,
  checkSesValue,
  readSesSignature,
  type SesSignature,
} from '../../signatures/ses/index.ts';
import type { PreparedSealOfd } from './options.ts';

/**
 * Takes an SES_Signature that somebody else made only if it is the one that was asked for: with this seal, over this
 * digest, for this Signature.xml, by a signer in the seal's list and at a time when the seal is in force, its value
 * right, any timestamp over that value. SIGNATURE_SELF_CHECK_FAILED, SEAL_INVALID, SEAL_SIGNER_NOT_LISTED,
 * DER_INVALID. Not checked: trust in signer, maker and authority.
 */
export async function acceptSignature(value: Uint8Array, prepared: PreparedSealOfd): Promise<SesSignature> {
  const signature = readSesSignature(value);
  demand(equalBytes(signature.seal.raw, prepared.seal.raw), 'holds another seal');
  demand(equalBytes(signature.dataHash, prepared.dataHash), 'is over another digest');
  demand(signature.propertyInfo === prepared.propertyInfo, 'names another Signature.xml');
  demand(signature.version === signature.seal.version, 'says another version than its seal');
  demand(signature.criticalExtensions.length === 0, 'has critical extensions that nobody here understands');
  demand(signature.time !== undefined, 'states no time');
  assertSealUsable(signature.seal, signature.signerCertificate, signature.time!);
  const { cryptography } = checkSesValue({
    certificate: signature.signerCertificate,
    algorithm: signature.signatureAlgorithm,
    data: [signature.toSign],
    value: signature.signature,
  });
  demand(cryptography === 'intact', 'does not verify');
  if (signature.timestamp !== undefined) await assertTimestamp(signature.timestamp, signature.signature);
  return signature;
}

async function assertTimestamp(token: Uint8Array, value: Uint8Array): Promise<void> {
  const check = await checkTimestampToken(parseTimestampToken(token), (name) => digest(name, value));
  const sound = check.cryptography === 'intact' && check.formatFailure === undefined;
  demand(sound, 'has a timestamp that is not over its value');
}

function demand(sound: boolean, fault: string): void {
  if (sound) return;
  throw new YinxinError('SIGNATURE_SELF_CHECK_FAILED', `the SES signature ${fault}; nothing was written`);
}
