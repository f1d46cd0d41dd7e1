import type { FileStore, Journal } from '../../foundation/core/index.ts';

/** A {@link Journal} in memory: for tests and for work that may be lost. `lines` may hold an earlier life's records. */
export function memoryJournal(lines: string[] = []): Journal {
  return {
    async *read() {
      yield* [...lines];
    },
    async append(records) {
      lines.push(...records);
    },
    async compact(state) {
      lines.splice(0, lines.length, ...state());
    },
    async close() {},
  };
}

/** A {@link FileStore} in memory. */
export function memoryFiles(): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    async put(sha256, bytes) {
      if (!files.has(sha256)) files.set(sha256, bytes.slice());
    },
    async get(sha256) {
      return files.get(sha256)?.slice();
    },
  };
}
