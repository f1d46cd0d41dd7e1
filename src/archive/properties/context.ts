import type { Judgement } from '../../foundation/validation/index.ts';
import type { ManifestComparison } from '../inspect-package.ts';
import type { LoadedPackage } from '../load-package.ts';
import type { MetadataFault } from '../metadata-faults.ts';
import type { CheckArchiveOptions, VerifiedFile, VirusScan } from '../ports.ts';

/** Verdict on one file inside: `none` for a format without signatures, `not-run` without the port. */
export type ContentVerdict = VerifiedFile | 'none' | 'not-run';

/** All that the items look at. Gathered once; items themselves ask nobody. */
export interface CheckContext {
  readonly loaded: LoadedPackage;
  readonly judgement: Judgement;
  readonly comparison: ManifestComparison;
  readonly faults: readonly MetadataFault[];
  /** By path, for every file in the three folders. */
  readonly verdicts: ReadonlyMap<string, ContentVerdict>;
  readonly packageDigests: { readonly sha256: string; readonly sm3: string };
  readonly virusScan: VirusScan | undefined;
  readonly known: boolean | undefined;
  readonly targetReady: boolean | undefined;
  readonly options: CheckArchiveOptions;
}
