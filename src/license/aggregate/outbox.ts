import { type Journal, type Random, toHex, YinxinError } from '../../foundation/core/index.ts';
import type { AggregationBatch, AggregationItem, AggregationTarget } from './batch.ts';
import type { AggregationChange } from './changes.ts';
import { type DeliveryReport, DeliveryTally } from './delivery.ts';
import { type OutboxLine, outboxLine, readOutboxLine } from './outbox-lines.ts';
import { OutboxState, type RejectedItem } from './outbox-state.ts';
import { reconcile } from './reconcile.ts';
import { type AggregationRecord, isAggregationRecord } from './record.ts';

/** What an outbox needs. */
export interface AggregationOutboxOptions {
  /** Of this outbox alone. It holds the records, holders' codes among them: guard it like the register itself. */
  readonly journal: Journal;
  /** Who sends, as the receiver knows it: 1 to 64 characters. */
  readonly source: string;
  readonly random: Random;
}

/** How changes are sent. */
export interface DeliverOptions {
  /** Changes in a batch, 1 to 1000; 500 by default. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** Changes on their way to the catalog of the next level (归集). */
export interface AggregationOutbox {
  /**
   * Takes changes, all or none, durable when it resolves; those taken before are left out, by their keys.
   * LEDGER_CONFLICT (`out-of-order`) for a modify or delete of a license that is not there, or an add of one that is;
   * LICENSE_INVALID for a record that is none.
   */
  enqueue(changes: readonly AggregationChange[]): Promise<{ readonly taken: number; readonly known: number }>;
  /** Sends until nothing is due, and says what came of it. One delivery runs at a time (LEDGER_CONFLICT `in-work`). */
  deliver(target: AggregationTarget, options?: DeliverOptions): Promise<DeliveryReport>;
  /** Sends a refused change again, with a corrected record where one is given. LEDGER_CONFLICT `unknown`. */
  retry(sequence: number, record?: AggregationRecord): Promise<void>;
  /**
   * Gives a refused change up; with an add also what of that license follows up to the next add. What was given up, by
   * number. LEDGER_CONFLICT `unknown`.
   */
  withdraw(sequence: number): Promise<readonly number[]>;
  /** Changes that are not confirmed, refused ones included. */
  readonly waiting: number;
  /** Refused, and holding up what follows them of the same license. */
  rejected(): readonly RejectedItem[];
  /**
   * Takes out of the journal what is settled: of a confirmed change its key alone remains, and no record of a holder.
   * False where the journal cannot do that.
   */
  compact(): Promise<boolean>;
  close(): Promise<void>;
}

const DEFAULT_BATCH = 500;
const MAX_BATCH = 1000;

/**
 * Opens an outbox over a journal and goes on where it stopped. Each change has a number; a batch is written down before it
 * is sent, so that after a kill the very same batch is sent again, and a receiver that knows numbers applies it once. A
 * batch has one change of a license at most, and the next waits for the receiver's word on it: a modify or delete
 * never overtakes its add, whatever gets lost or killed on the way.
 *
 * LEDGER_CORRUPT for a journal that is none of an outbox, ARGUMENT_INVALID for one of another source.
 */
export async function openAggregationOutbox(options: AggregationOutboxOptions): Promise<AggregationOutbox> {
  const { journal, source } = options;
  if (!/^\S.{0,63}$/.test(source))
    throw new YinxinError('ARGUMENT_INVALID', 'name the source in 1 to 64 characters');
  const state = new OutboxState();
  for await (const text of journal.read()) state.apply(readOutboxLine(text));
  if (state.source !== undefined && state.source !== source)
    throw new YinxinError('ARGUMENT_INVALID', 'the journal is the outbox of another source', {
      details: { source: state.source },
    });
  const outbox = new JournalOutbox(options, state);
  if (state.source === undefined) await outbox.begin();
  return outbox;
}

class JournalOutbox implements AggregationOutbox {
  readonly #options: AggregationOutboxOptions;
  readonly #state: OutboxState;
  #queue: Promise<unknown> = Promise.resolve();
  #failed: unknown;
  #delivering = false;

  constructor(options: AggregationOutboxOptions, state: OutboxState) {
    this.#options = options;
    this.#state = state;
  }

  get waiting(): number {
    return this.#state.waiting;
  }

  begin(): Promise<void> {
    const line: OutboxLine = { kind: 'outbox', version: 1, source: this.#options.source };
    return this.#exclusive(() => this.#store([line]));
  }

  rejected(): readonly RejectedItem[] {
    return this.#state.rejected();
  }

  enqueue(changes: readonly AggregationChange[]): Promise<{ taken: number; known: number }> {
    return this.#exclusive(async () => {
      const lines = this.#linesOf(changes);
      if (lines.length > 0) await this.#store(lines);
      return { taken: lines.length, known: changes.length - lines.length };
    });
  }

