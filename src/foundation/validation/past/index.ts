export { judgePast } from './past-signature.ts';
export { isRevocationDemanded } from './revocation-demand.ts';
export { isInScope, signerProblem } from './statement-time.ts';
