import type { DigestName } from '../../foundation/platform/index.ts';
import { type BagFinding, bagFault, bagQuirk } from './model.ts';
import { bagPath, clashKey } from './paths.ts';
import { linesOf } from './tag-file.ts';

/** Names of algorithms in file names (RFC 8493 2.4), reduced to letters and digits; SM3 beside them. */
const ALGORITHMS: Readonly<Record<string, readonly [DigestName, number]>> = {
  md5: ['md5', 16],
  sha1: ['sha1', 20],
  sha224: ['sha224', 28],
  sha256: ['sha256', 32],
  sha384: ['sha384', 48],
  sha512: ['sha512', 64],
  sm3: ['sm3', 32],
};

/** A manifest file by its name. */
export interface ManifestName {
  readonly name: string;
  readonly kind: 'payload' | 'tag';
  readonly algorithm: string;
  readonly digest?: DigestName;
}

/** What a manifest lists. */
export interface Manifest extends ManifestName {
  readonly digest: DigestName;
  /** Digest in lower-case hex by path, in the order of the file. */
  readonly entries: ReadonlyMap<string, string>;
  readonly findings: readonly BagFinding[];
}

/** Manifests among the names of a bag: `manifest-sha256.txt`, `tagmanifest-sha256.txt`. */
export function manifestNames(names: readonly string[]): ManifestName[] {
  return names.flatMap((name) => {
    const match = /^(tag)?manifest-([A-Za-z0-9-]+)\.txt$/.exec(name);
    if (match === null) return [];
    const algorithm = match[2]!.toLowerCase().replaceAll('-', '');
    const known = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
    const kind = match[1] === undefined ? 'payload' : 'tag';
    return [{ name, kind, algorithm, ...(known === undefined ? {} : { digest: known[0] }) }];
  });
}

/** `HEX  PATH` on each line. A path that leads out of the bag or of its half of it is a fault; so is one listed twice. */
export function parseManifest(
  file: ManifestName & { readonly digest: DigestName },
  text: string,
  isStrict: boolean,
): Manifest {
  const entries = new Map<string, string>();
  const findings: BagFinding[] = [];
  const clause = file.kind === 'payload' ? '2.1.3' : '2.2.1';
  const bytes = ALGORITHMS[file.algorithm]![1];
  const keys = new Set<string>();
  for (const [index, line] of linesOf(text).entries()) {
    const at = `${file.name}, line ${index + 1}`;
    const match = /^([0-9A-Fa-f]+)[ \t]+(\*?)(.+)$/s.exec(line);
    if (match === null || match[1]!.length !== 2 * bytes) {
      findings.push(bagFault('BAGIT_MANIFEST', clause, `${at}: no digest of ${bytes} bytes with a path`));
      continue;
    }
    const found = bagPath(match[3]!);
    if (found === undefined || found.path.startsWith('data/') !== (file.kind === 'payload')) {
      findings.push(bagFault('BAGIT_PATH_OUTSIDE', clause, `${at}: the path leads where it must not`));
      continue;
    }
    if (match[2] === '*') findings.push(bagQuirk('BAGIT_MD5SUM_MARK', clause, `${at}: the mark of md5sum`));
    if (found.relative) findings.push(bagQuirk('BAGIT_PATH_RELATIVE', clause, `${at}: ./ before the path`));
    const hex = match[1]!.toLowerCase();
    const known = entries.get(found.path);
    if (known !== undefined) {
      const fault = known !== hex || isStrict ? bagFault : bagQuirk;
      findings.push(fault('BAGIT_DUPLICATE_ENTRY', clause, `${at}: the path is listed before`));
      continue;
    }
    const key = clashKey(found.path);
    if (keys.has(key))
      findings.push(
        bagQuirk('BAGIT_NAME_CLASH', '5.2', `${at}: some systems keep this name and another as one`),
      );
    keys.add(key);
    entries.set(found.path, hex);
  }
  return { ...file, entries, findings };
}
