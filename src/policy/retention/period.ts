import { beijingDate, startOfBeijingDate, YinxinError } from '../../foundation/core/index.ts';
import type { RetentionPeriod } from './policy.ts';

const YEARS = /^(?:定期)?\s*([1-9]\d{0,2})\s*年$/;

/**
 * A period as tables write it: 永久, 30年, 10 年, 定期30年 (国家档案局令第8号). `undefined` for anything else: 长期 and 短期 of
 * older tables name no number of years, and none is guessed.
 */
export function parseRetentionPeriod(text: string): RetentionPeriod | undefined {
  const plain = text.trim();
  if (plain === '永久') return 'permanent';
  const years = YEARS.exec(plain)?.[1];
  return years === undefined ? undefined : { years: Number(years) };
}

/** The same in words: 永久, 30年. */
export function retentionPeriodText(period: RetentionPeriod): string {
  return period === 'permanent' ? '永久' : `${period.years}年`;
}

/**
 * The first instant at which a file may be disposed of; `undefined`: never. A term begins on 1 January (Beijing) after
 * the year in which the file was closed (档案保管期限自形成的次年1月1日起计算) and is full after so many years.
 *
 * @throws ARGUMENT_INVALID for a period of no whole years above zero.
 */
export function retainedUntil(period: RetentionPeriod, closedAt: Date): Date | undefined {
  if (period === 'permanent') return undefined;
  if (!Number.isInteger(period.years) || period.years < 1 || period.years > 999) {
    throw new YinxinError('ARGUMENT_INVALID', 'a retention period has 1 to 999 whole years');
  }
  const year = Number(beijingDate(closedAt).slice(0, 4)) + 1 + period.years;
  return startOfBeijingDate(`${String(year).padStart(4, '0')}-01-01`);
}
