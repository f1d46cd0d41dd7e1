export {
  type AggregationBatch,
  type AggregationItem,
  type AggregationReceipt,
  type AggregationTarget,
  aggregationRows,
} from './batch.ts';
export { type AggregationChange, aggregationChanges } from './changes.ts';
export type { BatchItem, DeliveryReport } from './delivery.ts';
export {
  type AggregationOutbox,
  type AggregationOutboxOptions,
  type DeliverOptions,
  openAggregationOutbox,
} from './outbox.ts';
export type { RejectedItem } from './outbox-state.ts';
export {
  type AggregatedLicense,
  type AggregationReceiver,
  type AggregationReceiverOptions,
  type AggregationRejection,
  openAggregationReceiver,
} from './receiver.ts';
export {
  AGGREGATION_OPERATION_CODES,
  type AggregationField,
  type AggregationOperation,
  type AggregationRecord,
  type AggregationRecordOptions,
  aggregationRecord,
} from './record.ts';
