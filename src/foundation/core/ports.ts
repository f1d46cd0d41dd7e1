/** The present, as the caller sees it. The library never reads a clock by itself. */
export interface Clock {
  now(): Date;
}

/** Cryptographically secure randomness. */
export interface Random {
  bytes(length: number): Uint8Array;
}

/** Random access to input of any size. `read` returns exactly `length` bytes or rejects with IO_FAILED. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Sequential output. Adapters write beside the target and rename on `close`; `abort` leaves nothing behind. */
export interface ByteSink {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}

/** A tree of named files (a folder, or a package opened in memory). Names use `/`. */
export interface FileTree {
  list(): Promise<readonly string[]>;
  /** Who opens a file closes it, where there is anything to close. */
  open(name: string): Promise<ByteSource & { close?(): Promise<void> }>;
}

/** Signature algorithms that the library can produce. Names follow JOSE where JOSE has one. */
export type SigningAlgorithm =
  | 'SM2-SM3'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'Ed25519';

/** What a {@link Signer} is and can do, known before anything is signed. */
export interface SignerInfo {
  readonly keyId: string;
  readonly algorithm: SigningAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Certificates as DER, the signer's own first. Absent where they come with the value. */
  readonly chain?: readonly Uint8Array[];
  readonly accepts: readonly ('message' | 'digest')[];
  readonly maxBatch?: number;
  /** Upper bound of the value in bytes (DER form for EC and SM2). */
  readonly maxSignatureSize: number;
}

/**
 * One thing to sign. For SM2 as `digest`, the digest is e = SM3(Z || M), computed by the library
 * (GB/T 35276: identifier 1234567812345678).
 */
export type ToSign =
  | { readonly kind: 'message'; readonly data: Uint8Array }
  | { readonly kind: 'digest'; readonly digest: Uint8Array; readonly hash: string };

/** Passed through to the signer; the library itself reads none of it but `signal`. */
export interface SignOptions {
  readonly signal?: AbortSignal;
  /** Equal keys mean the same act: a remote signer must not sign twice. */
  readonly idempotencyKey?: string;
  readonly display?: readonly { readonly title: string; readonly digest: Uint8Array }[];
  readonly context?: Readonly<Record<string, string>>;
}

/** A value as the signer gave it. `chain` wins over the chain of {@link SignerInfo} (ephemeral certificates). */
export interface SignatureValue {
  readonly value: Uint8Array;
  /** `raw` is r || s (EC, SM2); RSA and EdDSA values are always `raw`. */
  readonly format: 'raw' | 'der';
  readonly chain?: readonly Uint8Array[];
}

/** Custody of a private key. Core code never sees the key; PINs are the adapter's affair. */
export interface Signer {
  info(options?: SignOptions): Promise<SignerInfo>;
  sign(input: ToSign, options?: SignOptions): Promise<SignatureValue>;
  /** Values in the order of the inputs. */
  signBatch?(inputs: readonly ToSign[], options?: SignOptions): Promise<readonly SignatureValue[]>;
}

/** A seal platform: takes the digest and returns a finished SES_Signature (GB/T 38540), verified before embedding. */
export interface SealService {
  seal(
    request: { readonly sealId: string; readonly dataHash: Uint8Array; readonly propertyInfo: string },
    options?: SignOptions,
  ): Promise<Uint8Array>;
}

/** Asks a timestamp authority (RFC 3161): takes a DER TimeStampReq, returns the DER TimeStampResp. */
export interface TimestampAuthority {
  request(timeStampReq: Uint8Array, options?: SignOptions): Promise<Uint8Array>;
}

/**
 * Fetches certificates of CAs where certificates say that their issuer's stand (authorityInfoAccess, caIssuers). What it
 * brings is verified like what was supplied.
 */
export interface CertificateSource {
  /** The certificates at an http or https URL, DER each; several where a bundle stands there. */
  issuers(url: string): Promise<readonly Uint8Array[]>;
}
