export { checkRevocation, type RevocationContext, statementsFor } from './check-revocation.ts';
export { type RevocationData, readRevocationData } from './revocation-source.ts';
export type { RevocationStatement } from './revocation-status.ts';
