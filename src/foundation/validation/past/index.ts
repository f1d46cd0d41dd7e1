export { judgePast } from './past-signature.ts';
export { isRevocationDemanded } from './revocation-demand.ts';
export { isInScope, wasSignedInTime } from './statement-time.ts';
