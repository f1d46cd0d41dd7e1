import { type SigningAlgorithm, YinxinError } from '../../../foundation/core/index.ts';
import {
  type PublicKey,
  parsePublicKey,
  rawToDerSignature,
  signingSchemeOf,
  verifySignature,
} from '../../../foundation/crypto/index.ts';
import { readClaims } from './claims.ts';
import { type CompactJws, parseCompactJws } from './jws.ts';
import { readStrictJson } from './strict-json.ts';
import type { IdentityAnswer, IdentityFault, IdentityVerifier } from './verifier.ts';

/** A key that an identity provider signs with. */
export interface ProviderKey {
  /** `kid` of the header. Unset: the key counts for tokens without one. */
  readonly kid?: string;
  /** ES256, ES384, ES512, RS256 and up, PS256 and up, Ed25519, or SM2-SM3. */
  readonly algorithm: SigningAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /**
   * The text of `alg` in the header. Unset: the name of RFC 7518 and RFC 8037. Required for SM2-SM3, which has no
   * registered name: the platform says what it writes.
   */
  readonly alg?: string;
}

/** An identity provider with its keys. */
export interface IdentityProvider {
  /** `iss` of its tokens. */
  readonly issuer: string;
  readonly keys: readonly ProviderKey[];
}

interface KnownKey {
  readonly issuer: string;
  readonly kid: string | undefined;
  readonly alg: readonly string[];
  readonly algorithm: SigningAlgorithm;
  readonly key: PublicKey;
}

/**
 * Verifies evidence in the form of a JWS (RFC 7515, compact) with keys that the caller pinned; keys inside the token are
 * never used. The algorithm is that of the key, never the token's choice. CMS evidence is left undecided.
 * Throws ARGUMENT_INVALID for keys that are unusable: another kind than their algorithm's, RSA below 2048 bits, SM2
 * without `alg`.
 */
export function jwsIdentityVerifier(options: {
  readonly providers: readonly IdentityProvider[];
}): IdentityVerifier {
  const known = options.providers.flatMap(({ issuer, keys }) => keys.map((key) => knownKey(issuer, key)));
  return {
    async authenticate({ form, data }) {
      if (form !== 'jws') return { status: 'undecided', detail: 'the evidence is no JWS' };
      try {
        return authenticate(parseCompactJws(data), known);
      } catch (error) {
        if (!(error instanceof YinxinError)) throw error;
        return refused('IDENTITY_MALFORMED', error.message);
      }
    },
  };
}

function authenticate(jws: CompactJws, known: readonly KnownKey[]): IdentityAnswer {
  const named = known.filter(({ kid }) => kid === jws.kid);
  if (named.length === 0) return refused('IDENTITY_KEY_UNKNOWN', 'no pinned key has the key id of the token');
  const fitting = named.filter(({ alg }) => alg.includes(jws.alg));
  if (fitting.length === 0)
    return refused('IDENTITY_ALGORITHM', 'the key is not for the algorithm of the token');
  const signer = fitting.find((key) => isSignedBy(jws, key));
  if (signer === undefined) return refused('IDENTITY_SIGNATURE', 'the signature is not of the key');
  const claims = readClaims(readStrictJson(jws.payload));
  if (claims.issuer !== signer.issuer)
    return refused('IDENTITY_ISSUER', 'the key belongs to another provider than the token names');
  const by = `JWS ${signer.algorithm}${signer.kid === undefined ? '' : `, key ${signer.kid}`}`;
  return { status: 'authentic', claims, by };
}

function isSignedBy({ signingInput, signature }: CompactJws, { algorithm, key }: KnownKey): boolean {
  const { scheme } = signingSchemeOf(algorithm);
  const halves = HALF_BYTES[algorithm];
  if (halves !== undefined && signature.length !== 2 * halves) return false;
  const value = halves === undefined ? signature : rawToDerSignature(signature);
  return verifySignature(scheme, key, [signingInput], value) === 'valid';
}

/** Length of r and s in a JWS (RFC 7518 3.4); SM2 is written alike. */
const HALF_BYTES: Partial<Record<SigningAlgorithm, number>> = {
  ES256: 32,
  ES384: 48,
  ES512: 66,
  'SM2-SM3': 32,
};
/** The one curve of each (RFC 7518 3.4). */
const CURVE: Partial<Record<SigningAlgorithm, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

function knownKey(issuer: string, given: ProviderKey): KnownKey {
  const { kid, algorithm, publicKey, alg } = given;
  const key = parsePublicKey(publicKey);
  const { scheme } = signingSchemeOf(algorithm);
  const curve = CURVE[algorithm];
  if (scheme.key !== key.kind || (curve !== undefined && key.name !== curve))
    throw unusable('is of another kind than its algorithm');
  if (key.kind === 'rsa' && key.bits < 2048) throw unusable('has fewer than 2048 bits');
  if (algorithm === 'SM2-SM3' && alg === undefined)
    throw unusable('needs the `alg` that its platform writes');
  if (alg?.toLowerCase() === 'none') throw unusable('cannot be for tokens without signature');
  return { issuer, kid, algorithm, key, alg: alg === undefined ? joseNames(algorithm) : [alg] };
}

/** RFC 8037 wrote EdDSA for Ed25519; RFC 9864 writes Ed25519. */
const joseNames = (algorithm: SigningAlgorithm): readonly string[] =>
  algorithm === 'Ed25519' ? ['EdDSA', 'Ed25519'] : [algorithm];

const refused = (code: IdentityFault, detail: string): IdentityAnswer => ({
  status: 'refused',
  code,
  detail,
});

function unusable(why: string): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', `a key of an identity provider ${why}`, {
    details: { option: 'providers' },
  });
}