  async deliver(target: AggregationTarget, options: DeliverOptions = {}): Promise<DeliveryReport> {
    const { batchSize = DEFAULT_BATCH, signal } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > MAX_BATCH)
      throw new YinxinError('ARGUMENT_INVALID', `a batch has 1 to ${MAX_BATCH} changes`);
    if (this.#delivering) throw conflict('in-work', 'a delivery is under way: wait for it');
    this.#delivering = true;
    const tally = new DeliveryTally();
    try {
      while (signal?.aborted !== true) {
        const batch = await this.#exclusive(() => this.#nextBatch(batchSize));
        if (batch === undefined) return tally.report(this.#state);
        const goesOn = await this.#deliverBatch(target, batch, tally);
        if (!goesOn) return tally.report(this.#state);
      }
      tally.stop('aborted');
      return tally.report(this.#state);
    } finally {
      this.#delivering = false;
    }
  }

  retry(sequence: number, record?: AggregationRecord): Promise<void> {
    return this.#exclusive(async () => {
      const [first] = this.#refused(sequence);
      const fits =
        record === undefined ||
        (isAggregationRecord(first.operation, record) && record.certificate_source_id === first.license);
      if (!fits) throw invalidRecord();
      await this.#store([{ kind: 'retry', sequence, ...(record === undefined ? {} : { record }) }]);
    });
  }

  withdraw(sequence: number): Promise<readonly number[]> {
    return this.#exclusive(async () => {
      const [first, ...rest] = this.#refused(sequence);
      const nextAdd = rest.findIndex(({ operation }) => operation === 'add');
      const followers = first.operation === 'add' ? rest.slice(0, nextAdd === -1 ? undefined : nextAdd) : [];
      const sequences = [first, ...followers].map((item) => item.sequence);
      await this.#store([{ kind: 'withdraw', sequences }]);
      return sequences;
    });
  }

  compact(): Promise<boolean> {
    return this.#exclusive(async () => {
      const { journal } = this.#options;
      if (journal.compact === undefined) return false;
      const lines = (): string[] => [...this.#state.lines()].map(outboxLine);
      await this.#guarded(() => journal.compact!(lines));
      return true;
    });
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#options.journal.close();
  }

  /** Changes that are new, as lines in their order; all of them are looked at before any is written. */
  #linesOf(changes: readonly AggregationChange[]): OutboxLine[] {
    const isThere = new Map<string, boolean>();
    const keys = new Set<string>();
    const lines: OutboxLine[] = [];
    for (const { key, operation, license, record } of changes) {
      if (this.#state.has(key) || keys.has(key)) continue;
      const before = isThere.get(license) ?? this.#state.isThereAtEnd(license);
      if (before === (operation === 'add'))
        throw conflict(
          'out-of-order',
          `a license that is ${before ? '' : 'not '}in the catalog: ${operation}`,
        );
      if (!isAggregationRecord(operation, record) || record.certificate_source_id !== license)
        throw invalidRecord();
      isThere.set(license, operation !== 'delete');
      keys.add(key);
      const sequence = this.#state.lastSequence + lines.length + 1;
      lines.push({ kind: 'item', key, item: { sequence, operation, license, record } });
    }
    return lines;
  }

  /** The batch that was sent and not answered, or a new one, written down; `undefined`: nothing is due. */
  async #nextBatch(size: number): Promise<AggregationBatch | undefined> {
    if (this.#state.inFlight === undefined) {
      const sequences = this.#state.due(size).map(({ sequence }) => sequence);
      if (sequences.length === 0) return undefined;
      await this.#store([{ kind: 'batch', batch: toHex(this.#options.random.bytes(16)), sequences }]);
    }
    const { batch, items } = this.#state.inFlight!;
    return { v: 'yinxin.aggregation/1', source: this.#options.source, batch, items };
  }

  /** False: the delivery stops here; what was sent stays in flight and is sent again. */
  async #deliverBatch(
    target: AggregationTarget,
    batch: AggregationBatch,
    tally: DeliveryTally,
  ): Promise<boolean> {
    let receipt: unknown;
    try {
      receipt = await target.submit(batch);
    } catch (cause) {
      tally.stop('target-failed', cause);
      return false;
    }
    const reconciled = reconcile(batch, receipt);
    if (reconciled === undefined) {
      tally.stop('receipt-unreadable');
      return false;
    }
    const { accepted, rejected } = reconciled;
    const line: OutboxLine = { kind: 'receipt', batch: batch.batch, accepted, rejected };
    await this.#exclusive(() => this.#store([line]));
    tally.count(batch, reconciled);
    if (accepted.length + rejected.length > 0) return true;
    tally.stop('no-progress');
    return false;
  }

  #refused(sequence: number): readonly [AggregationItem, ...AggregationItem[]] {
    const items = this.#state.refused(sequence);
    if (items === undefined) throw conflict('unknown', 'no refused change has this number');
    return items as readonly [AggregationItem, ...AggregationItem[]];
  }

  /** After a failed write nobody knows what stands on the disk: the outbox must be opened again. */
  async #store(lines: readonly OutboxLine[]): Promise<void> {
    await this.#guarded(() => this.#options.journal.append(lines.map(outboxLine)));
    for (const line of lines) this.#state.apply(line);
  }

  async #guarded(write: () => Promise<void>): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed;
    try {
      await write();
    } catch (error) {
      this.#failed = error;
      throw error;
    }
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work, work);
    this.#queue = run.catch(() => undefined);
    return run;
  }
}

function conflict(reason: 'in-work' | 'out-of-order' | 'unknown', message: string): YinxinError {
  return new YinxinError('LEDGER_CONFLICT', message, { details: { reason } });
}

function invalidRecord(): YinxinError {
  return new YinxinError('LICENSE_INVALID', 'a change carries no record of its own license and operation');
}
