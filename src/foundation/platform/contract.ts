/** Digests that the library computes. `shake256-64` gives 64 bytes (RFC 8702, Ed448); `md5` only reads old files. */
export type DigestName =
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha512-256'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'shake256-64'
  | 'md5'
  | 'sm3';

/** Digests for new work: what `yinxin/crypto` offers. The others are computed where old files rest on them. */
export type CurrentDigestName = 'sha256' | 'sha384' | 'sha512' | 'sm3';

/** A running digest. `clone` branches it at a cut, so that nested revisions cost one pass. */
export interface Hasher {
  update(bytes: Uint8Array): this;
  clone(): Hasher;
  /** The value; the hasher is spent afterwards. */
  digest(): Uint8Array;
}

/** Inflated bytes, and how many bytes of the input the deflate stream took. */
export interface Inflated {
  readonly bytes: Uint8Array;
  readonly consumed: number;
}

/** Curves with ECDSA. SM2 is a key type of its own: it never runs ECDSA. */
export type EcCurve = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1';

/** Parameter sets of ML-DSA (FIPS 204, table 1). */
export type MlDsaSet = 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';

/**
 * A public key that `crypto` has parsed and checked. `spki` is its canonical DER form
 * (SM2: id-ecPublicKey with the curve 1.2.156.10197.1.301) and the key of every cache.
 */
export type PrimitiveKey =
  | {
      readonly type: 'rsa';
      readonly spki: Uint8Array;
      readonly modulus: Uint8Array;
      readonly exponent: Uint8Array;
    }
  | { readonly type: 'ec'; readonly spki: Uint8Array; readonly curve: EcCurve; readonly point: Uint8Array }
  | { readonly type: 'sm2'; readonly spki: Uint8Array; readonly point: Uint8Array }
  | { readonly type: 'ed25519' | 'ed448'; readonly spki: Uint8Array; readonly point: Uint8Array }
  | { readonly type: MlDsaSet; readonly spki: Uint8Array; readonly encoded: Uint8Array }
  | {
      readonly type: 'dsa';
      readonly spki: Uint8Array;
      readonly p: Uint8Array;
      readonly q: Uint8Array;
      readonly g: Uint8Array;
      readonly y: Uint8Array;
    };

/** How a value is made from a message, without the key. */
export type PrimitiveScheme =
  | { readonly type: 'rsa-pkcs1'; readonly hash: DigestName }
  | {
      readonly type: 'rsa-pss';
      readonly hash: DigestName;
      readonly mgfHash: DigestName;
      readonly saltLength: number;
    }
  | { readonly type: 'ecdsa'; readonly hash: DigestName }
  | { readonly type: 'dsa'; readonly hash: DigestName }
  | { readonly type: 'eddsa' }
  /** Pure ML-DSA with the empty context. */
  | { readonly type: 'ml-dsa' }
  /** e = SM3(chunks); the caller puts Z first (GB/T 32918.2). */
  | { readonly type: 'sm2' };

/** The message in chunks (hashed in order), or its digest (for SM2: e). EdDSA and ML-DSA take messages only. */
export type PrimitiveInput = { readonly message: readonly Uint8Array[] } | { readonly digest: Uint8Array };

/** Private key material that `crypto` has parsed; `pkcs8` is canonical DER. */
export type PrivateMaterial =
  | { readonly type: 'rsa'; readonly pkcs8: Uint8Array; readonly modulusBytes: number }
  | {
      readonly type: 'ec';
      readonly pkcs8: Uint8Array;
      readonly curve: EcCurve;
      readonly scalar: Uint8Array;
    }
  | { readonly type: 'sm2'; readonly pkcs8: Uint8Array; readonly scalar: Uint8Array }
  | { readonly type: 'ed25519'; readonly pkcs8: Uint8Array; readonly seed: Uint8Array };

/** Where the nonce of ECDSA and SM2 comes from. `rfc6979` makes test files repeatable; never for real keys. */
export type NonceSource = 'random' | 'rfc6979';

/** A private key opened once; the bytes stay inside. */
export interface PrimitiveSigner {
  /** The public key that belongs to it: 04 || X || Y, or the 32 bytes of Ed25519; absent for RSA. */
  readonly publicPoint?: Uint8Array;
  /** True when {@link sign} takes a digest for this scheme in this build. */
  signsDigest(scheme: PrimitiveScheme): boolean;
  /** EC and SM2 values come as r || s, each as long as the order of the curve. */
  sign(scheme: PrimitiveScheme, input: PrimitiveInput): Promise<Uint8Array>;
}

/** What differs between Node and other engines. All calls are synchronous but signing. */
export interface Platform {
  readonly name: 'node' | 'default';
  createHasher(name: DigestName): Hasher;
  randomBytes(length: number): Uint8Array;
  /** CRC-32 of ZIP and PNG (ISO 3309), continuing from `crc`, the result over earlier bytes; 0 at first. */
  crc32(bytes: Uint8Array, crc: number): number;
  /** Equality of public bytes, at the speed of the engine (not constant time: never use it on secrets). */
  sameBytes(a: Uint8Array, b: Uint8Array): boolean;
  /** Deterministic: the same input gives the same bytes in one release of the library and engine. */
  deflateRaw(bytes: Uint8Array): Uint8Array;
  /** With the zlib wrapper (RFC 1950), as PDF FlateDecode and PNG want it. */
  deflate(bytes: Uint8Array): Uint8Array;
  /** LIMIT_EXCEEDED above `maxBytes`, INFLATE_INVALID when broken or cut short. Trailing input is left alone. */
  inflateRaw(bytes: Uint8Array, maxBytes: number): Inflated;
  /** As {@link inflateRaw}, with the zlib wrapper; its Adler-32 is checked. */
  inflate(bytes: Uint8Array, maxBytes: number): Inflated;
  /**
   * True only for a right value. DSA-like values come as r || s of the order's length, already in range.
   * Never throws for a bad value.
   */
  verifyPrimitive(
    scheme: PrimitiveScheme,
    key: PrimitiveKey,
    input: PrimitiveInput,
    signature: Uint8Array,
  ): boolean;
  /** KEY_INVALID when the engine refuses the material. */
  openPrivateKey(material: PrivateMaterial, nonce?: NonceSource): Promise<PrimitiveSigner>;
}
