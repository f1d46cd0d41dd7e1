import { folderOf, type OfdPackage } from '../../formats/ofd/index.ts';
import { childElement, parseXml } from '../../formats/xml/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';
import type { SignatureFacts } from '../../foundation/validation/index.ts';
import { failed, malformedFacts } from './frame.ts';
import type { ListedSignature } from './listed.ts';

const XML_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const CLAUSE = 'GB/T 33190-2016 18.1';

/** Files of this size or more are no Signature.xml that a person could have left over. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Signatures that are in the package and in no list: whoever takes a line out of the list, which is not signed, makes
 * a reader overlook the signature. Looked for where signatures stand (beside those listed, in folders of their usual
 * name) and under their usual name; each is an entry that fails.
 */
export async function findOrphans(
  ofd: OfdPackage,
  signatures: readonly ListedSignature[],
): Promise<SignatureFacts[]> {
  // Lists were read as such already: none is a signature.
  const lists = ofd.bodies.flatMap(({ signatures: list }) => (list === undefined ? [] : [list]));
  const files = signatures.flatMap(({ entry, file }) => [entry.file, file?.signedValue, file?.seal]);
  const own = new Set<string | undefined>([...lists, ...files]);
  const folders = new Set(lists.flatMap(listFolder));
  const found: SignatureFacts[] = [];
  for (const { name, size } of ofd.files) {
    if (own.has(name) || size > MAX_BYTES || !isCandidate(name, folders)) continue;
    if (!(await isSignature(ofd, name))) continue;
    const detail = `${name} is a signature that no list names: it was taken out of the list`;
    found.push(
      malformedFacts(`orphan-${found.length + 1}`, failed('OFD_SIGNATURE_NOT_LISTED', detail, CLAUSE)),
    );
  }
  return found;
}

/** The folder of a list, unless the list stands among the documents themselves. */
function listFolder(list: string): string[] {
  const folder = folderOf(list);
  return /(?:^|\/)sign[^/]*\/$/i.test(folder) ? [folder] : [];
}

function isCandidate(name: string, folders: ReadonlySet<string>): boolean {
  if (!/\.xml$/i.test(name)) return false;
  if (/(?:^|\/)signature\.xml$/i.test(name) || /(?:^|\/)sign[^/]*\//i.test(name)) return true;
  return [...folders].some((folder) => name.startsWith(folder));
}

async function isSignature(ofd: OfdPackage, name: string): Promise<boolean> {
  try {
    const root = parseXml(await ofd.read(name), ofd.limits);
    const info = childElement(root, 'SignedInfo');
    // A signature of XML Signature has the same root.
    return root.localName === 'Signature' && root.namespace !== XML_SIGNATURE && info !== undefined;
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED') return false;
    throw error;
  }
}
