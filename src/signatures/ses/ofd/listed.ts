import {
  type OfdBody,
  type OfdPackage,
  type OfdSignatureEntry,
  type OfdSignatureFile,
  type OfdSignatureList,
  parseSignatureFile,
  readSignatureList,
} from '../../../formats/ofd/index.ts';
import { assertWithin, YinxinError } from '../../../foundation/core/index.ts';

/** One signature of a list, as far as it could be read. */
export interface ListedSignature {
  readonly id: string;
  readonly body: OfdBody;
  readonly list: OfdSignatureList;
  readonly entry: OfdSignatureEntry;
  /** Signature.xml; absent where it cannot be read. */
  readonly file?: OfdSignatureFile;
  /** The signed value; absent where it cannot be read. */
  readonly value?: Uint8Array;
  /** The seal file that Signature.xml names. */
  readonly sealFile?: { readonly name: string; readonly bytes: Uint8Array | undefined };
  /** Why something is absent. */
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

async function readSignature(
  ofd: OfdPackage,
  place: Pick<ListedSignature, 'id' | 'body' | 'list' | 'entry'>,
): Promise<ListedSignature> {
  let file: OfdSignatureFile;
  try {
    file = parseSignatureFile(await ofd.read(place.entry.file), place.entry.file, ofd.limits);
  } catch (error) {
    return { ...place, fault: faultOf(error) };
  }
  const sealFile = file.seal === undefined ? {} : { sealFile: await readSealFile(ofd, file.seal) };
  try {
    return { ...place, file, ...sealFile, value: await ofd.read(file.signedValue) };
  } catch (error) {
    return { ...place, file, ...sealFile, fault: faultOf(error) };
  }
}

async function readSealFile(
  ofd: OfdPackage,
  name: string,
): Promise<{ readonly name: string; readonly bytes: Uint8Array | undefined }> {
  try {
    return { name, bytes: await ofd.read(name) };
  } catch (error) {
    faultOf(error);
    return { name, bytes: undefined };
  }
}

/** The message of an error of the input; any other error, and one of reading, goes on its way. */
function faultOf(error: unknown): string {
  if (error instanceof YinxinError && error.code !== 'IO_FAILED') return error.message;
  throw error;
}
