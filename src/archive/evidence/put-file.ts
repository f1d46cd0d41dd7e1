import type { EvidenceStore } from './store.ts';

/** Writes a whole small file of a store in one step. */
export async function putFile(store: EvidenceStore, name: string, bytes: Uint8Array): Promise<void> {
  const sink = await store.create(name);
  try {
    await sink.write(bytes);
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
  await sink.close();
}
