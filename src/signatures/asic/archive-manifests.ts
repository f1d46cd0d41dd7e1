import type { ZipEntry } from '../../formats/zip/index.ts';
import type { Limits } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Coverage, Cryptography, SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectTimestampToken } from '../cades/index.ts';
import type { Container } from './container.ts';
import { failed, faultOf, malformedFacts } from './facts.ts';
import { type AsicManifest, readManifest, uriToNames } from './manifest.ts';
import { checkReferences, digestReferenced, type ReferenceResult } from './references.ts';

/** An ASiCArchiveManifest with the timestamp that it names, or what is wrong with it. */
export interface ArchiveManifest {
  readonly entry: ZipEntry;
  readonly bytes: Uint8Array;
  readonly manifest?: AsicManifest;
  readonly timestamp?: ZipEntry;
  readonly fault?: string;
}

/** The archive manifests of a container (EN 319 162-1 4.4.4 and A.7), each with a timestamp of its own. */
export async function readArchiveManifests(
  container: Container,
  limits: Limits | undefined,
): Promise<ArchiveManifest[]> {
  const found: ArchiveManifest[] = [];
  const named = new Set<ZipEntry>();
  for (const entry of container.byRole('archive-manifest')) {
    try {
      const bytes = await container.zip.read(entry);
      const manifest = readManifest(bytes, limits);
      const names = uriToNames(manifest.signatureUri);
      const timestamp = container.byRole('timestamp').find(({ name }) => names.includes(name));
      if (timestamp === undefined || named.has(timestamp)) {
        found.push({ entry, bytes, fault: 'names no timestamp of the container, or one named before' });
        continue;
      }
      named.add(timestamp);
      found.push({ entry, bytes, manifest, timestamp });
    } catch (error) {
      found.push({ entry, bytes: new Uint8Array(0), fault: faultOf(error) });
    }
  }
  return found;
}

/**
 * Facts of the timestamps over archive manifests. What a manifest lists is proved with it where every digest of it holds:
 * the signatures in the files that it lists, and their validation data. Facts found before are looked up by entry.
 */
export async function inspectArchiveManifests(
  container: Container,
  manifests: readonly ArchiveManifest[],
  signatures: ReadonlyMap<string, readonly SignatureFacts[]>,
): Promise<SignatureFacts[]> {
  const sound = manifests.flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
  const digests = await digestReferenced(container, sound);
  const facts: SignatureFacts[] = [];
  for (const [index, { entry, bytes, manifest, timestamp, fault }] of manifests.entries()) {
    const id = `archive-${index + 1}`;
    if (manifest === undefined || timestamp === undefined) {
      facts.push(malformedFacts(id, `${entry.name}: ${fault}`));
      continue;
    }
    const references = checkReferences(container, manifest, digests);
    facts.push(await inspectStamp(container, { id, bytes, timestamp, references, signatures }));
  }
  return facts;
}

interface Stamp {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly timestamp: ZipEntry;
  readonly references: ReferenceResult;
  readonly signatures: ReadonlyMap<string, readonly SignatureFacts[]>;
}

async function inspectStamp(container: Container, stamp: Stamp): Promise<SignatureFacts> {
  const { id, bytes, timestamp, references, signatures } = stamp;
  const uncovered = container.data.filter(({ name }) => !references.covered.has(name));
  const coverage: Coverage = uncovered.length === 0 && !container.strayBytes ? 'whole-file' : 'partial';
  const own = [...references.covered].flatMap((name) => signatures.get(name) ?? []);
  const covers = {
    signatures: own.map((facts) => facts.id),
    objects: own.flatMap(({ certificates, crls, ocspResponses }) => [
      ...certificates,
      ...crls,
      ...ocspResponses,
    ]),
  };
  const facts = await inspectTimestampToken(await container.zip.read(timestamp), {
    id,
    kind: 'document-timestamp',
    digestOf: (name) => digest(name, bytes),
    coverage,
    modification: 'not-applicable',
    ...(references.cryptography === 'intact' ? { covers } : {}),
  });
  const order: readonly Cryptography[] = ['intact', 'not-checked', 'broken'];
  const worst = Math.max(order.indexOf(facts.cryptography), order.indexOf(references.cryptography));
  return {
    ...facts,
    cryptography: order[worst]!,
    weaknesses: [...new Set([...(facts.weaknesses ?? []), ...references.weaknesses])],
    checks: [
      ...facts.checks,
      ...references.checks,
      ...uncovered.map(({ name }) =>
        failed('ASIC_FILE_NOT_COVERED', `${name} is not covered by the archive manifest`),
      ),
    ],
  };
}
