import {
  canonicalJson,
  type Journal,
  type JsonValue,
  readCanonicalJson,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  type AggregationBatch,
  type AggregationItem,
  type AggregationReceipt,
  type AggregationTarget,
  itemDigest,
} from './batch.ts';
import { type AggregationRecord, isAggregationRecord } from './record.ts';

/** Why a receiver refuses a change. */
export type AggregationRejection =
  | 'SOURCE_UNKNOWN'
  | 'RECORD_INVALID'
  /** Another source answers for this license (一数一源). */
  | 'OTHER_SOURCE'
  /** A later change of the license is applied already. */
  | 'OVERTAKEN'
  /** The number was used for another change. */
  | 'SEQUENCE_REUSED'
  | 'ALREADY_THERE'
  | 'NOT_THERE';

/** What stands in a catalog that was aggregated. */
export interface AggregatedLicense {
  readonly source: string;
  readonly record: AggregationRecord;
}

/** The receiving side: the catalog of one level, made of what its sources send. */
export interface AggregationReceiver extends AggregationTarget {
  find(license: string): AggregatedLicense | undefined;
  /** Licenses in the catalog. */
  readonly size: number;
  /** Takes superseded records out of the journal. False where the journal cannot do that. */
  compact(): Promise<boolean>;
  close(): Promise<void>;
}

/** What a receiver needs. */
export interface AggregationReceiverOptions {
  /** Of this receiver alone; it holds the catalog. */
  readonly journal: Journal;
  /** Sources that may send; the transport has authenticated them. */
  readonly sources: readonly string[];
}

/** One applied change, as the journal has it. */
interface Line {
  readonly source: string;
  readonly license: string;
  readonly sequence: number;
  readonly digest: string;
  /** Absent: taken out of the catalog. */
  readonly record?: AggregationRecord;
}

const MAX_ITEMS = 1000;

/**
 * Opens a receiver over a journal. A change is applied once: the same number with the same content is confirmed again and
 * changes nothing, so a batch may come as often as it likes. A change that comes before what it changes, or after what
 * followed it, is refused with its code. What is confirmed is durable.
 *
 * LEDGER_CORRUPT for a journal that is none of a receiver. `submit` rejects with ARGUMENT_INVALID for what is no batch,
 * or has two changes of one license.
 */
export async function openAggregationReceiver(
  options: AggregationReceiverOptions,
): Promise<AggregationReceiver> {
  const receiver = new JournalReceiver(options);
  for await (const text of options.journal.read()) receiver.remember(readLine(text));
  return receiver;
}

class JournalReceiver implements AggregationReceiver {
  readonly #options: AggregationReceiverOptions;
  readonly #catalog: Map<string, AggregatedLicense> = new Map();
  /** The last change of each license by each source; it stays when the license is gone, so that nothing old comes back. */
  readonly #last: Map<string, Pick<Line, 'sequence' | 'digest'>> = new Map();
  #queue: Promise<unknown> = Promise.resolve();
  #failed: unknown;

  constructor(options: AggregationReceiverOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#catalog.size;
  }

  find(license: string): AggregatedLicense | undefined {
    return this.#catalog.get(license);
  }

  remember({ source, license, sequence, digest, record }: Line): void {
    this.#last.set(placeOf(source, license), { sequence, digest });
    if (record === undefined) this.#catalog.delete(license);
    else this.#catalog.set(license, { source, record });
  }

  async submit(batch: AggregationBatch): Promise<AggregationReceipt> {
    assertBatch(batch);
    const run = this.#queue.then(() => this.#apply(batch));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  compact(): Promise<boolean> {
    const run = this.#queue.then(async () => {
      const { journal } = this.#options;
      if (journal.compact === undefined) return false;
      await this.#guarded(() => journal.compact!(() => [...this.#lines()].map(textOf)));
      return true;
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#options.journal.close();
  }

