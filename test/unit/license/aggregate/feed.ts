import { memoryJournal } from '../../../../src/adapters/stores/index.ts';
import type { Journal } from '../../../../src/foundation/core/index.ts';
import {
  type AggregationBatch,
  type AggregationChange,
  type AggregationOperation,
  aggregationRecord,
  openAggregationOutbox,
  openAggregationReceiver,
} from '../../../../src/license/aggregate/index.ts';
import { buildLicenseId } from '../../../../src/license/identifier/index.ts';
import type { LicenseMetadata } from '../../../../src/license/metadata/index.ts';
import { seededRandom, TEST_AGENCY_CODE } from '../../../../src/testing/index.ts';
import { DRAFT, TYPE_CODE } from '../fixture.ts';

export const SOURCE = 'agency-1';
export const AT = new Date('2026-11-23T04:00:00Z');

/** License number i. */
export function metadataOf(i: number, change: Partial<LicenseMetadata> = {}): LicenseMetadata {
  const parts = { typeCode: TYPE_CODE, issuerCode: TEST_AGENCY_CODE, serial: `L${i}` };
  return { ...DRAFT, identifier: buildLicenseId(parts).text, version: '001', ...change };
}

export const idOf = (i: number): string => metadataOf(i).identifier;

export function change(
  i: number,
  operation: AggregationOperation,
  step = 0,
  draft: Partial<LicenseMetadata> = {},
): AggregationChange {
  const metadata = metadataOf(i, draft);
  return {
    key: `${metadata.identifier}#${step}`,
    operation,
    license: metadata.identifier,
    record: aggregationRecord(operation, metadata, { at: AT, dataSource: '1' }),
  };
}

let openings = 0;

export function outboxOn(lines: string[] | Journal = [], source = SOURCE) {
  const journal = Array.isArray(lines) ? memoryJournal(lines) : lines;
  return openAggregationOutbox({ journal, source, random: seededRandom(`outbox ${openings++}`) });
}

export function receiverOn(lines: string[] | Journal = [], sources = [SOURCE]) {
  return openAggregationReceiver({
    journal: Array.isArray(lines) ? memoryJournal(lines) : lines,
    sources,
  });
}

/** Passes batches on and keeps them. */
export function watching(target: { submit(batch: AggregationBatch): Promise<unknown> }) {
  const batches: AggregationBatch[] = [];
  return {
    batches,
    submit: async (batch: AggregationBatch) => {
      batches.push(structuredClone(batch));
      return (await target.submit(batch)) as never;
    },
  };
}
