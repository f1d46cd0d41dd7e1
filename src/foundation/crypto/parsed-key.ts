import type { MlDsaSet, PrimitiveKey } from '../platform/index.ts';
import type { PssParameters } from './pss-parameters.ts';

/** Parameters that an RSASSA-PSS key allows (RFC 4055, 3.3): the salt may be longer. `any` without parameters. */
export type PssRestriction = PssParameters | 'any';

/** A public key, parsed and checked. The same SPKI bytes give the same object while they are in use. */
export interface PublicKey {
  readonly kind: 'rsa' | 'ec' | 'sm2' | 'ed25519' | 'ed448' | 'dsa' | MlDsaSet | 'unsupported';
  /** `RSA-2048`, `P-256`, `SM2` …; for unsupported keys the object identifier or what is wrong. */
  readonly name: string;
  readonly curve?: string;
  /** Size of the group in bits (RSA: of the modulus; ML-DSA: λ of FIPS 204, table 1); 0 when unsupported. */
  readonly bits: number;
  /** SubjectPublicKeyInfo as given. */
  readonly spki: Uint8Array;
  /** Named quirks: `SM2_KEY_OID`, `RSA_KEY_PARAMETERS`, `EC_POINT_COMPRESSED`. */
  readonly findings: readonly string[];
  /** What the platform computes with; absent when unsupported. */
  readonly primitive?: PrimitiveKey;
  /** An RSASSA-PSS key signs with PSS only, within these parameters. */
  readonly pssOnly?: PssRestriction;
}

/** A key without its original bytes: what the readers of each kind return. */
export type ParsedKey = Omit<PublicKey, 'spki'>;

/** A key of a known shape that this library does not compute with. */
export function unsupportedKey(name: string): ParsedKey {
  return { kind: 'unsupported', name, bits: 0, findings: [] };
}