  async #apply({ source, batch, items }: AggregationBatch): Promise<AggregationReceipt> {
    if (this.#failed !== undefined) throw this.#failed;
    const verdicts = items.map((item) => ({ item, verdict: this.#judge(source, item) }));
    const changes = verdicts.filter(({ verdict }) => verdict === 'apply');
    await this.#store(changes.map(({ item }) => lineOf(source, item)));
    return {
      batch,
      items: verdicts.map(({ item: { sequence }, verdict }) =>
        verdict === 'apply' || verdict === 'known'
          ? { sequence, outcome: 'accepted' }
          : { sequence, outcome: 'rejected', code: verdict },
      ),
    };
  }

  #judge(source: string, item: AggregationItem): AggregationRejection | 'apply' | 'known' {
    const { sequence, operation, license, record } = item;
    if (!this.#options.sources.includes(source)) return 'SOURCE_UNKNOWN';
    if (!isAggregationRecord(operation, record) || record.certificate_source_id !== license)
      return 'RECORD_INVALID';
    const last = this.#last.get(placeOf(source, license));
    if (last !== undefined && sequence < last.sequence) return 'OVERTAKEN';
    if (last?.sequence === sequence) return last.digest === itemDigest(item) ? 'known' : 'SEQUENCE_REUSED';
    const there = this.#catalog.get(license);
    if (there === undefined) return operation === 'add' ? 'apply' : 'NOT_THERE';
    if (there.source !== source) return 'OTHER_SOURCE';
    return operation === 'add' ? 'ALREADY_THERE' : 'apply';
  }

  /** All of a batch at once, before anything of it is confirmed. */
  async #store(lines: readonly Line[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#guarded(() => this.#options.journal.append(lines.map(textOf)));
    for (const line of lines) this.remember(line);
  }

  /** The lines that make the same state: what is gone first, so that it takes nothing out again. */
  *#lines(): Iterable<Line> {
    const places = [...this.#last].map(([place, last]) => {
      const [source, license] = JSON.parse(place) as [string, string];
      const there = this.#catalog.get(license);
      return { source, license, ...last, ...(there?.source === source ? { record: there.record } : {}) };
    });
    yield* places.filter((line) => !('record' in line));
    yield* places.filter((line) => 'record' in line);
  }

  /** After a failed write nobody knows what stands on the disk: the receiver must be opened again. */
  async #guarded(write: () => Promise<void>): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed;
    try {
      await write();
    } catch (error) {
      this.#failed = error;
      throw error;
    }
  }
}

function textOf(line: Line): string {
  return canonicalJson(line as unknown as JsonValue);
}

function placeOf(source: string, license: string): string {
  return JSON.stringify([source, license]);
}

function lineOf(source: string, item: AggregationItem): Line {
  const { sequence, operation, license, record } = item;
  const line = { source, license, sequence, digest: itemDigest(item) };
  return operation === 'delete' ? line : { ...line, record };
}

function assertBatch(batch: unknown): asserts batch is AggregationBatch {
  const { v, source, batch: name, items } = (batch ?? {}) as Partial<Record<keyof AggregationBatch, unknown>>;
  const isWhole =
    v === 'yinxin.aggregation/1' &&
    typeof source === 'string' &&
    typeof name === 'string' &&
    Array.isArray(items) &&
    items.length <= MAX_ITEMS &&
    items.every(isItem) &&
    new Set(items.map(({ license }: AggregationItem) => license)).size === items.length;
  if (!isWhole) throw new YinxinError('ARGUMENT_INVALID', 'this is no batch of an aggregation');
}

function isItem(item: unknown): boolean {
  const { sequence, operation, license } = (item ?? {}) as Partial<Record<keyof AggregationItem, unknown>>;
  const isKnown = operation === 'add' || operation === 'modify' || operation === 'delete';
  return Number.isSafeInteger(sequence) && (sequence as number) > 0 && typeof license === 'string' && isKnown;
}

function readLine(text: string): Line {
  const read = readCanonicalJson(text);
  const value: unknown = 'value' in read ? read.value : undefined;
  const { license, source, sequence, digest } = (value ?? {}) as Partial<Record<keyof Line, unknown>>;
  const isWhole =
    [license, source, digest].every((part) => typeof part === 'string') && Number.isSafeInteger(sequence);
  if (!isWhole)
    throw new YinxinError('LEDGER_CORRUPT', 'the journal of the receiver holds a line that is none of it');
  return value as Line;
}
