import { formatTime } from '../../foundation/core/index.ts';
import { type RetentionPeriod, retainedUntil } from '../../policy/index.ts';
import type {
  DisposalEntry,
  DisposalRefusal,
  DisposalRefusalCode,
  HeldRecord,
  RetentionRules,
} from './record.ts';

/**
 * May a record go? Its period is that of the table on the day it was closed, or the one it was registered with if that is
 * longer; the term must be full, and nothing may hold it.
 */
export async function examineRecord(
  record: HeldRecord,
  { policy, holdOf, at }: RetentionRules,
): Promise<DisposalEntry | DisposalRefusal> {
  const { id, taskCode, fileCode, closedAt } = record;
  const refuse = (code: DisposalRefusalCode, detail: string): DisposalRefusal => ({ id, code, detail });
  const ruled = await policy.periodOf({ taskCode, fileCode, at: closedAt });
  const period = longer(ruled, record.period);
  // A registered period alone does not do: the table may have been forgotten, or may mean to keep it for ever.
  if (ruled === undefined || period === undefined) {
    return refuse('DISPOSAL_PERIOD_UNKNOWN', 'the retention table does not know this kind of file');
  }
  const until = retainedUntil(period, closedAt);
  if (until === undefined) return refuse('DISPOSAL_PERMANENT', 'it is kept for ever (永久)');
  // A time that is none is before every other.
  if (!(at >= until)) return refuse('DISPOSAL_TOO_EARLY', `it is kept until ${formatTime(until)}`);
  const hold = await holdOf(id);
  if (hold !== undefined) return refuse('DISPOSAL_UNDER_HOLD', hold);
  return { ...record, period, retainedUntil: until };
}

/** True for a record that stays. */
export function isRefusal(answer: DisposalEntry | DisposalRefusal): answer is DisposalRefusal {
  return 'code' in answer;
}

function longer(a: RetentionPeriod | undefined, b: RetentionPeriod | undefined): RetentionPeriod | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === 'permanent' || b === 'permanent') return 'permanent';
  return a.years >= b.years ? a : b;
}
