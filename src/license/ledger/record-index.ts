import type { StoredRecord } from './record-codec.ts';

/** All records of a ledger by job, identifier, number and status list, in the order of their reservation. */
export class RecordIndex {
  readonly #byJob: Map<string, StoredRecord> = new Map();
  readonly #jobOfIdentifier: Map<string, string> = new Map();
  readonly #jobOfNumber: Map<string, string> = new Map();
  readonly #jobsOfList: Map<number, string[]> = new Map();

  get size(): number {
    return this.#byJob.size;
  }

  set(record: StoredRecord): void {
    const { jobKey, identifier, numberKey, statusList } = record;
    if (!this.#byJob.has(jobKey)) {
      const jobs = this.#jobsOfList.get(statusList) ?? [];
      jobs.push(jobKey);
      this.#jobsOfList.set(statusList, jobs);
    }
    this.#byJob.set(jobKey, record);
    // An identifier is never given twice, abandoned or not; a number and version may be used again.
    this.#jobOfIdentifier.set(identifier, jobKey);
    if (record.state !== 'ABANDONED') this.#jobOfNumber.set(numberKey, jobKey);
    else if (this.#jobOfNumber.get(numberKey) === jobKey) this.#jobOfNumber.delete(numberKey);
  }

  all(): Iterable<StoredRecord> {
    return this.#byJob.values();
  }

  byJob(jobKey: string): StoredRecord | undefined {
    return this.#byJob.get(jobKey);
  }

  byIdentifier(identifier: string): StoredRecord | undefined {
    const jobKey = this.#jobOfIdentifier.get(identifier);
    return jobKey === undefined ? undefined : this.#byJob.get(jobKey);
  }

  hasNumber(numberKey: string): boolean {
    return this.#jobOfNumber.has(numberKey);
  }

  /** Published licenses of one status list. */
  *ofList(list: number): Iterable<StoredRecord> {
    for (const jobKey of this.#jobsOfList.get(list) ?? []) {
      const record = this.#byJob.get(jobKey)!;
      if (record.state === 'PUBLISHED') yield record;
    }
  }
}
