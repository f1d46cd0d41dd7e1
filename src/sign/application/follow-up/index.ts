export {
  type SignedSupplement,
  type SignSupplementInput,
  type SupplementItemInput,
  signSupplement,
} from './sign-supplement.ts';
export { SUPPLEMENT_PATH, type Supplement, type SupplementItem } from './supplement-model.ts';
export {
  type SupplementReport,
  type VerifySupplementOptions,
  verifySupplement,
} from './verify-supplement.ts';
export {
  type SignWithdrawalInput,
  signWithdrawal,
  type VerifyWithdrawalOptions,
  verifyWithdrawal,
  WITHDRAWAL_SCHEMA,
  type Withdrawal,
  type WithdrawalReport,
} from './withdrawal.ts';
