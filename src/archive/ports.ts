import type { ByteSource } from '../foundation/core/index.ts';
import type { Judgement, JudgeOptions } from '../foundation/validation/index.ts';

/** What the archive needs of a verdict on a file inside; a `Report` of `verify` is one. */
export interface VerifiedFile {
  readonly conclusion: Judgement['conclusion'];
  readonly notChecked?: Judgement['notChecked'];
}

/**
 * Verifies a file inside a package. Only the composition root binds it (to `verify`, bounded in depth).
 * FORMAT_UNKNOWN thrown means: a format that carries no signature.
 */
export type VerifyFile = (source: ByteSource, name: string) => Promise<VerifiedFile>;

/** Answer of a virus scanner for the whole package. */
export interface VirusScan {
  readonly clean: boolean;
  /** Product and version of its signatures. */
  readonly engine: string;
}

/** Options of `checkArchive`. Ports that are absent leave their items `not-run`, and then nothing is 合格. */
export interface CheckArchiveOptions extends JudgeOptions {
  readonly name?: string;
  readonly verifyFile?: VerifyFile;
  readonly scanVirus?: (source: ByteSource) => Promise<VirusScan>;
  /** Is a package with this 电子文件号 in the archive already? */
  readonly isKnown?: (recordCode: string) => Promise<boolean>;
  /** Is the target store open for the package? */
  readonly isTargetReady?: () => Promise<boolean>;
  /** The archive’s rule for 电子文件号. */
  readonly recordCodePattern?: RegExp;
  /** File codes that the archive demands for the matter (归档范围), e.g. `['A1', 'B1', 'C1']`. */
  readonly requiredFileCodes?: readonly string[];
  /** Digests of the package when it was made or sent, hex; one is enough. */
  readonly expected?: { readonly sha256?: string; readonly sm3?: string };
  /** Who attests that the process of archiving was safe (归档过程安全), and how. */
  readonly processAttestation?: string;
  /** Media types that the archive takes; a common list when unset. */
  readonly formats?: readonly string[];
}
