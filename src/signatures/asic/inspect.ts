import type { ZipEntry } from '../../formats/zip/index.ts';
import type { DigestOf } from '../../foundation/cms/index.ts';
import type { ByteSource, Limits } from '../../foundation/core/index.ts';
import { type DigestName, digest } from '../../foundation/crypto/index.ts';
import type { Check, Coverage, FileFacts, SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectSignedData, inspectTimestampToken } from '../cades/index.ts';
import { type ArchiveManifest, inspectArchiveManifests, readArchiveManifests } from './archive-manifests.ts';
import { type Container, digestEntry, openContainer } from './container.ts';
import { inspectEvidenceRecords } from './evidence-records.ts';
import { emptyFacts, failed, faultOf, malformedFacts } from './facts.ts';
import { type AsicManifest, readManifest, uriToNames } from './manifest.ts';
import { checkReferences, digestReferenced, type ReferenceResult } from './references.ts';

/** Options of {@link inspectAsic}. */
export interface InspectAsicOptions {
  readonly limits?: Limits;
}

/**
 * Facts of an ASiC container (ETSI EN 319 162-1): ASiC-E with CAdES by its manifests, ASiC-S with CAdES.
 *
 * Every digest of every manifest is recomputed: a changed, missing or damaged file makes the signature `broken`.
 * Coverage is `whole-file` only if every file outside META-INF is listed and no byte stands outside the entries.
 * Timestamps over a manifest, over an archive manifest or over the one file of ASiC-S, and evidence records in META-INF are
 * entries of their own; what the files hold that an archive manifest or an evidence record is over is proved with them.
 * XAdES signatures are named in `notChecked`.
 * Throws ZIP_INVALID, ASIC_INVALID or LIMIT_EXCEEDED when the container itself cannot be read.
 */
export async function inspectAsic(source: ByteSource, options: InspectAsicOptions = {}): Promise<FileFacts> {
  const container = await openContainer(source, options.limits);
  const checks: Check[] = [...container.checks];
  const byEntry = new Map<string, readonly SignatureFacts[]>();
  const archived = container.kind === 'ASiC-S' ? [] : await readArchiveManifests(container, options.limits);
  const signatures =
    container.kind === 'ASiC-S'
      ? await inspectSimple(container, byEntry)
      : await inspectExtended(container, options.limits, checks, byEntry, archived);
  const stamps = await inspectArchiveManifests(container, archived, byEntry);
  for (const [i, { timestamp }] of archived.entries()) {
    if (timestamp !== undefined) byEntry.set(timestamp.name, [stamps[i]!]);
  }
  const records = await inspectEvidenceRecords(container, byEntry, options.limits);
  const xades = container.byRole('xades').map((entry, i) => xadesFacts(entry, i));
  return {
    format: 'asic',
    signatures: [...signatures, ...xades, ...stamps, ...records],
    checks,
    notChecked: [],
  };
}

/** ASiC-E: each signature signs a manifest, each manifest lists files. */
async function inspectExtended(
  container: Container,
  limits: Limits | undefined,
  checks: Check[],
  byEntry: Map<string, readonly SignatureFacts[]>,
  archived: readonly ArchiveManifest[],
): Promise<SignatureFacts[]> {
  const manifests = await readManifests(container, limits);
  const sound = manifests.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
  const digests = await digestReferenced(container, sound);
  const signatures: SignatureFacts[] = [];
  const signed = new Set<ZipEntry>();
  const ofArchive = new Set(archived.map(({ timestamp }) => timestamp));
  for (const [index, { entry, bytes, manifest, fault }] of manifests.entries()) {
    const id = `signature-${index + 1}`;
    if (manifest === undefined) {
      signatures.push(malformedFacts(id, `${entry.name}: ${fault}`));
      continue;
    }
    const target = signatureOf(container, manifest);
    if (target === undefined || signed.has(target) || ofArchive.has(target)) {
      const why =
        target === undefined ? 'names no signature of the container' : 'names a signature used before';
      signatures.push(malformedFacts(id, `${entry.name} ${why}`));
      continue;
    }
    signed.add(target);
    const references = checkReferences(container, manifest, digests);
    const found = await inspectOne(container, target, bytes, id, references);
    byEntry.set(target.name, found);
    signatures.push(...found);
  }
  for (const entry of [...container.byRole('signature'), ...container.byRole('timestamp')]) {
    if (!signed.has(entry) && !ofArchive.has(entry)) {
      signatures.push(
        malformedFacts(`signature-${signatures.length + 1}`, `no manifest names ${entry.name}`),
      );
    }
  }
  if (manifests.length === 0 && signatures.length === 0) {
    checks.push(failed('ASIC_MANIFEST_ABSENT', 'the container holds no manifest and no CAdES signature'));
  }
  return signatures;
}

