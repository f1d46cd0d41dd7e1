import type { ByteSource, InputFormat } from '../foundation/core/index.ts';
import type { FileFacts, Judgement, LicenseReport, Report } from '../foundation/validation/index.ts';
import type { VerifyOptions } from './options.ts';

/** Reads one format: who can tell it by its bytes, and what facts it finds. Registered by `entries/`. */
export interface FormatHandler {
  readonly format: InputFormat;
  /** Facts of a file of this format. May throw a YinxinError: the door reports it as FORMAT_FAILURE. */
  inspect(source: ByteSource, options: VerifyOptions, context: VerifyContext): Promise<FileFacts>;
}

/** What a product adds to a judged file: cross-checks of a license, of a package. */
export interface ProductFinding {
  readonly license?: LicenseReport;
  readonly checks?: Judgement['checks'];
  readonly notChecked?: Judgement['notChecked'];
  /** Set when the product’s own checks forbid a better conclusion than this. */
  readonly atBest?: Judgement['conclusion'];
}

/** What is known of a file when the products look at it. */
export interface JudgedFile {
  readonly facts: FileFacts;
  readonly judgement: Judgement;
}

/** Looks at files of some formats after they were judged. */
export interface ProductHandler {
  readonly formats: readonly InputFormat[];
  examine(
    source: ByteSource,
    judged: JudgedFile,
    options: VerifyOptions,
    context: VerifyContext,
  ): Promise<ProductFinding | undefined>;
}

/** Files inside files are verified through the same door, one level deeper (limit `fileDepth`). */
export interface VerifyContext {
  readonly depth: number;
  verifyFile(source: ByteSource, name: string): Promise<Report>;
}
