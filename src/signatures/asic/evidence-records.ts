import type { ZipEntry } from '../../formats/zip/index.ts';
import { type Limits, sourceFromBytes } from '../../foundation/core/index.ts';
import type { EvidenceObject } from '../../foundation/evidence/index.ts';
import type { Cryptography, SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectRecord, objectFromFile, readEvidence } from '../evidence/index.ts';
import type { Container } from './container.ts';
import { failed, faultOf, malformedFacts } from './facts.ts';
import { type AsicManifest, readManifest, uriToNames } from './manifest.ts';
import { checkReferences, digestReferenced, type ReferenceResult, referencedEntry } from './references.ts';

/** Facts of the signatures of a container by the name of the entry that holds them. */
export type FactsByEntry = ReadonlyMap<string, readonly SignatureFacts[]>;

/**
 * Facts of the evidence records in META-INF (EN 319 162-1 4.3.3.2, 4.4.3.2 and A.7). In ASiC-E each is named by an
 * ASiCEvidenceRecordManifest and is over the files that the manifest lists, octet for octet; in ASiC-S it is over the one
 * data file. What the listed files hold, signatures among them, is proved with them; nothing else of the container is.
 */
export async function inspectEvidenceRecords(
  container: Container,
  signatures: FactsByEntry,
  limits: Limits | undefined,
): Promise<SignatureFacts[]> {
  const records = container.byRole('evidence-record').filter(({ name }) => !isManifest(name));
  const facts: SignatureFacts[] = [];
  const named = new Set<ZipEntry>();
  const manifests = await readManifests(container, limits);
  // Each file is digested once, whatever the number of manifests and records over it.
  const sound = manifests.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
  const digests = await digestReferenced(container, sound);
  const objectOf = objectsOf(container);
  for (const { entry, manifest, fault } of manifests) {
    const id = `er-${facts.filter(({ parent }) => parent === undefined).length + 1}`;
    const record = manifest && records.find(({ name }) => uriToNames(manifest.signatureUri).includes(name));
    if (manifest === undefined || record === undefined || named.has(record)) {
      facts.push(malformed(id, `${entry.name}: ${fault ?? 'names no evidence record, or one named before'}`));
      continue;
    }
    named.add(record);
    const references = checkReferences(container, manifest, digests);
    facts.push(
      ...(await inspectOne(container, record, id, listed(container, manifest), {
        signatures,
        objectOf,
        references,
      })),
    );
  }
  for (const record of records.filter((entry) => !named.has(entry))) {
    const id = `er-${facts.filter(({ parent }) => parent === undefined).length + 1}`;
    const [data, ...more] = container.data;
    if (container.kind === 'ASiC-E' || data === undefined || more.length > 0) {
      facts.push(malformed(id, `no manifest names ${record.name}`));
      continue;
    }
    facts.push(...(await inspectOne(container, record, id, [data], { signatures, objectOf })));
  }
  return facts;
}

function isManifest(name: string): boolean {
  return /\/ASiCEvidenceRecordManifest[^/]*\.xml$/i.test(name);
}

interface EvidenceManifest {
  readonly entry: ZipEntry;
  readonly manifest?: AsicManifest;
  readonly fault?: string;
}

async function readManifests(container: Container, limits: Limits | undefined): Promise<EvidenceManifest[]> {
  const manifests: EvidenceManifest[] = [];
  for (const entry of container.byRole('evidence-record').filter(({ name }) => isManifest(name))) {
    try {
      manifests.push({ entry, manifest: readManifest(await container.zip.read(entry), limits) });
    } catch (error) {
      manifests.push({ entry, fault: faultOf(error) });
    }
  }
  return manifests;
}

/** The files of a manifest that are there; a missing one fails by its reference. */
function listed(container: Container, manifest: AsicManifest): ZipEntry[] {
  const found = manifest.references.map((reference) => referencedEntry(container, reference));
  return found.filter((entry): entry is ZipEntry => entry !== undefined);
}

/** What is known when a record is looked at. */
interface Known {
  readonly signatures: FactsByEntry;
  readonly objectOf: (entry: ZipEntry) => Promise<EvidenceObject>;
  readonly references?: ReferenceResult;
}

/** Files as objects of records, each opened and digested once. */
function objectsOf({ zip }: Container): Known['objectOf'] {
  const known = new Map<ZipEntry, Promise<EvidenceObject>>();
  return (entry) => {
    const object = known.get(entry) ?? zip.open(entry).then(objectFromFile);
    known.set(entry, object);
    return object;
  };
}

async function inspectOne(
  container: Container,
  record: ZipEntry,
  id: string,
  entries: readonly ZipEntry[],
  { signatures, objectOf, references }: Known,
): Promise<SignatureFacts[]> {
  try {
    const parsed = await readEvidence(sourceFromBytes(await container.zip.read(record)));
    const objects: EvidenceObject[] = [];
    for (const entry of entries) objects.push(await objectOf(entry));
    const proved = references?.cryptography === 'broken' ? [] : entries;
    const own = proved.flatMap(({ name }) => signatures.get(name) ?? []);
    const covers = {
      signatures: own.map((facts) => facts.id),
      objects: own.flatMap(({ certificates, crls, ocspResponses }) => [
        ...certificates,
        ...crls,
        ...ocspResponses,
      ]),
    };
    // Each file is proved by itself: a record may be over more files than stand in this container.
    const found = await inspectRecord(parsed, objects, { id, covers, group: 'contained' });
    return found.map((facts) =>
      facts.id === id ? withContainer(facts, container, entries, references) : facts,
    );
  } catch (error) {
    return [malformed(id, `${record.name}: ${faultOf(error)}`)];
  }
}

/** The record is whole-file only if it is over every data file, and intact only if the manifest is right too. */
function withContainer(
  facts: SignatureFacts,
  { data, strayBytes }: Container,
  entries: readonly ZipEntry[],
  references: ReferenceResult | undefined,
): SignatureFacts {
  const uncovered = data.filter((entry) => !entries.includes(entry));
  const order: readonly Cryptography[] = ['intact', 'not-checked', 'broken'];
  const states = [facts.cryptography, references?.cryptography ?? 'intact'];
  return {
    ...facts,
    cryptography: order[Math.max(...states.map((state) => order.indexOf(state)))]!,
    coverage:
      facts.coverage === 'whole-file' && (uncovered.length > 0 || strayBytes) ? 'partial' : facts.coverage,
    checks: [
      ...facts.checks,
      ...(references?.checks ?? []),
      ...uncovered.map(({ name }) =>
        failed('ASIC_FILE_NOT_COVERED', `${name} is not covered by the evidence record`),
      ),
    ],
  };
}

function malformed(id: string, detail: string): SignatureFacts {
  return {
    ...malformedFacts(id, detail),
    kind: 'evidence-record',
    format: 'ERS',
    purpose: 'timestamps',
    coverage: 'none',
  };
}
