export { type Collected, Collector, distrusted } from './collector.ts';
export { DataPool } from './data-pool.ts';
export type { MissingData } from './missing-data.ts';
export type { CollectOptions } from './options.ts';
