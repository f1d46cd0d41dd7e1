import type { AggregationBatch } from './batch.ts';
import type { OutboxState, RejectedItem } from './outbox-state.ts';
import type { ReconciledReceipt } from './reconcile.ts';

/** One change of a batch by its number. */
export interface BatchItem {
  readonly batch: string;
  readonly sequence: number;
}

/** What came of a delivery. */
export interface DeliveryReport {
  readonly batches: number;
  /** Changes that the receiver confirmed. */
  readonly accepted: number;
  /** Refused in this delivery or before, each with the receiver's code; what follows them of their license waits. */
  readonly rejected: readonly RejectedItem[];
  /** Sent and not answered; sent again. At most 1000 are named. */
  readonly missing: readonly BatchItem[];
  /** Answered and never sent. At most 1000 are named. */
  readonly extra: readonly BatchItem[];
  /** Changes that still wait, refused ones included. */
  readonly waiting: number;
  /** Why it ended before everything that was due was answered. */
  readonly stopped?: 'aborted' | 'target-failed' | 'receipt-unreadable' | 'no-progress';
  /** What the receiver threw. */
  readonly cause?: unknown;
}

const MAX_NAMED = 1000;

/** Counts what becomes of a delivery. */
export class DeliveryTally {
  #batches = 0;
  #accepted = 0;
  readonly #missing: BatchItem[] = [];
  readonly #extra: BatchItem[] = [];
  #stopped:
    | { readonly stopped: NonNullable<DeliveryReport['stopped']>; readonly cause?: unknown }
    | undefined;

  count({ batch }: AggregationBatch, { accepted, missing, extra }: ReconciledReceipt): void {
    this.#batches += 1;
    this.#accepted += accepted.length;
    name(this.#missing, batch, missing);
    name(this.#extra, batch, extra);
  }

  stop(stopped: NonNullable<DeliveryReport['stopped']>, cause?: unknown): void {
    this.#stopped = cause === undefined ? { stopped } : { stopped, cause };
  }

  report(state: OutboxState): DeliveryReport {
    return {
      batches: this.#batches,
      accepted: this.#accepted,
      rejected: state.rejected(),
      missing: this.#missing,
      extra: this.#extra,
      waiting: state.waiting,
      ...this.#stopped,
    };
  }
}

function name(list: BatchItem[], batch: string, sequences: readonly number[]): void {
  for (const sequence of sequences.slice(0, MAX_NAMED - list.length)) list.push({ batch, sequence });
}
