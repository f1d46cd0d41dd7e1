import type { ZipEntry } from '../../formats/zip/index.ts';
import { equalBytes } from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/crypto/index.ts';
import type { Check, Cryptography } from '../../foundation/validation/index.ts';
import { type Container, digestEntry, type EntryDigests } from './container.ts';
import { type AsicManifest, type DataObjectReference, uriToNames } from './manifest.ts';

/** What recomputing the digests of one manifest gave. */
export interface ReferenceResult {
  readonly cryptography: Cryptography;
  /** Names of the data entries that the manifest covers with a digest that was computed. */
  readonly covered: ReadonlySet<string>;
  readonly checks: readonly Check[];
  readonly weaknesses: readonly string[];
  /** Digests that the covered files rest on. */
  readonly digests: readonly DigestName[];
}

const CLAUSE = 'ETSI EN 319 162-1 A.4';

/** Digests of every referenced entry, each entry read once whatever the number of manifests. */
export async function digestReferenced(
  container: Container,
  manifests: readonly AsicManifest[],
): Promise<ReadonlyMap<string, EntryDigests>> {
  const wanted = new Map<ZipEntry, Set<DigestName>>();
  for (const { references } of manifests) {
    for (const reference of references) {
      const entry = referencedEntry(container, reference);
      if (entry === undefined || reference.digestName === undefined) continue;
      wanted.set(entry, (wanted.get(entry) ?? new Set<DigestName>()).add(reference.digestName));
    }
  }
  const digests = new Map<string, EntryDigests>();
  for (const [entry, names] of wanted)
    digests.set(entry.name, await digestEntry(container.zip, entry, names));
  return digests;
}

/** Compares one manifest with the digests computed. A missing or unreadable file breaks as a changed one does. */
export function checkReferences(
  container: Container,
  manifest: AsicManifest,
  digests: ReadonlyMap<string, EntryDigests>,
): ReferenceResult {
  const checks: Check[] = [];
  const covered = new Set<string>();
  const weaknesses = new Set<string>();
  const digestNames = new Set<DigestName>();
  let cryptography: Cryptography = 'intact';
  for (const reference of manifest.references) {
    const outcome = checkReference(container, reference, digests);
    checks.push(outcome.check);
    if (outcome.entry !== undefined) covered.add(outcome.entry.name);
    if (reference.digestName !== undefined) digestNames.add(reference.digestName);
    if (reference.digestName === 'sha1') weaknesses.add('SHA-1');
    if (outcome.check.status === 'failed') cryptography = 'broken';
    else if (outcome.check.status === 'not-run' && cryptography === 'intact') cryptography = 'not-checked';
  }
  return { cryptography, covered, checks, weaknesses: [...weaknesses], digests: [...digestNames] };
}

interface Outcome {
  readonly check: Check;
  readonly entry?: ZipEntry;
}

function checkReference(
  container: Container,
  reference: DataObjectReference,
  digests: ReadonlyMap<string, EntryDigests>,
): Outcome {
  const { uri, digestName, digestMethod, digestValue } = reference;
  const entry = referencedEntry(container, reference);
  if (entry === undefined) {
    return check('ASIC_DIGEST_TARGET_MISSING', 'failed', `${uri} names no file, or two, of the container`);
  }
  if (digestName === undefined) {
    return check('ASIC_DIGEST_UNSUPPORTED', 'not-run', `${uri}: the digest ${digestMethod} is not supported`);
  }
  const computed = digests.get(entry.name);
  if (computed === undefined) return check('ASIC_DIGEST_TARGET_DAMAGED', 'failed', `${uri} cannot be read`);
  const same = equalBytes(computed.get(digestName)!, digestValue);
  if (!same)
    return check('ASIC_DIGEST_MISMATCH', 'failed', `${uri} was changed after signing (${digestName})`);
  return { ...check('ASIC_DIGEST', 'passed', `${uri} is as signed (${digestName})`), entry };
}

function check(code: string, status: Check['status'], detail: string): Outcome {
  return { check: { code, status, detail, clause: CLAUSE } };
}

/** The one entry a reference means; `undefined` for none, or for two readings that both exist. */
export function referencedEntry(container: Container, reference: DataObjectReference): ZipEntry | undefined {
  const found = uriToNames(reference.uri)
    .map((name) => container.zip.find(name))
    .filter((entry): entry is ZipEntry => entry !== undefined && !entry.directory);
  return found.length === 1 ? found[0] : undefined;
}
