export {
  type AgencyAnswer,
  acceptanceBreaches,
  assertAcceptance,
  type Demand,
  type RefusalGround,
  type RuleBreach,
} from './check-answer.ts';
export {
  ACCEPTANCE_RULES,
  type AcceptanceRule,
  type AcceptanceRuleCode,
  EXCLUDED_KINDS,
  type LegalRank,
  type RuleException,
} from './rules.ts';
