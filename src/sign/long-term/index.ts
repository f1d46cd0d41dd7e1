export { assertExtension } from './assert-options.ts';
export { type Collected, Collector, distrusted } from './collect.ts';
export { DataPool } from './data-pool.ts';
export { type ReachedLevel, reachedLevel } from './level.ts';
export { refuseMissing } from './missing.ts';
export type {
  ExtendOptions,
  ExtensionLevel,
  LongTermOptions,
  MissingData,
  SignatureLevel,
} from './options.ts';
export { assertSound } from './sound.ts';
export { assertPresent } from './token-time.ts';
