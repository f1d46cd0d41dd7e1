import type { LedgerRecord } from '../ledger/index.ts';
import type { LicenseMetadata } from '../metadata/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import {
  type AggregationOperation,
  type AggregationRecord,
  type AggregationRecordOptions,
  aggregationRecord,
} from './record.ts';

/** A change of the entry of one license in the catalog of the next level. */
export interface AggregationChange {
  /** Names the change: the same change has the same key, and is taken once. */
  readonly key: string;
  readonly operation: AggregationOperation;
  /** Identifier of the license (证照标识). */
  readonly license: string;
  readonly record: AggregationRecord;
}

/**
 * Statuses in which a license stands in the catalog. One that ended by a decision, or that a later version replaced, is
 * taken out; one that is suspended or whose time is over stays, and its status list tells.
 */
const IN_CATALOG: ReadonlySet<LicenseStatus> = /* @__PURE__ */ new Set([
  'valid',
  'suspended',
  'expired',
  'other',
]);

/**
 * The changes of the catalog that the life of a license makes, from its issue on, in order: an issue adds, a change of
 * status modifies, an end deletes, and what is valid again after an end is added again. Give the whole history each
 * time: what the outbox has taken before it knows by its key. Nothing for a license that is not published.
 */
export function aggregationChanges(
  { identifier, history, state }: Pick<LedgerRecord, 'identifier' | 'history' | 'state'>,
  metadata: LicenseMetadata,
  options: Omit<AggregationRecordOptions, 'at'>,
): readonly AggregationChange[] {
  if (state !== 'PUBLISHED') return [];
  const changes: AggregationChange[] = [];
  let isThere = false;
  for (const [i, event] of history.entries()) {
    const operation = operationOf(isThere, IN_CATALOG.has(event.state));
    isThere = IN_CATALOG.has(event.state);
    if (operation === undefined) continue;
    const record = aggregationRecord(operation, metadata, { ...options, at: event.at });
    changes.push({ key: `${identifier}#${i}`, operation, license: identifier, record });
  }
  return changes;
}

function operationOf(before: boolean, after: boolean): AggregationOperation | undefined {
  if (before) return after ? 'modify' : 'delete';
  return after ? 'add' : undefined;
}
