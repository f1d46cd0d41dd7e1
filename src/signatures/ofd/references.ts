import {
  folderOf,
  type OfdPackage,
  type OfdReference,
  type OfdSignatureFile,
  resolveLocation,
} from '../../formats/ofd/index.ts';
import type { ZipEntry } from '../../formats/zip/index.ts';
import {
  type Change,
  type Check,
  type Cryptography,
  equalBytes,
  type NotChecked,
  type SubIndication,
  YinxinError,
} from '../../foundation/core/index.ts';
import { createHasher, type DigestName, digest } from '../../foundation/crypto/index.ts';
import { quirk } from '../ses/index.ts';
import { checkMethodOf } from './check-method.ts';

/** What recomputing the digests of one Signature.xml gave. */
export interface ReferenceResult {
  readonly cryptography: Cryptography;
  /** Names of the entries that are referred to and as signed. */
  readonly covered: ReadonlySet<string>;
  /** The digest that was computed. */
  readonly digest?: DigestName;
  readonly changes: readonly Change[];
  readonly formatFailure?: SubIndication;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

const CLAUSE = 'GB/T 33190-2016 18.2.2';

/** Up to this size an entry is read in one piece, which others may ask for too. */
const WHOLE_BYTES = 256 * 1024;

/** Files that are named one by one; beyond that they are counted. */
const MAX_NAMED = 100;

/** Digests of entries, each computed once whatever the number of signatures over it; `undefined` when damaged. */
export class EntryDigests {
  readonly #ofd: OfdPackage;
  readonly #known = new Map<DigestName, Map<string, Promise<Uint8Array | undefined>>>();

  constructor(ofd: OfdPackage) {
    this.#ofd = ofd;
  }

  of(entry: ZipEntry, name: DigestName): Promise<Uint8Array | undefined> {
    const known = this.#known.get(name) ?? new Map<string, Promise<Uint8Array | undefined>>();
    this.#known.set(name, known);
    const found = known.get(entry.name) ?? this.#compute(entry, name);
    known.set(entry.name, found);
    return found;
  }

  async #compute(entry: ZipEntry, name: DigestName): Promise<Uint8Array | undefined> {
    try {
      if (entry.size <= WHOLE_BYTES) return digest(name, await this.#ofd.read(entry.name));
      const hasher = createHasher(name);
      for await (const chunk of this.#ofd.zip.chunks(entry)) hasher.update(chunk);
      return hasher.digest();
    } catch (error) {
      if (error instanceof YinxinError && error.code === 'ZIP_INVALID') return undefined;
      throw error;
    }
  }
}

/**
 * Recomputes every digest of a Signature.xml over the files as stored. A changed, missing or damaged file breaks the
 * signature; a reference to the signature's own files, or two digests for one file, make it malformed.
 */
export async function checkReferences(
  ofd: OfdPackage,
  file: OfdSignatureFile,
  digests: EntryDigests,
): Promise<ReferenceResult> {
  const method = checkMethodOf(file.checkMethod);
  const outcome = new Outcome(file);
  for (const reference of file.references) {
    const entry = outcome.resolve(ofd, reference);
    if (entry === undefined || 'unsupported' in method) continue;
    outcome.compare(entry, reference, await digests.of(entry, method.digest));
  }
  return outcome.result(method);
}

class Outcome {
  readonly #file: OfdSignatureFile;
  readonly #covered = new Set<string>();
  readonly #seen = new Map<string, Uint8Array>();
  readonly #checks: Check[] = [];
  readonly #changes: Change[] = [];
  #malformed = false;
  #broken = false;
  #relative = 0;
  #repeated = 0;
  #unnamed = 0;

  constructor(file: OfdSignatureFile) {
    this.#file = file;
  }

  /** The entry a reference means; what is wrong with it is noted. */
  resolve(ofd: OfdPackage, reference: OfdReference): ZipEntry | undefined {
    const entry = this.#find(ofd, reference.fileRef);
    if (entry === undefined) {
      const shown = reference.fileRef.slice(0, 200);
      this.#break('OFD_ENTRY_REMOVED', 'OFD_DIGEST_TARGET_MISSING', `${shown} names no file of the package`);
      return undefined;
    }
    const { name } = entry;
    if (name === this.#file.name || name === this.#file.signedValue) {
      this.#malformed = true;
      this.#fail('OFD_SELF_REFERENCE', `the signature refers to its own file ${name}`);
      return undefined;
    }
    const earlier = this.#seen.get(name);
    this.#seen.set(name, reference.checkValue);
    if (earlier === undefined) return entry;
    if (equalBytes(earlier, reference.checkValue)) this.#repeated++;
    else {
      this.#malformed = true;
      this.#fail('OFD_REFERENCE_CONTRADICTION', `${name} is referred to with different digests`);
    }
    return entry;
  }

