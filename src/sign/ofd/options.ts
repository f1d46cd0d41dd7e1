import type { OfdProvider } from '../../formats/ofd/index.ts';
import type {
  FileInput,
  Limits,
  Random,
  Signer,
  SignOptions,
  TimestampAuthority,
} from '../../foundation/core/index.ts';
import type { AlgorithmProfile } from '../../foundation/crypto/index.ts';

/**
 * What may follow a signature of an OFD. `continue`: further signatures, because the list of signatures is left out of
 * the digests. `whole`: none; the list is covered too, and a later signature would break this one.
 */
export type OfdMode = 'continue' | 'whole';

/** What signatures and seals of an OFD have in common. */
export interface OfdSigningOptions {
  readonly file: FileInput;
  /** The time that the signer claims; it proves nothing. */
  readonly claimedTime: Date;
  /** Unset: `continue`. */
  readonly mode?: OfdMode;
  /** Which document of the package (DocBody), from 1; the signature covers all of them. Unset: the first. */
  readonly document?: number;
  /** The software, as Signature.xml names it. Unset: yinxin. */
  readonly provider?: OfdProvider;
  readonly limits?: Partial<Limits>;
}

/**
 * What a SignedData signs. `attributes`: detached, signed attributes with the digest of Signature.xml, the time and the
 * certificate. `digest`: the 32 octets of the digest as content, without attributes (GM/T 0099-2020 7.2.2 b), which
 * some readers know alone; nothing in it states a time.
 */
export type OfdSignatureForm = 'attributes' | 'digest';

/** Options of signOfd. */
export interface SignOfdOptions extends OfdSigningOptions {
  readonly signer: Signer;
  /** Unset: `attributes`. */
  readonly form?: OfdSignatureForm;
  /** Adds a timestamp over the value, as unsigned attribute. An authority that fails is TIMESTAMP_FAILED. */
  readonly tsa?: TimestampAuthority;
  /** Nonce of the timestamp request. */
  readonly random?: Random;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  readonly signOptions?: SignOptions;
}