/** ASiC-S: the one signature signs the one data file itself. */
async function inspectSimple(
  container: Container,
  byEntry: Map<string, readonly SignatureFacts[]>,
): Promise<SignatureFacts[]> {
  const facts: SignatureFacts[] = [];
  const [data, ...more] = container.data;
  const signing = [...container.byRole('signature'), ...container.byRole('timestamp')];
  for (const [index, entry] of signing.entries()) {
    const id = `signature-${index + 1}`;
    if (data === undefined || more.length > 0) {
      facts.push(malformedFacts(id, 'ASiC-S holds exactly one data file'));
      continue;
    }
    const references: ReferenceResult = {
      cryptography: 'intact',
      covered: new Set([data.name]),
      checks: [],
      weaknesses: [],
      digests: [],
    };
    const found = await inspectOne(container, entry, data, id, references);
    byEntry.set(entry.name, found);
    facts.push(...found);
  }
  return facts;
}

interface ReadManifest {
  readonly entry: ZipEntry;
  readonly bytes: Uint8Array;
  readonly manifest?: AsicManifest;
  readonly fault?: string;
}

async function readManifests(container: Container, limits: Limits | undefined): Promise<ReadManifest[]> {
  const manifests: ReadManifest[] = [];
  for (const entry of container.byRole('manifest')) {
    let bytes: Uint8Array = new Uint8Array(0);
    try {
      bytes = await container.zip.read(entry);
      manifests.push({ entry, bytes, manifest: readManifest(bytes, limits) });
    } catch (error) {
      manifests.push({ entry, bytes, fault: faultOf(error) });
    }
  }
  return manifests;
}

function signatureOf(container: Container, manifest: AsicManifest): ZipEntry | undefined {
  const candidates = [...container.byRole('signature'), ...container.byRole('timestamp')];
  const names = uriToNames(manifest.signatureUri);
  const found = candidates.filter((entry) => names.includes(entry.name));
  return found.length === 1 ? found[0] : undefined;
}

/** One CAdES file over `content` (bytes of a manifest, or the data entry of ASiC-S). */
async function inspectOne(
  container: Container,
  signature: ZipEntry,
  content: Uint8Array | ZipEntry,
  id: string,
  references: ReferenceResult,
): Promise<SignatureFacts[]> {
  const uncovered = container.data.filter((entry) => !references.covered.has(entry.name));
  const coverage: Coverage = uncovered.length === 0 && !container.strayBytes ? 'whole-file' : 'partial';
  const coverageChecks = uncovered.map(({ name }) =>
    failed('ASIC_FILE_NOT_COVERED', `${name} is not covered by the signature ${signature.name}`),
  );
  const axes = { coverage, modification: 'not-applicable' } as const;
  let damaged = false;
  const digestOf = async (name: DigestName): Promise<Uint8Array | undefined> => {
    if (content instanceof Uint8Array) return digest(name, content);
    const digests = await digestEntry(container.zip, content, new Set([name]));
    damaged ||= digests === undefined;
    return digests?.get(name);
  };
  try {
    const bytes = await container.zip.read(signature);
    const signatures = container.byRole('timestamp').includes(signature)
      ? [await inspectTimestampToken(bytes, { id, kind: 'document-timestamp', digestOf, ...axes })]
      : await inspectCades(bytes, id, content, digestOf, axes);
    if (damaged) return [malformedFacts(id, `the file that ${signature.name} signs cannot be read`)];
    return signatures.map((facts) => withReferences(facts, references, coverageChecks));
  } catch (error) {
    return [malformedFacts(id, `${signature.name}: ${faultOf(error)}`)];
  }
}

async function inspectCades(
  bytes: Uint8Array,
  id: string,
  content: Uint8Array | ZipEntry,
  digestOf: DigestOf,
  axes: { readonly coverage: Coverage; readonly modification: 'not-applicable' },
): Promise<readonly SignatureFacts[]> {
  const { signatures } = await inspectSignedData(bytes, {
    digestOf,
    // Values without signed attributes hash more than the content (SM2, EdDSA); a manifest is at hand anyway.
    ...(content instanceof Uint8Array ? { content: () => content } : {}),
    idPrefix: id,
    format: 'CAdES',
    ...axes,
  });
  return signatures;
}

/** The value holds for the manifest, the manifest for the files: the worse of both is the cryptography. */
function withReferences(
  facts: SignatureFacts,
  references: ReferenceResult,
  coverageChecks: readonly Check[],
): SignatureFacts {
  if (facts.parent !== undefined) return facts;
  const order = ['intact', 'not-checked', 'broken'] as const;
  const cryptography =
    order.indexOf(references.cryptography) > order.indexOf(facts.cryptography)
      ? references.cryptography
      : facts.cryptography;
  return {
    ...facts,
    cryptography,
    weaknesses: [...new Set([...(facts.weaknesses ?? []), ...references.weaknesses])],
    algorithms: [
      ...(facts.algorithms ?? []),
      ...references.digests.map((digest) => ({ kind: 'digest' as const, digest })),
    ],
    checks: [...facts.checks, ...references.checks, ...coverageChecks],
  };
}

function xadesFacts(entry: ZipEntry, index: number): SignatureFacts {
  return {
    ...emptyFacts(`xades-${index + 1}`),
    format: 'XAdES',
    notChecked: [{ code: 'ASIC_XADES_NOT_READ', detail: `${entry.name}: XAdES signatures are not read` }],
  };
}
