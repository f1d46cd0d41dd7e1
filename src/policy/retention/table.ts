import { beijingDate, type CalendarDate, YinxinError } from '../../foundation/core/index.ts';
import type { RetentionPeriod, RetentionPolicy } from './policy.ts';

/** One row of a retention table. */
export interface RetentionRule {
  /** 事项编码; a `*` at the end takes all that begin so, `*` alone all. */
  readonly taskCode: string;
  /** 文件代码 (A1, B0, C*); the same. */
  readonly fileCode: string;
  readonly period: RetentionPeriod;
  /** Beijing dates between which the row counts, both inclusive; unset: without end. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  /** 依据: clause or document that says so. */
  readonly basis?: string;
}

/**
 * A {@link RetentionPolicy} from the rows of a table. The row with the longest 事项编码 counts, among those the one with
 * the longest 文件代码; of rows with the same codes the one that counts on the date.
 *
 * @throws ARGUMENT_INVALID where two rows with the same codes count on the same date: neither would be right.
 */
export function retentionTable(rules: readonly RetentionRule[]): RetentionPolicy {
  const clash = clashingRules(rules)[0];
  if (clash !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', `row ${clash} of the table says the same codes again`, {
      details: { record: clash },
    });
  }
  const ordered = [...rules].sort(
    (a, b) => weight(b.taskCode) - weight(a.taskCode) || weight(b.fileCode) - weight(a.fileCode),
  );
  return {
    async periodOf({ taskCode, fileCode, at }) {
      const date = beijingDate(at);
      return ordered.find(
        (rule) =>
          matches(rule.taskCode, taskCode) && matches(rule.fileCode, fileCode) && countsOn(rule, date),
      )?.period;
    },
  };
}

/** Numbers (from 1) of rows that count on a date on which an earlier row with the same codes counts. */
export function clashingRules(rules: readonly RetentionRule[]): number[] {
  const known = new Map<string, RetentionRule[]>();
  const clashes: number[] = [];
  for (const [i, rule] of rules.entries()) {
    const key = `${rule.taskCode}\n${rule.fileCode}`;
    const others = known.get(key) ?? [];
    if (others.some((other) => overlap(other, rule))) clashes.push(i + 1);
    known.set(key, [...others, rule]);
  }
  return clashes;
}

/** An exact code weighs more than any beginning. */
function weight(pattern: string): number {
  return pattern.endsWith('*') ? pattern.length - 1 : Number.MAX_SAFE_INTEGER;
}

function matches(pattern: string, code: string): boolean {
  return pattern.endsWith('*') ? code.startsWith(pattern.slice(0, -1)) : code === pattern;
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

function countsOn({ from = FIRST, to = LAST }: RetentionRule, date: CalendarDate): boolean {
  return from <= date && date <= to;
}

function overlap(a: RetentionRule, b: RetentionRule): boolean {
  return (a.from ?? FIRST) <= (b.to ?? LAST) && (b.from ?? FIRST) <= (a.to ?? LAST);
}
