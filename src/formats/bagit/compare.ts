import { platform } from '#platform';
import { type ByteSource, type FileTree, toHex } from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/platform/index.ts';
import type { Manifest } from './manifest.ts';
import { type BagFinding, bagFault, bagQuirk } from './model.ts';
import { clashKey, decodedPath, isSystemFile } from './paths.ts';

/** What the files of a bag turned out to be against its manifests. */
export interface Compared {
  readonly findings: readonly BagFinding[];
  readonly toFetch: readonly string[];
  readonly payloadFiles: number;
  readonly payloadBytes: number;
}

const CHUNK = 1 << 20;

/** Every listed file against its digests, and every file of the payload against the lists. */
export async function compareFiles(
  tree: FileTree,
  names: readonly string[],
  manifests: readonly Manifest[],
  fetched: ReadonlySet<string>,
  isStrict: boolean,
): Promise<Compared> {
  const inventory = new Inventory(names, isStrict);
  const listed = new Listed();
  for (const manifest of manifests) listed.add(manifest, inventory, fetched);
  const findings = [...listed.findings];
  const payload = names.filter((name) => name.startsWith('data/'));
  const needed = isStrict ? manifests.filter(({ kind }) => kind === 'payload').length : 1;
  let payloadBytes = 0;
  for (const file of payload) {
    if ((listed.payloadLists.get(file) ?? 0) < needed)
      findings.push(bagFault('BAGIT_FILE_UNLISTED', '2.1.3', `${file} is not listed as it must be`));
    // What is not listed counts for the size all the same.
    if (!listed.digests.has(file)) payloadBytes += (await measure(tree, file, new Map())).size;
  }
  for (const [file, digests] of listed.digests) {
    const { size, wrong } = await measure(tree, file, digests);
    if (file.startsWith('data/')) payloadBytes += size;
    if (wrong !== undefined)
      findings.push(
        bagFault('BAGIT_DIGEST_MISMATCH', '3', `${file} was changed: its ${wrong} is another one`),
      );
  }
  return { findings, toFetch: [...listed.toFetch], payloadFiles: payload.length, payloadBytes };
}

/** What the manifests together say of the files that are there, and what they name in vain. */
class Listed {
  readonly findings: BagFinding[] = [];
  readonly toFetch = new Set<string>();
  /** Expected digests by file. */
  readonly digests = new Map<string, Map<DigestName, string>>();
  /** How many payload manifests list a file. */
  readonly payloadLists = new Map<string, number>();

  add({ name, kind, digest, entries }: Manifest, inventory: Inventory, fetched: ReadonlySet<string>): void {
    const present = inventory.presentNames(entries);
    for (const [path, hex] of entries) {
      const file = inventory.find(path);
      if (file !== undefined) this.#expect(file, kind, digest, hex);
      else if (fetched.has(path)) this.toFetch.add(path);
      else if (!present.has(`${hex} ${clashKey(path)}`))
        this.findings.push(bagFault('BAGIT_FILE_MISSING', '3', `${path} is listed in ${name} and missing`));
    }
  }

  #expect(file: string, kind: Manifest['kind'], digest: DigestName, hex: string): void {
    if (kind === 'payload') this.payloadLists.set(file, (this.payloadLists.get(file) ?? 0) + 1);
    const digests = this.digests.get(file) ?? new Map<DigestName, string>();
    const other = digests.get(digest);
    if (other !== undefined && other !== hex)
      this.findings.push(
        bagFault('BAGIT_DUPLICATE_ENTRY', '2.1.3', `${file} is listed under two names with two digests`),
      );
    else digests.set(digest, hex);
    if (!this.digests.has(file) && isSystemFile(file))
      this.findings.push(
        bagQuirk('BAGIT_SYSTEM_FILE', '5.2', `${file} belongs to a system, not to the payload`),
      );
    this.digests.set(file, digests);
  }
}

/** Files by the names that lists may give them. */
class Inventory {
  readonly #names: ReadonlySet<string>;
  readonly #byKey = new Map<string, string>();
  readonly #isStrict: boolean;

  constructor(names: readonly string[], isStrict: boolean) {
    this.#names = new Set(names);
    this.#isStrict = isStrict;
    for (const name of names) this.#byKey.set(name.normalize('NFC'), name);
  }

  /** Before 1.0 nobody knew for certain whether % is encoded: the name as it stands comes first. */
  find(path: string): string | undefined {
    const decoded = decodedPath(path);
    if (!this.#isStrict && this.#names.has(path)) return path;
    if (this.#names.has(decoded)) return decoded;
    // Systems that normalize names keep a file under another spelling than the list has.
    return this.#byKey.get(decoded.normalize('NFC'));
  }

  /**
   * Digest and name of the entries whose file is there. An entry without a file that another of these names but for case
   * and normalization, with the same digest, was made where both were one file.
   */
  presentNames(entries: ReadonlyMap<string, string>): ReadonlySet<string> {
    const present = new Set<string>();
    for (const [path, hex] of entries)
      if (this.find(path) !== undefined) present.add(`${hex} ${clashKey(path)}`);
    return present;
  }
}

async function measure(
  tree: FileTree,
  file: string,
  digests: ReadonlyMap<DigestName, string>,
): Promise<{ readonly size: number; readonly wrong?: DigestName }> {
  const source = await tree.open(file);
  try {
    return await compareDigests(source, digests);
  } finally {
    await source.close?.();
  }
}

async function compareDigests(
  source: ByteSource,
  digests: ReadonlyMap<DigestName, string>,
): Promise<{ readonly size: number; readonly wrong?: DigestName }> {
  const hashers = [...digests].map(([name, hex]) => ({ name, hex, hasher: platform.createHasher(name) }));
  for (let at = 0; hashers.length > 0 && at < source.size; at += CHUNK) {
    const piece = await source.read(at, Math.min(CHUNK, source.size - at));
    for (const { hasher } of hashers) hasher.update(piece);
  }
  const wrong = hashers.find(({ hasher, hex }) => toHex(hasher.digest()) !== hex)?.name;
  return { size: source.size, ...(wrong === undefined ? {} : { wrong }) };
}
