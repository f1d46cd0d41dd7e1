export { assertExtension } from './assert-options.ts';
export { type ReachedLevel, reachedLevel } from './level.ts';
export { refuseMissing } from './missing.ts';
export type {
  ExtendOptions,
  ExtensionLevel,
  LongTermOptions,
  SignatureLevel,
} from './options.ts';
export { assertSound } from './sound.ts';
export { assertPresent } from './token-time.ts';
