/**
 * Append-only store of texts, as a port. A batch is all or nothing and durable when `append` resolves.
 * `read` gives every record appended before it was opened, in order; it is called once, before anything is appended.
 */
export interface Journal {
  read(): AsyncIterable<string>;
  append(records: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Files by digest, as a port. `put` is durable when it resolves and never changes a file that is there. */
export interface FileStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | undefined>;
}
