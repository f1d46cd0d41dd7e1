export { checkRevocation } from './check-revocation.ts';
export type { RevocationContext } from './inquiry.ts';
export { type RevocationData, readRevocationData } from './revocation-source.ts';
export type { RevocationStatement, StatementSignature } from './revocation-status.ts';
export { type RevocationFetcher, type RevocationUrls, revocationUrls } from './revocation-urls.ts';
export { statementsFor } from './statements.ts';
