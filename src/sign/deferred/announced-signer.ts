import type { SignatureValue, Signer, SignerInfo, SigningAlgorithm } from '../../foundation/core/index.ts';
import { certificateForSigning } from '../../signatures/cades/index.ts';

/**
 * A signer that is elsewhere: known by its certificate, and its value is there or not yet. What it gives is verified like
 * the value of any remote signer.
 */
export function announcedSigner(
  algorithm: SigningAlgorithm,
  chain: readonly Uint8Array[],
  value?: SignatureValue,
): Signer {
  const { spki } = certificateForSigning(chain[0]!, undefined);
  const info: SignerInfo = {
    keyId: 'deferred',
    algorithm,
    publicKey: spki,
    chain,
    accepts: ['message'],
    // A value is no longer than its public key: a modulus, or two numbers of the length of a point in DER.
    maxSignatureSize: spki.length + 64,
  };
  return {
    info: async () => info,
    sign: async () => value ?? { value: new Uint8Array(0), format: 'raw' },
  };
}
