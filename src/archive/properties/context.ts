import type { Judgement } from '../../foundation/validation/index.ts';
import type { MetadataFault } from '../metadata-faults.ts';
import type { LoadedPackage, ManifestComparison } from '../packages/index.ts';
import type {
  ArchiveStage,
  CarrierInspection,
  CheckArchiveOptions,
  FormatSuitability,
  VerifiedFile,
  VirusScan,
} from '../ports.ts';

/** All that the items look at. Gathered once; items themselves ask nobody. */
export interface CheckContext {
  readonly stage: ArchiveStage;
  readonly loaded: LoadedPackage;
  readonly judgement: Judgement;
  readonly comparison: ManifestComparison;
  readonly faults: readonly MetadataFault[];
  /**
   * By path, for every file in the three folders and every file inside one of them that the port knew a format for.
   * Absent: nobody looked (no port).
   */
  readonly verdicts: ReadonlyMap<string, VerifiedFile> | undefined;
  /** Files that do not open as what they are, with why. */
  readonly unopened: ReadonlyMap<string, string>;
  /** Answers of the port that knows PDF/A and OFD, by path. */
  readonly suitability: ReadonlyMap<string, FormatSuitability> | undefined;
  readonly packageDigests: { readonly sha256: string; readonly sm3: string };
  readonly virusScan: VirusScan | undefined;
  readonly carrier: CarrierInspection | undefined;
  readonly known: boolean | undefined;
  readonly targetReady: boolean | undefined;
  readonly options: CheckArchiveOptions;
}
