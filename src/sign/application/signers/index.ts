export { checkPlatform, type PlatformTrust } from './check-platform.ts';
export {
  checkSignatories,
  isSignedByParty,
  type JudgedSignature,
  type SignatoryReport,
  signaturesOf,
} from './check-signatories.ts';
export { matchParty, type PartyMatch } from './match-party.ts';
