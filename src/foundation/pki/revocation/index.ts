export { checkRevocation } from './check-revocation.ts';
export type { RevocationContext } from './inquiry.ts';
export { type RevocationData, readRevocationData } from './revocation-source.ts';
export {
  isLiftedBy,
  type RevocationStatement,
  type StatementSignature,
  signedAt,
  speaksUntil,
} from './revocation-status.ts';
export {
  declaresRevocation,
  hasNoRevocation,
  type RevocationFetcher,
  type RevocationUrls,
  revocationUrls,
} from './revocation-urls.ts';
export { statementsFor } from './statements.ts';
