import type {
  LockOptions,
  PdfStamp,
  PreparedSignature,
  SignatureAppearance,
} from '../../formats/pdf/index.ts';
import type {
  FileInput,
  Limits,
  Random,
  Signer,
  SignerInfo,
  SignOptions,
  TimestampAuthority,
  ValidationData,
} from '../../foundation/core/index.ts';
import type { AlgorithmProfile, DigestName } from '../../foundation/crypto/index.ts';
import type { VisibleSignature } from '../appearance/index.ts';
import type { SignatureProperties } from '../cms/index.ts';
import type { ExtensionLevel, LongTermOptions } from '../long-term/index.ts';

/** Options of {@link signPdf}. */
export interface SignPdfOptions extends Pick<SignatureProperties, 'policy' | 'commitment'> {
  readonly file: FileInput;
  /** Of an encrypted file, as user or owner; what the signature adds is encrypted too, but for its value. */
  readonly password?: string;
  /**
   * What to do with a damaged file. `refuse` (the default) is PDF_INVALID; `rewrite` signs a copy written anew from what
   * could be read of it, unless it holds signatures.
   */
  readonly damaged?: 'refuse' | 'rewrite';
  readonly signer: Signer;
  /** The time that the signer claims; it stands in the dictionary (/M) and proves nothing. */
  readonly claimedTime: Date;
  /**
   * Fully qualified name. An empty signature field of that name is filled; else a new field is made, under the groups
   * that the name tells (`buyer.signature`).
   */
  readonly field?: string;
  /** What a person sees. Without it a new field is invisible. */
  readonly appearance?: SignatureAppearance | VisibleSignature;
  /** Further pictures under the same signature (a riding seal); only the first signature of a file may bring them. */
  readonly stamps?: readonly PdfStamp[];
  readonly name?: string;
  /** Not beside a commitment, which says the same under the signature (ETSI EN 319 142-1 6.3). */
  readonly reason?: string;
  readonly location?: string;
  readonly contactInfo?: string;
  /** Certification of a document without signatures: 1 no changes, 2 forms and signatures, 3 annotations too. */
  readonly certification?: 1 | 2 | 3;
  /** What may no longer change after this signature (FieldMDP). A field of the form may bring a lock of its own. */
  readonly lock?: LockOptions;
  /** Adds a signature timestamp (PAdES B-T). An authority that fails is TIMESTAMP_FAILED, never a silent B-B. */
  readonly tsa?: TimestampAuthority;
  /** Nonce of timestamp requests. */
  readonly random?: Random;
  /**
   * Level to be reached at once; unset: B-T with `tsa`, else B-B. B-LT and B-LTA sign first and then do what `extendPdf`
   * does, with `longTerm`.
   */
  readonly level?: 'B-B' | ExtensionLevel;
  /** Where the validation data of B-LT and B-LTA comes from. */
  readonly longTerm?: LongTermOptions;
  /** The present, at which validation data must be fresh; unset: `claimedTime`. */
  readonly at?: Date;
  /** DER, written into the DSS in the same update, so that the signature covers it. */
  readonly validationData?: Partial<ValidationData>;
  /** Certificates to embed beside the signer's chain, DER. */
  readonly certificates?: readonly Uint8Array[];
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  /** Further signed attributes of the CMS, DER (a seal, a commitment type). */
  readonly signedAttributes?: readonly Uint8Array[];
  /** Passed through to the signer. */
  readonly signOptions?: SignOptions;
  readonly limits?: Partial<Limits>;
}

/** A PDF whose signature is prepared but not yet made. Nothing of it is secret. */
export interface PreparedPdf {
  readonly prepared: PreparedSignature;
  readonly hash: DigestName;
  /** Digest of the bytes that the signature covers. */
  readonly digest: Uint8Array;
  readonly signer: SignerInfo;
}
