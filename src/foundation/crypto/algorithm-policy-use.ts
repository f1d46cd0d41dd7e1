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
  const uses: AlgorithmUse[] = [];
  if (scheme !== undefined) {
    const { name, primitive } = scheme;
    uses.push({ kind: 'signature', scheme: name, family: primitive.type, key: key.name, bits: key.bits });
  }
  for (const digest of [scheme?.hash, scheme?.mgfHash, ...digests]) {
    const isNamed = uses.some((use) => use.kind === 'digest' && use.digest === digest);
    if (digest !== undefined && !isNamed) uses.push({ kind: 'digest', digest });
  }
  return uses;
}
