import type { StoredRecord } from './record-codec.ts';

/** All records of a ledger by job, identifier and number. */
export class RecordIndex {
  readonly #byJob: Map<string, StoredRecord> = new Map();
  readonly #jobOfIdentifier: Map<string, string> = new Map();
  readonly #jobOfNumber: Map<string, string> = new Map();

  set(record: StoredRecord): void {
    this.#byJob.set(record.jobKey, record);
    // An identifier is never given twice, abandoned or not; a number and version may be used again.
    this.#jobOfIdentifier.set(record.identifier, record.jobKey);
    if (record.state !== 'ABANDONED') this.#jobOfNumber.set(record.numberKey, record.jobKey);
    else if (this.#jobOfNumber.get(record.numberKey) === record.jobKey)
      this.#jobOfNumber.delete(record.numberKey);
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

  *ofList(list: number): Iterable<StoredRecord> {
    for (const record of this.#byJob.values()) {
      if (record.statusList === list && record.state === 'PUBLISHED') yield record;
    }
  }
}
