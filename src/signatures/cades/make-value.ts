import {
  equalBytes,
  type Signer,
  type SignerInfo,
  type SignOptions,
  type ToSign,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  digest,
  isLocalSigner,
  type PublicKey,
  rawToDerSignature,
  signingSchemeOf,
  sm2ZValue,
  verifySignature,
} from '../../foundation/crypto/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';

/**
 * A value over bytes from any signer, in the form files carry it (DER for EC and SM2). The value of a remote signer is
 * verified under the certificate's key before anybody uses it: SIGNATURE_SELF_CHECK_FAILED. A local key was proved when
 * it was opened; the certificate must be the one it was proved with.
 */
export async function makeValue(
  signer: Signer,
  info: SignerInfo,
  certificate: Certificate,
  data: Uint8Array,
  options?: SignOptions,
): Promise<Uint8Array> {
  const { scheme } = signingSchemeOf(info.algorithm);
  const key = certificate.publicKey;
  if (key.kind !== scheme.key) {
    throw new YinxinError('KEY_INVALID', `a ${key.name} certificate does not sign with ${info.algorithm}`);
  }
  const answer = await signer.sign(toSign(info, key, data), options);
  const ephemeral = answer.chain?.[0];
  if (ephemeral !== undefined && !equalBytes(ephemeral, certificate.raw)) {
    selfCheckFailed('the signer answered with another certificate than it announced');
  }
  const elliptic = key.kind === 'ec' || key.kind === 'sm2';
  const value = answer.format === 'raw' && elliptic ? rawToDerSignature(answer.value) : answer.value;
  const proved =
    isLocalSigner(signer) && answer.chain === undefined && equalBytes(certificate.spki, info.publicKey);
  if (!proved && verifySignature(scheme, key, [data], value) !== 'valid') {
    selfCheckFailed('the signer returned a value that does not verify under its certificate');
  }
  return value;
}

/** What a signer is asked to sign, in a form that it accepts. ALGORITHM_UNSUPPORTED where it takes digests of none. */
export function toSign(
  info: Pick<SignerInfo, 'accepts' | 'algorithm'>,
  key: PublicKey,
  data: Uint8Array,
): ToSign {
  if (info.accepts.includes('message')) return { kind: 'message', data };
  const { hash, scheme } = signingSchemeOf(info.algorithm);
  if (scheme.hash === undefined) {
    throw new YinxinError(
      'ALGORITHM_UNSUPPORTED',
      `${info.algorithm} signs messages only; this signer takes digests`,
    );
  }
  // GB/T 35276: e = SM3(Z || M) is computed by the library, the device signs e.
  const point = key.primitive?.type === 'sm2' ? key.primitive.point : undefined;
  const value = point === undefined ? digest(hash, data) : digest(hash, sm2ZValue(point), data);
  return { kind: 'digest', digest: value, hash };
}

function selfCheckFailed(message: string): never {
  throw new YinxinError('SIGNATURE_SELF_CHECK_FAILED', `${message}; nothing was written`);
}
