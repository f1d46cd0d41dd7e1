import { readSequence, TAG } from '../asn1/index.ts';
import {
  equalBytes,
  type SignatureValue,
  type Signer,
  type SignerInfo,
  type SigningAlgorithm,
  type SignOptions,
  type ToSign,
  toHex,
  utf8,
  YinxinError,
} from '../core/index.ts';
import { EC_CURVES } from '../platform/portable/index.ts';
import { digest } from './digest.ts';
import type { PublicKey } from './parsed-key.ts';
import type { PrivateKey } from './private-key.ts';
import { parsePublicKey } from './public-key.ts';
import { fitsKey, signingSchemeOf } from './signing-scheme.ts';
import { verifySignature } from './verify.ts';

/** What {@link localSigner} needs. */
export interface LocalSignerOptions {
  readonly key: PrivateKey;
  /** Certificates as DER, the signer's own first; empty for a bare key. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm?: SigningAlgorithm;
}

/** Signers made here, whose keys were proved when they were opened. */
const PROVED: WeakSet<Signer> = /* @__PURE__ */ new WeakSet();

/** True for a signer of {@link localSigner} itself, not for anything wrapped around it: its values need no second proof. */
export function isLocalSigner(signer: Signer): boolean {
  return PROVED.has(signer);
}

/**
 * A {@link Signer} over a key in memory. The key is proved once, here: a value made with it must verify under the
 * public key of the certificate (KEY_INVALID, SIGNATURE_SELF_CHECK_FAILED). Validity, usage and chain are not checked.
 */
export async function localSigner(options: LocalSignerOptions): Promise<Signer> {
  const { key, chain } = options;
  const algorithm = options.algorithm ?? key.algorithmDefault;
  const [certificate] = chain;
  const publicKey = certificate === undefined ? key.key : parsePublicKey(spkiOf(certificate));
  assertSameKey(key.key, publicKey);
  if (!fitsKey(algorithm, key.key)) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', `a ${key.key.name} key does not sign with ${algorithm}`, {
      details: { key: key.key.name, algorithm },
    });
  }
  await prove(key, publicKey, algorithm);
  const takesDigest = key.signsDigest(algorithm);
  const info: SignerInfo = {
    keyId: toHex(digest('sha256', key.publicKey)),
    algorithm,
    publicKey: publicKey.spki,
    ...(chain.length === 0 ? {} : { chain }),
    accepts: takesDigest ? ['message', 'digest'] : ['message'],
    maxSignatureSize: maxSignatureSize(publicKey),
  };
  const sign = async (input: ToSign, signOptions?: SignOptions): Promise<SignatureValue> => {
    if (signOptions?.signal?.aborted) throw new YinxinError('ABORTED', 'signing was called off');
    const value =
      input.kind === 'message'
        ? await key.sign(algorithm, input.data)
        : await key.signDigest(algorithm, assertHash(input, algorithm));
    return { value, format: publicKey.kind === 'ec' || publicKey.kind === 'sm2' ? 'der' : 'raw' };
  };
  const signer: Signer = Object.freeze({
    info: async () => info,
    sign,
    signBatch: (inputs: readonly ToSign[], signOptions?: SignOptions) =>
      Promise.all(inputs.map((input) => sign(input, signOptions))),
  });
  PROVED.add(signer);
  return signer;
}

/** subjectPublicKeyInfo of a certificate (RFC 5280, 4.1); the rest is the affair of x509. */
function spkiOf(certificate: Uint8Array): Uint8Array {
  const tbs = readSequence(certificate, 'Certificate').sequence('tbsCertificate');
  tbs.optionalContext(0);
  for (const field of ['serialNumber', 'signature', 'issuer', 'validity', 'subject']) tbs.next(field);
  return tbs.expect(TAG.sequence, 'subjectPublicKeyInfo').raw;
}

function assertSameKey(own: PublicKey, certified: PublicKey): void {
  const [a, b] = [own.primitive?.spki, certified.primitive?.spki];
  if (a === undefined || b === undefined || !equalBytes(a, b)) {
    throw new YinxinError(
      'KEY_INVALID',
      'the private key does not belong to the certificate: give the certificate of this key first',
      {
        details: { key: own.name, certificate: certified.name },
      },
    );
  }
}

async function prove(key: PrivateKey, publicKey: PublicKey, algorithm: SigningAlgorithm): Promise<void> {
  const challenge = utf8('yinxin: proof of a key, not a signature of any document');
  const value = await key.sign(algorithm, challenge);
  if (verifySignature(signingSchemeOf(algorithm).scheme, publicKey, [challenge], value) !== 'valid') {
    throw new YinxinError(
      'SIGNATURE_SELF_CHECK_FAILED',
      'a value of the private key does not verify: the key is damaged',
    );
  }
}

function assertHash(input: ToSign & { readonly kind: 'digest' }, algorithm: SigningAlgorithm): Uint8Array {
  const { hash } = signingSchemeOf(algorithm);
  if (input.hash !== hash) {
    throw new YinxinError('ARGUMENT_INVALID', `${algorithm} signs digests of ${hash}`, {
      details: { hash: input.hash },
    });
  }
  return input.digest;
}

/** Bytes of the longest value of a key; DER for EC and SM2: two INTEGERs with sign octet and headers in a SEQUENCE. */
export function maxSignatureSize(key: PublicKey): number {
  const { primitive } = key;
  if (primitive?.type === 'rsa') return primitive.modulus.length;
  if (primitive?.type === 'ec' || primitive?.type === 'sm2') {
    const order = primitive.type === 'sm2' ? 32 : EC_CURVES[primitive.curve].orderBytes;
    return 2 * (order + 3) + 3;
  }
  return 64;
}
