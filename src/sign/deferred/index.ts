export {
  type CompletedSignature,
  type CompleteSignatureOptions,
  completeSignature,
} from './complete-signature.ts';
export {
  type PrepareCmsSignature,
  type PreparedDeferred,
  type PreparedPdfSignature,
  type PreparePdfSignature,
  prepareSignature,
} from './prepare-signature.ts';
export type { DeferredState } from './state.ts';
