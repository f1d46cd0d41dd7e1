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

/** Whether a file can be kept for long, and by which rules (PDF/A-2b, GB/T 42133 …). */
export interface FormatSuitability {
  readonly profile: string;
  /** Why not; none: it is suitable. */
  readonly faults: readonly string[];
  /** What is recommended and not so; it stops nothing. */
  readonly findings?: readonly string[];
  /** Why nobody can tell: then GD-3-5 does not run. */
  readonly notChecked?: string;
}

/** Looks at a file of a type; `undefined` for types that it has no rules for. */
export type CheckFormat = (source: ByteSource, mediaType: string) => Promise<FormatSuitability | undefined>;

/** What a person or a machine found at the carrier (载体): unset members were not looked at. */
export interface CarrierInspection {
  /** 载体读取速度. */
  readonly readable?: boolean;
  /** 载体外观. */
  readonly appearance?: boolean;
  /** 光盘合格性, or the like for other carriers. */
  readonly qualified?: boolean;
  /** Who looked, and at which carrier. */
  readonly inspector: string;
}

/** When the four properties are checked (DA/T 70-2018). */
export type ArchiveStage = '归档' | '移交接收' | '长期保存';

/** Answer of a virus scanner for the whole package. */
export interface VirusScan {
  readonly clean: boolean;
  /** Product and version of its signatures; empty: none is installed, and `clean` says nothing. */
  readonly engine: string;
}

/** Options of `checkArchive`. Ports that are absent leave their items `not-run`, and then nothing is 合格. */
export interface CheckArchiveOptions extends JudgeOptions {
  readonly name?: string;
  /** 归档 when unset. */
  readonly stage?: ArchiveStage;
  readonly checkFormat?: CheckFormat;
  /** Looks at the carrier; unset where the package came without one: not-run, unless `carrier` is `none`. */
  readonly inspectCarrier?: () => Promise<CarrierInspection>;
  /** `none`: the package came over a network, and items on carriers do not apply. */
  readonly carrier?: 'none';
  /** Numbers of the items before and after in the batch: 室编件号 must lie between them without a gap. */
  readonly neighbours?: { readonly before?: string; readonly after?: string };
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
