import { type FileTree, YinxinError } from '../../foundation/core/index.ts';
import { compareFiles } from './compare.ts';
import { readDeclaration } from './declaration.ts';
import { parseFetchList } from './fetch-list.ts';
import { parseInfo } from './info.ts';
import { type Manifest, manifestNames, parseManifest } from './manifest.ts';
import { type Bag, type BagFinding, bagFault } from './model.ts';
import { readTagFile, tagText } from './tag-file.ts';

/** The largest bags of libraries hold some hundred thousand files. */
const MAX_FILES = 1_000_000;

/** A folder that is a bag, or was meant as one: bagit.txt, or a payload with a manifest. */
export function looksLikeBag(names: readonly string[]): boolean {
  const hasPayload = names.some((name) => name.startsWith('data/'));
  return names.includes('bagit.txt') || (hasPayload && manifestNames(names).length > 0);
}

/**
 * Reads a bag (RFC 8493; drafts 0.93 to 0.97 too) and compares every file of it, each read once in pieces.
 *
 * Checked: bagit.txt, the encoding of tag files, all manifests line by line, that no path leads out of the bag, that every
 * listed file is there with its digest and every file of the payload is listed (in 1.0 by every payload manifest), fetch.txt,
 * Payload-Oxum. Not checked: who made the bag. MD5 and SHA-1 find damage and no intent; the caller says so. Files that
 * fetch.txt names and that are absent are told in `toFetch`: nothing is fetched.
 * LIMIT_EXCEEDED above a million files or 256 MiB in a tag file; what the tree throws.
 */
export async function readBag(tree: FileTree): Promise<Bag> {
  const names = await tree.list();
  if (names.length > MAX_FILES)
    throw new YinxinError('LIMIT_EXCEEDED', 'the bag holds more than a million files', {
      details: { limit: 'bagFiles', value: names.length },
    });
  const known = new Set(names);
  const declaration = await readDeclaration(tree, known);
  if ('code' in declaration) return unreadable(declaration);
  const { version, encoding } = declaration;
  const findings: BagFinding[] = [];
  const textOf = async (name: string): Promise<string | undefined> => {
    const text = tagText(await readTagFile(tree, name), encoding);
    if (text === undefined)
      findings.push(bagFault('BAGIT_TAG_FILE', '2.1.1', `${name} is not text in ${encoding}`));
    return text;
  };
  const files = manifestNames(names);
  const manifests: Manifest[] = [];
  for (const file of files) {
    const { digest } = file;
    const text = digest === undefined ? undefined : await textOf(file.name);
    if (digest !== undefined && text !== undefined)
      manifests.push(parseManifest({ ...file, digest }, text, version === '1.0'));
  }
  if (!files.some(({ kind }) => kind === 'payload'))
    findings.push(bagFault('BAGIT_MANIFEST_ABSENT', '2.1.3', 'there is no payload manifest'));
  const fetched = known.has('fetch.txt') ? parseFetchList((await textOf('fetch.txt')) ?? '') : undefined;
  const info = known.has('bag-info.txt') ? parseInfo((await textOf('bag-info.txt')) ?? '') : undefined;
  findings.push(
    ...manifests.flatMap((one) => one.findings),
    ...(fetched?.findings ?? []),
    ...(info?.findings ?? []),
  );
  const compared = await compareFiles(tree, names, manifests, fetched?.paths ?? new Set(), version === '1.0');
  findings.push(...compared.findings);
  if (compared.toFetch.length === 0) {
    for (const { bytes, files: count } of info?.oxum ?? []) {
      if (bytes === compared.payloadBytes && count === compared.payloadFiles) continue;
      findings.push(
        bagFault('BAGIT_PAYLOAD_OXUM', '2.2.2', 'the payload has another size or count of files'),
      );
    }
  }
  return {
    version,
    findings,
    algorithms: manifests.filter(({ kind }) => kind === 'payload').map(({ algorithm }) => algorithm),
    unknownAlgorithms: files.filter(({ digest }) => digest === undefined).map(({ algorithm }) => algorithm),
    toFetch: compared.toFetch,
    payloadFiles: compared.payloadFiles,
    payloadBytes: compared.payloadBytes,
  };
}

function unreadable(finding: BagFinding): Bag {
  return {
    findings: [finding],
    algorithms: [],
    unknownAlgorithms: [],
    toFetch: [],
    payloadFiles: 0,
    payloadBytes: 0,
  };
}
