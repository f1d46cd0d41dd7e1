import type { AggregationBatch, AggregationReceipt } from './batch.ts';

/** What a receipt says about a batch, item by item. */
export interface ReconciledReceipt {
  readonly accepted: readonly number[];
  readonly rejected: readonly { readonly sequence: number; readonly code: string }[];
  /** Sent, and not answered or answered in two ways: they count as not received, and are sent again. */
  readonly missing: readonly number[];
  /** Answered, and never sent in this batch: the receiver mistakes it for another. */
  readonly extra: readonly number[];
}

const MAX_CODE = 100;

/**
 * Compares a receipt, which comes from another system, with what was sent. `undefined`: it is no receipt of this batch at
 * all, and says nothing about it.
 */
export function reconcile(batch: AggregationBatch, receipt: unknown): ReconciledReceipt | undefined {
  if (!isReceiptOf(batch, receipt)) return undefined;
  const answers = new Map<number, string>();
  const contradicted = new Set<number>();
  for (const { sequence, outcome, code } of receipt.items) {
    const answer = outcome === 'accepted' ? '' : (code ?? 'REJECTED').slice(0, MAX_CODE);
    if (answers.has(sequence) && answers.get(sequence) !== answer) contradicted.add(sequence);
    answers.set(sequence, answer);
  }
  const sent = batch.items.map(({ sequence }) => sequence);
  const wasSent = new Set(sent);
  const answerOf = (sequence: number): string | undefined =>
    contradicted.has(sequence) ? undefined : answers.get(sequence);
  return {
    accepted: sent.filter((sequence) => answerOf(sequence) === ''),
    rejected: sent.flatMap((sequence) => {
      const code = answerOf(sequence);
      return code === undefined || code === '' ? [] : [{ sequence, code }];
    }),
    missing: sent.filter((sequence) => answerOf(sequence) === undefined),
    extra: [...answers.keys()].filter((sequence) => !wasSent.has(sequence)),
  };
}

function isReceiptOf(batch: AggregationBatch, receipt: unknown): receipt is AggregationReceipt {
  if (typeof receipt !== 'object' || receipt === null) return false;
  const { batch: name, items } = receipt as Partial<Record<keyof AggregationReceipt, unknown>>;
  return (
    name === batch.batch &&
    Array.isArray(items) &&
    items.length <= 2 * batch.items.length + 1000 &&
    items.every(isAnswer)
  );
}

function isAnswer(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { sequence, outcome, code } = item as Readonly<Record<string, unknown>>;
  return (
    Number.isSafeInteger(sequence) &&
    (outcome === 'accepted' || outcome === 'rejected') &&
    (code === undefined || (typeof code === 'string' && code !== ''))
  );
}
