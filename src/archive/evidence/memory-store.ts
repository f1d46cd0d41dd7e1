import { concatBytes, sourceFromBytes, YinxinError } from '../../foundation/core/index.ts';
import type { EvidenceStore } from './store.ts';

/** An {@link EvidenceStore} in memory: for tests, and for evidence of a few objects that is handed out at once. */
export function memoryEvidenceStore(files: Map<string, Uint8Array> = new Map()): EvidenceStore {
  let held = false;
  return {
    async lock() {
      if (held) throw new YinxinError('EVIDENCE_CONFLICT', 'another writer holds this store');
      held = true;
      return {
        async release() {
          held = false;
        },
      };
    },
    list: async () => [...files.keys()].sort(),
    async open(name) {
      const bytes = files.get(name);
      if (bytes === undefined) throw new YinxinError('IO_FAILED', 'no such file in the store');
      return sourceFromBytes(bytes);
    },
    async create(name) {
      const chunks: Uint8Array[] = [];
      return {
        async write(chunk) {
          chunks.push(chunk.slice());
        },
        async close() {
          files.set(name, concatBytes(...chunks));
        },
        async abort() {},
      };
    },
  };
}
