import {
  canonicalJson,
  type JsonValue,
  readCanonicalJson,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { AggregationItem } from './batch.ts';
import { type AggregationRecord, isAggregationRecord } from './record.ts';

/** A line of the journal of an outbox: each one step, in the order in which they count. */
export type OutboxLine =
  | { readonly kind: 'outbox'; readonly version: 1; readonly source: string }
  | { readonly kind: 'item'; readonly key: string; readonly item: AggregationItem }
  /** Written before the batch is sent: after a kill the very same is sent again. */
  | { readonly kind: 'batch'; readonly batch: string; readonly sequences: readonly number[] }
  | {
      readonly kind: 'receipt';
      readonly batch: string;
      readonly accepted: readonly number[];
      readonly rejected: readonly { readonly sequence: number; readonly code: string }[];
    }
  | { readonly kind: 'retry'; readonly sequence: number; readonly record?: AggregationRecord }
  | { readonly kind: 'withdraw'; readonly sequences: readonly number[] }
  // Of a compaction: what remains to be known of changes that are settled, without their records.
  | { readonly kind: 'known'; readonly keys: readonly string[] }
  | { readonly kind: 'there'; readonly licenses: readonly string[] }
  | { readonly kind: 'sequence'; readonly last: number };

/** A line as text. */
export function outboxLine(line: OutboxLine): string {
  return canonicalJson(line as unknown as JsonValue);
}

/** Reads {@link outboxLine}. @throws LEDGER_CORRUPT. */
export function readOutboxLine(text: string): OutboxLine {
  const read = readCanonicalJson(text);
  if (!('value' in read) || !isLine(read.value)) throw corrupt('holds a line that is none of an outbox');
  return read.value as unknown as OutboxLine;
}

/** LEDGER_CORRUPT. */
export function corrupt(detail: string): YinxinError {
  return new YinxinError('LEDGER_CORRUPT', `the journal of the outbox ${detail}: restore it from a copy`);
}

function isLine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const {
    kind,
    version,
    source,
    key,
    item,
    batch,
    sequences,
    accepted,
    rejected,
    sequence,
    record,
    ...rest
  } = value as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'outbox':
      return version === 1 && typeof source === 'string';
    case 'item':
      return typeof key === 'string' && isItem(item);
    case 'batch':
      return typeof batch === 'string' && isListOfNumbers(sequences);
    case 'receipt':
      return typeof batch === 'string' && isListOfNumbers(accepted) && isListOfRejections(rejected);
    case 'retry':
      return Number.isSafeInteger(sequence) && (record === undefined || typeof record === 'object');
    case 'withdraw':
      return isListOfNumbers(sequences);
    case 'known':
      return isListOfTexts(rest['keys']);
    case 'there':
      return isListOfTexts(rest['licenses']);
    case 'sequence':
      return Number.isSafeInteger(rest['last']);
    default:
      return false;
  }
}

function isItem(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { sequence, operation, license, record } = value as Readonly<Record<string, unknown>>;
  const isKnown = operation === 'add' || operation === 'modify' || operation === 'delete';
  return (
    Number.isSafeInteger(sequence) &&
    typeof license === 'string' &&
    isKnown &&
    isAggregationRecord(operation, record)
  );
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isListOfNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(Number.isSafeInteger);
}

function isListOfRejections(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => {
      const { sequence, code } = (one ?? {}) as Readonly<Record<string, unknown>>;
      return Number.isSafeInteger(sequence) && typeof code === 'string';
    })
  );
}
