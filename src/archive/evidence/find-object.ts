import { equalBytes, type FileInput } from '../../foundation/core/index.ts';
import { digestLength } from '../../foundation/crypto/index.ts';
import { BlockSource } from './block-source.ts';
import { digestsOfFile, unpackDigests } from './objects.ts';
import { SparseReader } from './sparse-records.ts';
import { readState } from './state.ts';
import { type EvidenceStore, INGEST_NAME, levelName } from './store.ts';

/**
 * Number of the first object that is, or has among its documents, a file; undefined where none is. Looks through all
 * recorded digests in order: seconds for ten million.
 */
export async function findEvidenceObject(store: EvidenceStore, file: FileInput): Promise<number | undefined> {
  const state = await readState(store);
  const wanted = await digestsOfFile(file, state.digests);
  const ingest = await SparseReader.open(store, INGEST_NAME, state.ingest, true);
  const length = digestLength(state.digests[0]!);
  const leaves = new BlockSource(await store.open(levelName(1, 0)), length * 8192);
  try {
    for (let object = 0; object < state.objects; object++) {
      const read = leaves.read(object * length, length);
      const leaf = read instanceof Uint8Array ? read : await read;
      if (equalBytes(leaf, wanted[0]!)) return object;
      const packed = await ingest?.get(object);
      if (packed === undefined) continue;
      const has = unpackDigests(packed, state.digests).some((document) =>
        document.every((value, i) => equalBytes(value, wanted[i]!)),
      );
      if (has) return object;
    }
    return undefined;
  } finally {
    await leaves.close();
    await ingest?.close();
  }
}
