export { buildIssuerList } from './build.ts';
export {
  isKeyCompromised,
  type ListedProblem,
  listedAt,
  trustOfIssuerList,
  type VerifiedIssuers,
} from './listed-at.ts';
export {
  ISSUER_LIST_SCHEMA,
  type IssuerList,
  type IssuerListEntry,
  LISTED_PURPOSES,
  type ListedIssuer,
  type ListedPurpose,
  type ListedState,
} from './model.ts';
export { readIssuerList } from './read.ts';
export { type IssuerListReport, type VerifyIssuerListOptions, verifyIssuerList } from './verify.ts';
