import {
  type ByteSource,
  DEFAULT_LIMITS,
  isYinxinError,
  type Limits,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { VerifiedFile, VerifyFile } from '../ports.ts';
import { mediaTypeOf } from './digest-content.ts';
import { childrenOf } from './inner-files.ts';

/** Verdict on one file, at any depth below the one asked about; files of formats without signatures have none. */
export interface ContentReport {
  /** Path of the file, with the names inside containers behind it. */
  readonly path: string;
  readonly report: VerifiedFile;
}

/** Enough of a file to tell its type where only the type is wanted. */
const HEAD = 4 * 1024 * 1024;

/**
 * Every signature in a file and in the files that it holds (ZIP, ASiC, PDF), by the port. Bounded: `fileDepth` levels,
 * `zipEntries` files and `zipBytes` bytes below one file. What lies deeper is INDETERMINATE, never passed over.
 */
export async function verifyDeep(
  source: ByteSource,
  path: string,
  verifyFile: VerifyFile,
  limits: Limits = DEFAULT_LIMITS,
): Promise<ContentReport[]> {
  const walk = new DeepWalk(verifyFile, limits);
  await walk.visit(source, path, path.slice(path.lastIndexOf('/') + 1), 1);
  return walk.reports;
}

class DeepWalk {
  readonly reports: ContentReport[] = [];
  readonly #verifyFile: VerifyFile;
  readonly #limits: Limits;
  readonly #paths = new Set<string>();
  #files = 0;
  #bytes = 0;

  constructor(verifyFile: VerifyFile, limits: Limits) {
    this.#verifyFile = verifyFile;
    this.#limits = limits;
  }

  async visit(source: ByteSource, path: string, name: string, depth: number): Promise<void> {
    const report = await this.#verify(source, name);
    if (report !== undefined) this.#tell(path, report);
    try {
      const type = mediaTypeOf(await source.read(0, Math.min(HEAD, source.size)));
      const children = await childrenOf(source, type, this.#limits);
      if (children.length > 0 && depth >= this.#limits.fileDepth) throw tooDeep(this.#limits.fileDepth);
      for (const child of children) {
        const inner = await child.open();
        this.#count(inner.size);
        await this.visit(inner, `${path}/${child.name}`, child.name, depth + 1);
      }
    } catch (error) {
      // Too much, or a file inside that does not unpack: nobody knows what it holds.
      const open = isYinxinError(error, 'LIMIT_EXCEEDED') || isYinxinError(error, 'ZIP_INVALID');
      if (!open) throw error;
      this.#tell(path, undecided(error));
    }
  }

  /** Files of one name (a PDF may embed several) keep a verdict each: none hides behind another. */
  #tell(path: string, report: VerifiedFile): void {
    let unique = path;
    for (let i = 2; this.#paths.has(unique); i++) unique = `${path} (${i})`;
    this.#paths.add(unique);
    this.reports.push({ path: unique, report });
  }

  #count(size: number): void {
    this.#files++;
    this.#bytes += size;
    if (this.#files > this.#limits.zipEntries || this.#bytes > this.#limits.zipBytes) {
      throw new YinxinError('LIMIT_EXCEEDED', 'the files inside are too many or too large to verify');
    }
  }

  async #verify(source: ByteSource, name: string): Promise<VerifiedFile | undefined> {
    try {
      return await this.#verifyFile(source, name);
    } catch (error) {
      if (isYinxinError(error, 'FORMAT_UNKNOWN')) return undefined;
      // Too large for the limits: nobody knows, and nobody may say it passed.
      if (isYinxinError(error, 'LIMIT_EXCEEDED')) return undecided(error);
      throw error;
    }
  }
}

function undecided(error: YinxinError): VerifiedFile {
  return {
    conclusion: { indication: 'INDETERMINATE', subIndications: [] },
    notChecked: [{ code: error.code, detail: error.message }],
  };
}

function tooDeep(depth: number): YinxinError {
  return new YinxinError('LIMIT_EXCEEDED', `files inside files are verified ${depth} levels deep`);
}
