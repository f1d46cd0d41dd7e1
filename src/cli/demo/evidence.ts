import { join } from 'node:path';
import { openFolderStore } from '../../adapters/files/index.ts';
import { createEvidence, evidenceRecordFor } from '../../archive/index.ts';
import type { CurrentDigestName } from '../../foundation/crypto/index.ts';
import { read } from '../home/home.ts';
import type { Stage } from './stage.ts';

/** What the archive anchors, in this order; `archive.zip` is what it hands out a record of. */
const ANCHORED = ['archive.zip', 'application.asice', 'receipt.p7m', 'license.pdf'] as const;

/**
 * The archivist anchors what came in under one timestamp, digests for a later hash-tree renewal with it. Leaves the store
 * (`evidence/`), and of the package the evidence record with the manifest of digests that belongs to it.
 */
export async function anchorItem({ folder, pki, random, write }: Stage): Promise<void> {
  const digests: readonly CurrentDigestName[] =
    pki.algorithm === 'SM2' ? ['sm3', 'sha256'] : ['sha256', 'sm3'];
  const store = openFolderStore(join(folder, 'evidence'));
  const objects = await Promise.all(ANCHORED.map(async (name) => ({ source: await read(folder, name) })));
  await createEvidence({ objects, store, digests, tsa: pki.timestampAuthority(), random });
  const { record, manifest } = await evidenceRecordFor(store, 0);
  await write('archive.ers', record);
  await write('archive.digests', manifest!);
}
