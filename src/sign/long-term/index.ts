export { type Collected, Collector, distrusted } from './collect.ts';
export { DataPool } from './data-pool.ts';
export { refuseMissing } from './missing.ts';
export type { ExtendOptions, ExtensionLevel, LongTermOptions, MissingData } from './options.ts';
export { assertSound } from './sound.ts';
