import {
  type Clock,
  equalBytes,
  type Signer,
  type SignOptions,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest, isLocalSigner, parsePublicKey } from '../../foundation/crypto/index.ts';
import { type CodeCarrier, type CodeText, carryCode, readCode } from '../carrier/index.ts';
import { COSE_HEADER, signCoseSign1 } from '../cose/index.ts';
import { parseLicenseQr } from '../qr/index.ts';
import { encodePresentation, MAX_LIFETIME_SECONDS, PRESENTATION_TYPE } from './payload.ts';

/** What {@link presentLicense} needs. */
export interface PresentLicenseOptions {
  /** The license's own code as text (LicenseQR v1), with a `presenter`. */
  readonly code: string;
  /** The key that the code binds: the holder's, or one of the agency's back end. ES256 or SM2-SM3. */
  readonly signer: Signer;
  readonly clock: Clock;
  /** What the verifier gave, 8 to 64 bytes: best of all, because nobody can have recorded the answer. */
  readonly nonce?: Uint8Array;
  /** 1 to 60; unset: 60. */
  readonly lifetimeSeconds?: number;
  /** Unset: offline text. */
  readonly carrier?: CodeCarrier;
  readonly sign?: SignOptions;
}

/** SHA-256 of a public key (SPKI, DER): what a license's code says of the key that may present it. */
export function presenterOf(publicKey: Uint8Array): Uint8Array {
  return digest('sha256', publicKey);
}

/**
 * A short-lived code that shows a license (亮证): its own code, the time, the verifier's nonce, signed by the key which the
 * issuer bound to the license. A picture of it is worth nothing a minute later.
 * @throws ARGUMENT_INVALID when the license binds no key or another one, PROFILE_ALGORITHM_FORBIDDEN, QR_INVALID,
 * QR_TOO_LARGE, SIGNATURE_SELF_CHECK_FAILED.
 */
export async function presentLicense(options: PresentLicenseOptions): Promise<CodeText> {
  const { signer, clock, nonce, lifetimeSeconds = MAX_LIFETIME_SECONDS, sign } = options;
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= MAX_LIFETIME_SECONDS)) {
    throw new YinxinError('ARGUMENT_INVALID', `a presentation lives 1 to ${MAX_LIFETIME_SECONDS} seconds`);
  }
  const { publicKey, algorithm } = await signer.info(sign);
  if (algorithm !== 'ES256' && algorithm !== 'SM2-SM3') {
    throw new YinxinError('PROFILE_ALGORITHM_FORBIDDEN', 'presentations are signed with ES256 or SM2-SM3', {
      details: { algorithm },
    });
  }
  assertBound(options.code, publicKey);
  const presentedAt = new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
  const payload = encodePresentation({
    code: readCode(options.code).bytes,
    publicKey,
    presentedAt,
    expiresAt: new Date(presentedAt.getTime() + Math.floor(lifetimeSeconds) * 1000),
    ...(nonce === undefined ? {} : { nonce }),
  });
  const keyId = presenterOf(publicKey).slice(0, 8);
  const opened = { algorithm, keyId, signer, key: parsePublicKey(publicKey), proved: isLocalSigner(signer) };
  const headers = new Map([[COSE_HEADER.type, PRESENTATION_TYPE]]);
  const cose = await signCoseSign1(opened, payload, headers, sign);
  return carryCode(cose, options.carrier ?? { kind: 'offline' }, 'presentation');
}

function assertBound(code: string, publicKey: Uint8Array): void {
  const { presenter } = parseLicenseQr(code).payload;
  if (presenter === undefined || !equalBytes(presenter, presenterOf(publicKey))) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the license is not bound to this key: only its own may present it',
    );
  }
}
