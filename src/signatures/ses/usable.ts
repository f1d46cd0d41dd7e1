import { YinxinError } from '../../foundation/core/index.ts';
import type { Seal } from './seal.ts';
import { listsSigner } from './seal-facts.ts';

/**
 * Before anybody seals: the signer stands in the seal, and the seal is in force at the claimed time. Who made the seal
 * is for verifiers to judge. SEAL_SIGNER_NOT_LISTED, SEAL_INVALID.
 */
export function assertSealUsable(seal: Seal, certificate: Uint8Array, at: Date): void {
  if (!listsSigner(seal, certificate)) {
    throw new YinxinError(
      'SEAL_SIGNER_NOT_LISTED',
      'the signer’s certificate is not in the seal: have the seal made anew for it',
    );
  }
  if (at < seal.validFrom || at > seal.validTo) {
    throw new YinxinError('SEAL_INVALID', 'the seal is not in force at the signing time', {
      details: { validFrom: seal.validFrom, validTo: seal.validTo },
    });
  }
}
