import {
  folderOf,
  type OfdPackage,
  type OfdStamp,
  parseSignatureFile,
  readSignatureList,
  resolveLocation,
} from '../../formats/ofd/index.ts';
import { assertWithin, YinxinError } from '../../foundation/core/index.ts';

/** What the signatures of a package, of all its documents, say before another is added. */
export interface ExistingSignatures {
  /** Signature.xml of each, as entry names. */
  readonly files: ReadonlySet<string>;
  /** Entries that they refer to: none of these may change. */
  readonly covered: ReadonlySet<string>;
  /** Highest number among the identifiers of the list in question, of its signatures and their stamps. */
  readonly highestId: number;
  /** Stamps on the pages of the document in question. */
  readonly stamps: readonly OfdStamp[];
}

/**
 * Reads every listed signature. Nothing is verified; one that cannot be read is refused, because nobody knows what it
 * forbids: OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function readExisting(ofd: OfdPackage, list: string | undefined): Promise<ExistingSignatures> {
  const files = new Set<string>();
  const covered = new Set<string>();
  const stamps: OfdStamp[] = [];
  let highestId = 0;
  const lists = new Set(
    ofd.bodies.flatMap(({ signatures }) => (signatures === undefined ? [] : [signatures])),
  );
  for (const name of lists) {
    const { entries, maxSignId } = await readSignatureList(ofd, name);
    assertWithin('signatures', files.size + entries.length, ofd.limits);
    const ids = [maxSignId];
    for (const { id, file } of entries) {
      const signature = parseSignatureFile(await ofd.read(file), file, ofd.limits);
      files.add(file);
      ids.push(id);
      for (const stamp of signature.stamps) {
        ids.push(stamp.id);
        if (name === list) stamps.push(stamp);
      }
      for (const { fileRef } of signature.references) addTargets(fileRef, file, covered);
    }
    if (name === list) highestId = ids.reduce((most, id) => Math.max(most, numberOf(id)), 0);
  }
  return { files, covered, highestId, stamps };
}

/** Refuses to change what a signature covers: it closed the file, and would be broken. OFD_CHANGES_FORBIDDEN. */
export function assertFree(names: Iterable<string>, { covered }: ExistingSignatures): void {
  for (const name of names) {
    if (!covered.has(name)) continue;
    throw new YinxinError(
      'OFD_CHANGES_FORBIDDEN',
      `an earlier signature covers ${name} and would be broken: it closed the document`,
      { details: { entry: name } },
    );
  }
}

/** A relative reference is read both ways: either may be meant. */
function addTargets(fileRef: string, file: string, covered: Set<string>): void {
  for (const folder of ['', folderOf(file)]) {
    const name = resolveLocation(fileRef, folder);
    if (name !== undefined) covered.add(name);
  }
}

function numberOf(id: string | undefined): number {
  return Number(/(\d{1,9})$/.exec(id ?? '')?.[1] ?? 0);
}
