import type { DigestName, PrimitiveScheme } from '../platform/index.ts';
import type { PublicKey } from './parsed-key.ts';
import type { SignatureScheme } from './scheme.ts';

/** A digest that something rests on: of the content, of the value, of the mask, of an imprint. */
export interface DigestUse {
  readonly kind: 'digest';
  readonly digest: DigestName;
}

/** A signature computation with the size of its key. */
export interface SignatureUse {
  readonly kind: 'signature';
  /** `RS256`, `SM2-SM3` … as in {@link SignatureScheme}. */
  readonly scheme: string;
  readonly family: PrimitiveScheme['type'];
  /** `RSA-2048`, `P-256`, `SM2` … */
  readonly key: string;
  readonly bits: number;
}

/** One algorithm that a signature, a certificate or a timestamp rests on: what a dated policy judges. */
export type AlgorithmUse = DigestUse | SignatureUse;

/**
 * What a value under a key rests on. `scheme` absent: nothing was computed with the key, and it is not judged.
 * `digests` are those beside the value (messageDigest of CMS, imprint of a timestamp); each stands once.
 */
export function algorithmUses(
  key: PublicKey,
  scheme: SignatureScheme | undefined,
  ...digests: readonly (DigestName | undefined)[]
): AlgorithmUse[] {
  const names = new Set([scheme?.hash, scheme?.mgfHash, ...digests].filter((name) => name !== undefined));
  const found = [...names].map((digest): AlgorithmUse => ({ kind: 'digest', digest }));
  if (scheme === undefined) return found;
  const { name, primitive } = scheme;
  return [
    { kind: 'signature', scheme: name, family: primitive.type, key: key.name, bits: key.bits },
    ...found,
  ];
}
