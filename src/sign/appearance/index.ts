export type { KeywordPlacement, VisibleSignature, VisibleText } from './options.ts';
export { resolveAppearance } from './resolve.ts';
