import { type CalendarDate, dayNumber, isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import { parseCsv, writeCsv } from '../resources/index.ts';
import { parseRetentionPeriod, retentionPeriodText } from './period.ts';
import { clashingRules, type RetentionRule } from './table.ts';

/** Columns of a 归档范围和保管期限表; those from 起始日期 on may be left out. */
export const RETENTION_FIELDS = ['事项编码', '文件代码', '保管期限', '起始日期', '截止日期', '依据'] as const;

type Field = (typeof RETENTION_FIELDS)[number];
type Texts = (field: Field) => string;

/** Where a table is wrong, and what. */
export interface RetentionFault {
  /** Record in the file, from 1 (the line after the header in CSV). */
  readonly record: number;
  readonly field: string;
  readonly detail: string;
}

const MAX_RULES = 100_000;
const CODE = /^[^\s*]{0,64}\*?$/;

/**
 * A retention table from CSV with {@link RETENTION_FIELDS} as header, in any order.
 *
 * @throws ARGUMENT_INVALID with every fault in `details.faults`: a row left out would let a wider one with a shorter
 * period count, so a table is good as a whole or not at all. LIMIT_EXCEEDED over 100,000 rows.
 */
export function retentionRulesOfCsv(text: string): readonly RetentionRule[] {
  const [header = [], ...rows] = parseCsv(text, MAX_RULES);
  const names = header.map((name) => name.trim());
  const column = new Map(names.map((name, i) => [name, i]));
  const strange = names.filter((name) => !(RETENTION_FIELDS as readonly string[]).includes(name));
  const missing = RETENTION_FIELDS.slice(0, 3).filter((name) => !column.has(name));
  if (strange.length > 0 || missing.length > 0 || column.size !== names.length) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the header lacks a column, or has a strange one or one twice',
      {
        details: { missing: missing.join(', '), strange: strange.join(', ') },
      },
    );
  }
  const wide = rows.flatMap((row, i) =>
    row.length === names.length ? [] : [{ record: i + 1, field: '', detail: 'has more or fewer fields' }],
  );
  return collect(
    rows.map((row): Texts => {
      return (field) => (row[column.get(field) ?? -1] ?? '').trim();
    }),
    wide,
  );
}

/** The same from JSON: an array of objects with these names. @throws JSON_INVALID, and what CSV throws. */
export function retentionRulesOfJson(text: string): readonly RetentionRule[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new YinxinError('JSON_INVALID', 'the table is no JSON', { cause: error });
  }
  if (!Array.isArray(value) || value.length > MAX_RULES) {
    throw new YinxinError('JSON_INVALID', `give an array of at most ${MAX_RULES} rows`);
  }
  const faults: RetentionFault[] = [];
  const rows = value.map((one: unknown, i): Texts => {
    const row = typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {};
    for (const name of Object.keys(row)) {
      const known = (RETENTION_FIELDS as readonly string[]).includes(name) && typeof row[name] === 'string';
      if (!known) faults.push({ record: i + 1, field: name, detail: 'is no field of a table, or no text' });
    }
    return (field) => {
      const found = Object.hasOwn(row, field) ? row[field] : '';
      return typeof found === 'string' ? found.trim() : '';
    };
  });
  return collect(rows, faults);
}

/** A table as CSV. */
export function retentionRulesToCsv(rules: readonly RetentionRule[]): string {
  return writeCsv([
    RETENTION_FIELDS,
    ...rules.map(({ taskCode, fileCode, period, from = '', to = '', basis = '' }) => {
      return [taskCode, fileCode, retentionPeriodText(period), from, to, basis];
    }),
  ]);
}

function collect(rows: readonly Texts[], known: readonly RetentionFault[]): readonly RetentionRule[] {
  const faults = [...known];
  const rules = rows.map((texts, i) => ruleOf(texts, i + 1, faults));
  for (const record of clashingRules(rules)) {
    faults.push({
      record,
      field: '事项编码',
      detail: 'an earlier row with these codes counts on the same date',
    });
  }
  if (rules.length === 0) faults.push({ record: 0, field: '', detail: 'the table is empty' });
  if (faults.length === 0) return rules;
  const [first] = faults;
  throw new YinxinError(
    'ARGUMENT_INVALID',
    `the retention table is not usable: row ${first!.record} ${first!.field} ${first!.detail}`,
    { details: { faults } },
  );
}

function ruleOf(texts: Texts, record: number, faults: RetentionFault[]): RetentionRule {
  const fault = (field: Field, detail: string): void => void faults.push({ record, field, detail });
  const code = (field: Field): string => {
    const text = texts(field);
    if (text === '' || !CODE.test(text))
      fault(field, 'is no code without white space, with * at its end alone');
    return text;
  };
  const date = (field: Field): CalendarDate | undefined => {
    const text = texts(field);
    if (text === '') return undefined;
    if (!isDate(text)) fault(field, 'is no date YYYY-MM-DD');
    return text;
  };
  const period = parseRetentionPeriod(texts('保管期限'));
  if (period === undefined) fault('保管期限', 'is neither 永久 nor a number of years such as 30年');
  const [taskCode, fileCode] = [code('事项编码'), code('文件代码')];
  const [from, to, basis] = [date('起始日期'), date('截止日期'), texts('依据')];
  if (from !== undefined && to !== undefined && to < from) fault('截止日期', 'is before 起始日期');
  return {
    taskCode,
    fileCode,
    period: period ?? 'permanent',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(basis === '' ? {} : { basis }),
  };
}

function isDate(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}
