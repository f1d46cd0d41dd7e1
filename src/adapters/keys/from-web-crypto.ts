import {
  type SignatureValue,
  type Signer,
  type SignerInfo,
  type SigningAlgorithm,
  type SignOptions,
  type ToSign,
  toHex,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  digest,
  maxSignatureSize,
  rawToDerSignature,
  signingSchemeOf,
  verifySignature,
} from '../../foundation/crypto/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import { chainFrom, chooseCertificate, parseCertificates, withoutCertificate } from './certificate-choice.ts';
import { certificatesIn } from './from-pem.ts';
import { type WebCryptoKey, webCryptoAlgorithm } from './web-crypto-algorithm.ts';

/** A WebCrypto engine: the global one, or any that is compatible. */
export interface WebCryptoEngine {
  readonly subtle: { sign(algorithm: never, key: never, data: never): Promise<ArrayBuffer> };
}

/** What {@link fromWebCrypto} takes. */
export interface WebCryptoKeyOptions {
  /** A private key with the usage `sign`; it may be unextractable. */
  readonly key: WebCryptoKey;
  /** PEM, or certificates as DER; the order does not matter. */
  readonly certificates: string | Uint8Array | readonly Uint8Array[];
  /** The engine that the key belongs to; `globalThis.crypto` when unset. */
  readonly crypto?: WebCryptoEngine;
  /** CERTIFICATE_EXPIRED unless the certificate is valid then. Absent: dates are not looked at. */
  readonly at?: Date;
}

/**
 * A signer over a key that WebCrypto keeps (ECDSA on P-256, P-384, P-521; RSA PKCS#1 and PSS with SHA-2; Ed25519; WebCrypto
 * has no SM2). The algorithm is that of the key. Its certificate is found by signing a challenge once: the value must verify
 * under the certificate's key. Every later value is verified before it is used, as a remote one is.
 *
 * Checked: the certificate may sign, dates when `at` is given. Not checked: who issued it, revocation.
 * KEY_INVALID (no private key for signing, or the engine refuses), KEY_WITHOUT_CERTIFICATE, CERTIFICATE_KEY_USAGE,
 * CERTIFICATE_EXPIRED, ALGORITHM_UNSUPPORTED, PEM_INVALID, LIMIT_EXCEEDED, ARGUMENT_INVALID.
 *
 * @example
 * const signer = await fromWebCrypto({ key: keyPair.privateKey, certificates: pem });
 */
export async function fromWebCrypto(options: WebCryptoKeyOptions): Promise<Signer> {
  const { key, at } = options;
  const engine = options.crypto ?? globalEngine();
  const algorithm = webCryptoAlgorithm(key);
  const sign = (data: Uint8Array): Promise<Uint8Array> => signatureOver(engine, key, algorithm, data);
  const certificates = parseCertificates(certificatesIn(options.certificates));
  const own = await certified(algorithm, certificates, sign);
  if (own.length === 0) throw withoutCertificate(certificates.length);
  const certificate = chooseCertificate(own, at);
  return Object.freeze({
    info: async () => infoOf(algorithm, certificate, chainFrom(certificate, certificates)),
    sign: async (input: ToSign, signOptions?: SignOptions): Promise<SignatureValue> => {
      if (signOptions?.signal?.aborted) throw new YinxinError('ABORTED', 'signing was called off');
      if (input.kind !== 'message')
        throw new YinxinError('ARGUMENT_INVALID', 'WebCrypto signs messages, not digests');
      return { value: await sign(input.data), format: 'raw' };
    },
  });
}

function globalEngine(): WebCryptoEngine {
  const { crypto } = globalThis as { readonly crypto?: WebCryptoEngine };
  if (crypto !== undefined) return crypto;
  throw new YinxinError('ARGUMENT_INVALID', 'this engine has no WebCrypto: give one as `crypto`');
}

async function signatureOver(
  { subtle }: WebCryptoEngine,
  key: WebCryptoKey,
  algorithm: SigningAlgorithm,
  data: Uint8Array,
): Promise<Uint8Array> {
  const { scheme } = signingSchemeOf(algorithm);
  const parameters = { name: key.algorithm.name, hash: webHash(scheme.hash), saltLength: scheme.saltLength };
  try {
    return new Uint8Array(await subtle.sign(parameters as never, key as never, data as never));
  } catch (cause) {
    // The message of an engine may say anything; it stands in the cause alone.
    throw new YinxinError('KEY_INVALID', 'the WebCrypto engine refuses to sign with this key', { cause });
  }
}

/** `SHA-256` of `sha256`; Ed25519 hashes inside. */
function webHash(hash: string | undefined): string | undefined {
  return hash?.replace(/^sha/, 'SHA-');
}

/** Certificates under whose key a value of the private key verifies. */
async function certified(
  algorithm: SigningAlgorithm,
  certificates: readonly Certificate[],
  sign: (data: Uint8Array) => Promise<Uint8Array>,
): Promise<Certificate[]> {
  const challenge = utf8('yinxin: proof of a key, not a signature of any document');
  const raw = await sign(challenge);
  const { scheme } = signingSchemeOf(algorithm);
  const value = scheme.key === 'ec' ? rawToDerSignature(raw) : raw;
  return certificates.filter(
    ({ publicKey }) => verifySignature(scheme, publicKey, [challenge], value) === 'valid',
  );
}

function infoOf(algorithm: SigningAlgorithm, certificate: Certificate, chain: Uint8Array[]): SignerInfo {
  return {
    keyId: toHex(digest('sha256', certificate.spki)),
    algorithm,
    publicKey: certificate.spki,
    chain,
    accepts: ['message'],
    maxSignatureSize: maxSignatureSize(certificate.publicKey),
  };
}
