import { type ByteSource, readAll, YinxinError } from '../../foundation/core/index.ts';
import type { Check, FileFacts } from '../../foundation/validation/index.ts';
import type { DigestedContent } from '../ingest/index.ts';
import type { Manifest } from '../manifest.ts';
import type { PackageForm } from '../model.ts';
import type { BaseInfo, ProcessRecord } from '../read-metadata.ts';

/** A part of a package: its value, or why it could not be had. */
export type Part<T> =
  | { readonly value: T; readonly fault?: undefined; readonly missing?: undefined }
  | { readonly value?: undefined; readonly fault: string; readonly missing: boolean };

/** One file of a package with what its bytes prove. `readable` false: damaged (CRC, inflate, base64). */
export interface Content extends Omit<DigestedContent, 'crc32'> {
  readonly readable: boolean;
  open(): Promise<ByteSource>;
}

/** Result of comparing every listed file with its bytes. */
export interface ManifestComparison {
  readonly checks: readonly Check[];
  /** A listed file is missing, damaged or other than listed. */
  readonly broken: boolean;
  readonly unlisted: readonly string[];
}

/** A package of any form, opened: every file digested once, nothing judged yet. */
export interface LoadedPackage {
  readonly form: PackageForm;
  /** All names, those of the form itself included. */
  readonly names: readonly string[];
  /** Every file but 校验信息 and what belongs to the form, by path. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly manifestBytes: Part<Uint8Array>;
  readonly manifest: Part<Manifest>;
  readonly baseInfo: Part<BaseInfo>;
  readonly process: Part<readonly ProcessRecord[]>;
  /** Leniencies and bytes that no file accounts for; failed ones break the structure. */
  readonly findings: readonly Check[];
  /** Facts of the signatures that seal the package, its files compared with 校验信息. */
  facts(comparison: ManifestComparison): Promise<FileFacts>;
}

/** The part of that name. IO_FAILED and LIMIT_EXCEEDED pass; any other fault stands in the part. */
export async function readPart(
  contents: ReadonlyMap<string, Content>,
  name: string,
): Promise<Part<Uint8Array>> {
  const content = contents.get(name);
  if (content === undefined) return { fault: `${name} is missing`, missing: true };
  if (!content.readable) return { fault: `${name} is damaged`, missing: false };
  return attempt(async () => readAll(await content.open()));
}

/** What a part says, or the fault it has. */
export function parsePart<T>(bytes: Part<Uint8Array>, parse: (bytes: Uint8Array) => T): Part<T> {
  if (bytes.value === undefined) return bytes;
  try {
    return { value: parse(bytes.value) };
  } catch (error) {
    return { fault: faultOf(error), missing: false };
  }
}

async function attempt<T>(read: () => Promise<T>): Promise<Part<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { fault: faultOf(error), missing: false };
  }
}

function faultOf(error: unknown): string {
  if (error instanceof YinxinError && error.code !== 'IO_FAILED' && error.code !== 'LIMIT_EXCEEDED') {
    return error.message;
  }
  throw error;
}
