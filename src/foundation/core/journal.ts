/**
 * Append-only store of texts, as a port. A batch is all or nothing and durable when `append` resolves.
 * `read` gives every record appended before it was opened, in order; it is called once, before anything is appended.
 */
export interface Journal {
  read(): AsyncIterable<string>;
  append(records: readonly string[]): Promise<void>;
  /**
   * Where a store can: replaces everything by the records that `state` answers, all or nothing. `state` is asked once
   * everything appended before is durable; what is appended after that follows behind its records.
   */
  compact?(state: () => Iterable<string>): Promise<void>;
  close(): Promise<void>;
}

/** Files by digest, as a port. `put` is durable when it resolves and never changes a file that is there. */
export interface FileStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | undefined>;
}
