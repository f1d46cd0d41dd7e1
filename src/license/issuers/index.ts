export {
  type IssuerEntry,
  type IssuerEntryOptions,
  type IssuerPurpose,
  issuerEntry,
  usccOfCertificate,
} from './issuer-entry.ts';
export { type IssuerEntries, issuerEntriesOf, withCompromises } from './listed-entries.ts';
export { findListedSignature, issuerProblem, type ListedSignature } from './verify-listed.ts';
