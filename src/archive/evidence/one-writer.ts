import { readState } from './state.ts';
import type { EvidenceStore } from './store.ts';

/** Does work on a store that nobody else may change meanwhile. EVIDENCE_CONFLICT where somebody does so already. */
export async function asOneWriter<T>(store: EvidenceStore, work: () => Promise<T>): Promise<T> {
  const lock = await store.lock?.();
  try {
    return await work();
  } finally {
    await lock?.release();
  }
}

/** The same for a store that holds evidence. EVIDENCE_INVALID where it does not: nothing is made there then. */
export async function asOneRenewer<T>(store: EvidenceStore, work: () => Promise<T>): Promise<T> {
  await readState(store);
  return asOneWriter(store, work);
}