  compare(entry: ZipEntry, reference: OfdReference, actual: Uint8Array | undefined): void {
    const { name } = entry;
    if (actual !== undefined && equalBytes(actual, reference.checkValue)) {
      this.#covered.add(name);
      return;
    }
    this.#covered.delete(name);
    if (actual === undefined)
      this.#break('OFD_ENTRY_CHANGED', 'OFD_DIGEST_TARGET_DAMAGED', `${name} cannot be read`);
    else this.#break('OFD_ENTRY_CHANGED', 'OFD_DIGEST_MISMATCH', `${name} was changed after signing`);
  }

  result(method: ReturnType<typeof checkMethodOf>): ReferenceResult {
    const unsupported = 'unsupported' in method ? method.unsupported : undefined;
    const checks = [...this.#checks];
    if (this.#relative > 0) {
      const detail = `${this.#relative} references are not absolute; read from the root of the package`;
      checks.push(quirk('OFD_FILE_REF_RELATIVE', detail, CLAUSE));
    }
    if (this.#repeated > 0) {
      const detail = `${this.#repeated} references name a file that was named before, with the same digest`;
      checks.push(quirk('OFD_REFERENCE_REPEATED', detail, CLAUSE));
    }
    if (this.#unnamed > 0) {
      const detail = `${this.#unnamed} more files are changed or gone`;
      checks.push({ code: 'OFD_DIGEST_MISMATCH', status: 'failed', detail, clause: CLAUSE });
    }
    if ('quirks' in method) checks.push(...method.quirks);
    const notChecked: NotChecked[] = [];
    if (unsupported !== undefined) {
      const detail = `digest of the references not supported: ${unsupported}`;
      checks.push({ code: 'OFD_DIGEST_UNSUPPORTED', status: 'not-run', detail, clause: CLAUSE });
      notChecked.push({ code: 'ALGORITHM_UNSUPPORTED', detail });
    } else if (!this.#broken && !this.#malformed) {
      const detail = `${this.#covered.size} files are as signed`;
      checks.push({ code: 'OFD_DIGEST', status: 'passed', detail, clause: CLAUSE });
    }
    return {
      cryptography: this.#broken ? 'broken' : unsupported === undefined ? 'intact' : 'not-checked',
      covered: this.#covered,
      ...('digest' in method ? { digest: method.digest } : {}),
      changes: this.#changes,
      ...(this.#malformed ? { formatFailure: 'FORMAT_FAILURE' as const } : {}),
      checks,
      notChecked,
    };
  }

  /** FileRef is absolute (table 69). A relative one is read where only one reading names a file. */
  #find(ofd: OfdPackage, fileRef: string): ZipEntry | undefined {
    const absolute = fileRef.startsWith('/');
    const folders = absolute ? [''] : ['', folderOf(this.#file.name)];
    const names = new Set(folders.map((folder) => resolveLocation(fileRef, folder)));
    const found = [...names]
      .map((name) => (name === undefined ? undefined : ofd.zip.find(name)))
      .filter((entry): entry is ZipEntry => entry !== undefined && !entry.directory);
    if (found.length !== 1) return undefined;
    if (!absolute) this.#relative++;
    return found[0];
  }

  #break(change: string, code: string, detail: string): void {
    this.#broken = true;
    if (this.#changes.length === MAX_NAMED) {
      this.#unnamed++;
      return;
    }
    this.#changes.push({ code: change, detail });
    this.#fail(code, detail);
  }

  #fail(code: string, detail: string): void {
    // The first ones tell what is wrong; a file of a million faults does not make a report of as many.
    if (this.#checks.length >= 3 * MAX_NAMED) return;
    this.#checks.push({ code, status: 'failed', detail, clause: CLAUSE });
  }
}
