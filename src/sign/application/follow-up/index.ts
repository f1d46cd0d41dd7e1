export {
  type SignedSupplement,
  type SignSupplementInput,
  type SupplementItemInput,
  signSupplement,
} from './sign-supplement.ts';
export type { Supplement, SupplementItem } from './supplement-model.ts';
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
  type Withdrawal,
  type WithdrawalReport,
} from './withdrawal.ts';
