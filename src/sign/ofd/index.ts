export { oidOf } from './algorithm.ts';
export { type OpenedOfd, openForSigning } from './open.ts';
export type { OfdMode, OfdSignatureForm, OfdSigningOptions, SignOfdOptions } from './options.ts';
export { completeOfd, type NewSignature, type PreparedOfd, prepareOfd } from './prepare.ts';
export {
  prepareSignOfd,
  signOfd,
  signPreparedOfd,
} from './sign-ofd.ts';
