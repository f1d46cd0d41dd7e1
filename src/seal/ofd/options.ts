import type {
  Random,
  SealService,
  Signer,
  SignOptions,
  TimestampAuthority,
} from '../../foundation/core/index.ts';
import type { AlgorithmProfile } from '../../foundation/crypto/index.ts';
import type { OfdSigningOptions, PreparedOfd } from '../../sign/index.ts';
import type { Seal } from '../../signatures/ses/index.ts';
import type { PlacedSeal, SealPlacement } from '../place/index.ts';

/** Who seals: the holder of a key whose certificate stands in the seal, or a seal platform. */
export type SealHolder =
  | { readonly signer: Signer }
  | {
      readonly sealService: SealService;
      /** Identifier of the seal at the platform. Unset: that of the seal itself (esID). */
      readonly sealId?: string;
    };

/** Options of {@link sealOfd} beside who seals. */
export interface SealOfdBase extends OfdSigningOptions {
  /** The electronic seal (电子印章): DER of an SESeal; the signature is of its version. */
  readonly seal: Uint8Array;
  /** Where the seal stands; all places are one signature. At least one. */
  readonly placements: readonly SealPlacement[];
  /** Seal.esl beside the value, equal to the seal inside. Unset: true. */
  readonly sealFile?: boolean;
  /** Asked for a timestamp over the value (V4; V1 has no place for one). One that fails is TIMESTAMP_FAILED. */
  readonly tsa?: TimestampAuthority;
  /** Nonce of the timestamp request. */
  readonly random?: Random;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  /** Passed through to the signer or the platform. */
  readonly signOptions?: SignOptions;
}

/** Options of {@link sealOfd}. */
export type SealOfdOptions = SealOfdBase & SealHolder;

/** A sealed OFD but for the SES_Signature. Nothing of it is secret. */
export interface PreparedSealOfd {
  readonly ofd: PreparedOfd;
  readonly seal: Seal;
  /** Digest of Signature.xml, by the digest of the signer's algorithm (SM3 for SM2 and for platforms). */
  readonly dataHash: Uint8Array;
  /** Absolute path of Signature.xml. */
  readonly propertyInfo: string;
  readonly claimedTime: Date;
  readonly placed: readonly PlacedSeal[];
}
