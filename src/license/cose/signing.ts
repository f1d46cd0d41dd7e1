import { equalBytes, type Signer, type SignOptions, YinxinError } from '../../foundation/core/index.ts';
import {
  derToRawSignature,
  digest,
  isLocalSigner,
  type PublicKey,
  parsePublicKey,
  rawToDerSignature,
  signingSchemeOf,
  verifySignature,
} from '../../foundation/crypto/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';
import { type CborKey, type CborValue, encodeCbor } from '../cbor/index.ts';
import { type CoseAlgorithm, coseAlgorithmNumber, coseAlgorithmOf } from './algorithms.ts';
import { type CoseSign1, encodeCoseSign1, sigStructure } from './sign1.ts';

/** COSE header labels in use: alg and kid (RFC 9052 3.1), typ (RFC 9596). */
export const COSE_HEADER = { algorithm: 1, keyId: 4, type: 16 } as const;

/** r || s of a 256-bit curve (RFC 9053 2.1; the same form for SM2). */
const RAW_SIGNATURE_BYTES = 64;
const KEY_ID_BYTES = 8;

/** Key id: the first 8 bytes of SHA-256 over the certificate's DER. Two certificates may share one: try all. */
export function coseKeyId(certificate: Uint8Array): Uint8Array {
  return digest('sha256', certificate).slice(0, KEY_ID_BYTES);
}

/** A signer that was asked once what it is: algorithm, certificate, key id. */
export interface CoseSigner {
  readonly algorithm: CoseAlgorithm;
  readonly certificate: Uint8Array;
  readonly keyId: Uint8Array;
  readonly signer: Signer;
  readonly key: PublicKey;
  /** A local key that was proved when it was opened, and is the certificate's: its values are not verified again. */
  readonly proved: boolean;
}

/**
 * Asks a {@link Signer} once and checks that it fits: ES256 or SM2 with SM3, with its certificate, both of one key.
 * @throws PROFILE_ALGORITHM_FORBIDDEN, KEY_WITHOUT_CERTIFICATE, KEY_INVALID.
 */
export async function openCoseSigner(signer: Signer, options?: SignOptions): Promise<CoseSigner> {
  const info = await signer.info(options);
  if (info.algorithm !== 'ES256' && info.algorithm !== 'SM2-SM3') {
    throw new YinxinError(
      'PROFILE_ALGORITHM_FORBIDDEN',
      'license codes and status lists are signed with ES256 or SM2-SM3: take another key',
      { details: { algorithm: info.algorithm } },
    );
  }
  const certificate = info.chain?.[0];
  if (certificate === undefined) {
    throw new YinxinError(
      'KEY_WITHOUT_CERTIFICATE',
      'the key id is made from the certificate: give it with the key',
    );
  }
  const { spki } = parseCertificate(certificate);
  const key = parsePublicKey(spki);
  if (!keyFits(info.algorithm, key)) {
    throw new YinxinError('KEY_INVALID', `the certificate's key is not one for ${info.algorithm}`, {
      details: { key: key.name },
    });
  }
  const proved = isLocalSigner(signer) && equalBytes(info.publicKey, spki);
  return { algorithm: info.algorithm, certificate, keyId: coseKeyId(certificate), signer, key, proved };
}

/**
 * Signs `payload` as COSE_Sign1 with {1: alg, 4: kid} and the given further protected headers. The value is verified
 * with the certificate before it is returned, unless it comes from a local key that was proved when it was opened.
 * @throws SIGNATURE_SELF_CHECK_FAILED.
 */
export async function signCoseSign1(
  opened: Omit<CoseSigner, 'certificate'>,
  payload: Uint8Array,
  headers: ReadonlyMap<CborKey, CborValue> = new Map(),
  options?: SignOptions,
): Promise<Uint8Array> {
  const protectedBytes = encodeCbor(
    new Map<CborKey, CborValue>([
      [COSE_HEADER.algorithm, coseAlgorithmNumber(opened.algorithm)],
      [COSE_HEADER.keyId, opened.keyId],
      ...headers,
    ]),
  );
  const data = sigStructure(protectedBytes, payload);
  const { value, format } = await opened.signer.sign({ kind: 'message', data }, options);
  const raw = format === 'raw' ? value : derToRawSignature(value, RAW_SIGNATURE_BYTES / 2);
  if (!opened.proved && checkValue(opened.algorithm, opened.key, data, raw) !== 'valid') {
    throw new YinxinError(
      'SIGNATURE_SELF_CHECK_FAILED',
      "the signer's value does not verify with its certificate: nothing was written",
    );
  }
  return encodeCoseSign1(protectedBytes, payload, raw);
}

/** The outcome of {@link verifyCoseSign1}. */
export type CoseVerification = 'valid' | 'invalid' | 'unsupported';

/** Algorithm and key id of a structure, when it has them in its protected bucket. */
export function coseHeaderOf(cose: CoseSign1): { algorithm?: CoseAlgorithm; keyId?: Uint8Array } {
  const algorithm = coseAlgorithmOf(cose.protectedHeader.get(COSE_HEADER.algorithm));
  const keyId = cose.protectedHeader.get(COSE_HEADER.keyId);
  return {
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(keyId instanceof Uint8Array ? { keyId } : {}),
  };
}

/**
 * Checks the signature with one public key (SPKI, or one that was read already). The algorithm is the one of the headers, and must be the key's
 * own; any other is `unsupported`, a wrong value (or one that is not r || s of 64 bytes) `invalid`.
 */
export function verifyCoseSign1(
  cose: CoseSign1,
  publicKey: Uint8Array | PublicKey,
  externalAad: Uint8Array = new Uint8Array(0),
): CoseVerification {
  // RFC 9052 3.1 allows alg in either bucket; the profiles here demand it protected, before they come to this.
  const algorithm = coseAlgorithmOf(
    cose.protectedHeader.get(COSE_HEADER.algorithm) ?? cose.unprotectedHeader.get(COSE_HEADER.algorithm),
  );
  const key = publicKey instanceof Uint8Array ? parsePublicKey(publicKey) : publicKey;
  if (algorithm === undefined) return 'unsupported';
  if (!keyFits(algorithm, key)) return 'invalid';
  return checkValue(
    algorithm,
    key,
    sigStructure(cose.protectedBytes, cose.payload, externalAad),
    cose.signature,
  );
}

function checkValue(
  algorithm: CoseAlgorithm,
  key: PublicKey,
  data: Uint8Array,
  raw: Uint8Array,
): CoseVerification {
  if (raw.length !== RAW_SIGNATURE_BYTES) return 'invalid';
  return verifySignature(signingSchemeOf(algorithm).scheme, key, [data], rawToDerSignature(raw));
}

function keyFits(algorithm: CoseAlgorithm, key: PublicKey): boolean {
  return algorithm === 'SM2-SM3' ? key.kind === 'sm2' : key.kind === 'ec' && key.name === 'P-256';
}
