import {
  type OfdBody,
  type OfdPackage,
  type OfdSignatureEntry,
  type OfdSignatureFile,
  type OfdSignatureList,
  parseSignatureFile,
  readSignatureList,
} from '../../formats/ofd/index.ts';
import { assertWithin, YinxinError } from '../../foundation/core/index.ts';

/** One signature of a list, as far as it could be read. */
export interface ListedSignature {
  readonly id: string;
  readonly body: OfdBody;
  readonly list: OfdSignatureList;
  readonly entry: OfdSignatureEntry;
  /** Signature.xml; absent where it cannot be read. */
  readonly file?: OfdSignatureFile;
  /** Why it is absent. */
  readonly fault?: string;
}

/** All lists of the package, each once. A list that is named and cannot be read is an error of the file. */
export async function readLists(
  ofd: OfdPackage,
): Promise<readonly { readonly body: OfdBody; readonly list: OfdSignatureList }[]> {
  const lists = [];
  const seen = new Set<string>();
  for (const body of ofd.bodies) {
    if (body.signatures === undefined || seen.has(body.signatures)) continue;
    seen.add(body.signatures);
    lists.push({ body, list: await readSignatureList(ofd, body.signatures) });
  }
  return lists;
}

/** Reads what every line of the lists points to. A line that was there before points to nothing of its own. */
export async function readListed(
  ofd: OfdPackage,
  lists: readonly { readonly body: OfdBody; readonly list: OfdSignatureList }[],
): Promise<ListedSignature[]> {
  const total = lists.reduce((sum, { list }) => sum + list.entries.length, 0);
  assertWithin('signatures', total, ofd.limits);
  assertWithin('inflatedBytes', sizeOfAll(ofd, lists), ofd.limits);
  const out: ListedSignature[] = [];
  const used = new Set<string>();
  for (const { body, list } of lists) {
    for (const entry of list.entries) {
      const place = { id: `signature-${out.length + 1}`, body, list, entry };
      const twice = used.has(entry.file);
      used.add(entry.file);
      out.push(
        twice ? { ...place, fault: `${entry.file} is listed twice` } : await readSignature(ofd, place),
      );
    }
  }
  return out;
}

/** Bytes of all Signature.xml together: every one lists every file, and all are looked at. */
function sizeOfAll(ofd: OfdPackage, lists: readonly { readonly list: OfdSignatureList }[]): number {
  const names = new Set(lists.flatMap(({ list }) => list.entries.map(({ file }) => file)));
  return [...names].reduce((sum, name) => sum + (ofd.zip.find(name)?.size ?? 0), 0);
}

async function readSignature(
  ofd: OfdPackage,
  place: Pick<ListedSignature, 'id' | 'body' | 'list' | 'entry'>,
): Promise<ListedSignature> {
  try {
    return {
      ...place,
      file: parseSignatureFile(await ofd.read(place.entry.file), place.entry.file, ofd.limits),
    };
  } catch (error) {
    return { ...place, fault: faultOf(error) };
  }
}

/** Signed values and seal files above this are refused: a seal holds a picture of 8 MiB at most. */
const MAX_VALUE_BYTES = 32 * 1024 * 1024;

/** A small file that a signature names: its signed value, its seal. Its bytes, or why there are none. */
export async function readNamed(
  ofd: OfdPackage,
  name: string,
): Promise<{ readonly bytes: Uint8Array } | { readonly fault: string }> {
  try {
    const size = ofd.zip.find(name)?.size ?? 0;
    if (size > MAX_VALUE_BYTES) return { fault: `${name} is larger than any signed value` };
    return { bytes: await ofd.read(name) };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** The message of an error of the input; any other error, and one of reading, goes on its way. */
function faultOf(error: unknown): string {
  if (error instanceof YinxinError && error.code !== 'IO_FAILED') return error.message;
  throw error;
}
