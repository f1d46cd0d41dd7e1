export {
  RETENTION_FIELDS,
  type RetentionFault,
  retentionRulesOfCsv,
  retentionRulesOfJson,
  retentionRulesToCsv,
} from './load-table.ts';
export { parseRetentionPeriod, retainedUntil, retentionPeriodText } from './period.ts';
export type { RetentionPeriod, RetentionPolicy } from './policy.ts';
export { type RetentionRule, retentionTable } from './table.ts';
