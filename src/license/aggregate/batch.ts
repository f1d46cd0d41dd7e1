import { canonicalJsonBytes, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { AggregationOperation, AggregationRecord } from './record.ts';

/** One change as it is sent. */
export interface AggregationItem {
  /** Number of the change at its source, from 1: the receiver knows by it what it has applied. */
  readonly sequence: number;
  readonly operation: AggregationOperation;
  readonly license: string;
  readonly record: AggregationRecord;
}

/** What is sent at once: at most one change of a license, so that none can overtake another. */
export interface AggregationBatch {
  readonly v: 'yinxin.aggregation/1';
  /** Who sends, as the receiver knows it. */
  readonly source: string;
  /** `cd_batch` of every record in it. The same batch sent again has the same content. */
  readonly batch: string;
  readonly items: readonly AggregationItem[];
}

/** What the receiver answers. */
export interface AggregationReceipt {
  readonly batch: string;
  readonly items: readonly {
    readonly sequence: number;
    readonly outcome: 'accepted' | 'rejected';
    /** Why it was rejected. */
    readonly code?: string;
  }[];
}

/** The receiver, as a port: over whatever transport, and as often as it takes. */
export interface AggregationTarget {
  submit(batch: AggregationBatch): Promise<AggregationReceipt>;
}

/** The rows of a batch as the national tables have them, `cd_batch` first. */
export function aggregationRows({
  batch,
  items,
}: Pick<AggregationBatch, 'batch' | 'items'>): readonly Readonly<Record<string, string>>[] {
  return items.map(({ record }) => ({ cd_batch: batch, ...record }));
}

/** SHA-256 over what an item says, hex: two that differ must not have one number. */
export function itemDigest({ operation, license, record }: Omit<AggregationItem, 'sequence'>): string {
  return toHex(digest('sha256', canonicalJsonBytes({ operation, license, record: { ...record } })));
}
