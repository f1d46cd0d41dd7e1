import { describe, expect, it } from 'vitest';
import {
  parseRetentionPeriod,
  retainedUntil,
  retentionRulesOfCsv,
  retentionRulesOfJson,
  retentionRulesToCsv,
  retentionTable,
} from '../../../../src/policy/index.ts';

const CSV = `事项编码,文件代码,保管期限,起始日期,截止日期,依据
*,*,10年,,,
339900-*,*,30 年,,,浙档〔样〕1号
339900-SAMPLE-0001,C*,永久,2020-01-01,,"样张, 第 3 条"
339900-SAMPLE-0001,C*,30年,,2019-12-31,
339900-SAMPLE-0001,C9,定期10年,,,
`;
const at = new Date('2026-11-23T00:00:00Z');

function faultsOf(load: () => unknown): readonly { record: number; field: string }[] {
  try {
    load();
  } catch (error) {
    expect(error).toMatchObject({ code: 'ARGUMENT_INVALID' });
    return (error as { details: { faults: { record: number; field: string }[] } }).details.faults;
  }
  throw new Error('no fault was found');
}

describe('a retention table', () => {
  const policy = retentionTable(retentionRulesOfCsv(CSV));
  it.each([
    ['110000-X', 'A1', at, { years: 10 }],
    ['339900-OTHER', 'A1', at, { years: 30 }],
    ['339900-SAMPLE-0001', 'A1', at, { years: 30 }],
    ['339900-SAMPLE-0001', 'C1', at, 'permanent'],
    ['339900-SAMPLE-0001', 'C1', new Date('2019-12-31T15:59:59Z'), { years: 30 }],
    ['339900-SAMPLE-0001', 'C1', new Date('2019-12-31T16:00:00Z'), 'permanent'],
    ['339900-SAMPLE-0001', 'C9', at, { years: 10 }],
  ] as const)('knows %s %s by the closest row of the date', async (taskCode, fileCode, time, period) => {
    expect(await policy.periodOf({ taskCode, fileCode, at: time })).toEqual(period);
  });

  it('assumes nothing about what it does not know', async () => {
    const one = retentionTable([{ taskCode: 'T', fileCode: 'C1', period: { years: 10 } }]);
    expect(await one.periodOf({ taskCode: 'T', fileCode: 'C10', at })).toBeUndefined();
    expect(await one.periodOf({ taskCode: 'TT', fileCode: 'C1', at })).toBeUndefined();
  });

  it('is the same from CSV and JSON, and written again', () => {
    const rules = retentionRulesOfCsv(CSV);
    expect(retentionRulesOfCsv(retentionRulesToCsv(rules))).toEqual(rules);
    const json = rules.map(({ taskCode, fileCode, from, to, basis }, i) => ({
      事项编码: taskCode,
      文件代码: fileCode,
      保管期限: ['10年', '30年', '永久', '30年', '10年'][i],
      ...(from === undefined ? {} : { 起始日期: from }),
      ...(to === undefined ? {} : { 截止日期: to }),
      ...(basis === undefined ? {} : { 依据: basis }),
    }));
    expect(retentionRulesOfJson(JSON.stringify(json))).toEqual(rules);
  });

  it('is refused as a whole for one bad row, every fault by name', () => {
    const faults = faultsOf(() =>
      retentionRulesOfCsv(
        '事项编码,文件代码,保管期限,起始日期,截止日期\nT,C1,长期,,\nT,C*1,10年,,\n,C1,0年,2026-02-30,\nT,C2,10年,2026-02-01,2026-01-01\nT,C3,10年,,\nT,C3,30年,2027-01-01,\nT,C4,10年\n',
      ),
    );
    const told = faults.map(({ record, field }) => `${record} ${field}`);
    for (const fault of [
      '1 保管期限',
      '2 文件代码',
      '3 事项编码',
      '3 保管期限',
      '3 起始日期',
      '4 截止日期',
    ]) {
      expect(told).toContain(fault);
    }
    expect(told).toContain('6 事项编码');
    expect(told).toContain('7 ');
    expect(faultsOf(() => retentionRulesOfCsv('事项编码,文件代码,保管期限\n'))).toHaveLength(1);
    expect(
      faultsOf(() => retentionRulesOfJson('[{"事项编码":"T","文件代码":"*","保管期限":10}]'))[0],
    ).toMatchObject({ record: 1, field: '保管期限' });
    expect(faultsOf(() => retentionRulesOfJson('[{"事项":"T"}]'))[0]).toMatchObject({ field: '事项' });
  });

  it.each([
    '事项编码,保管期限\nT,10年\n',
    '事项编码,文件代码,保管期限,期限\n',
    '事项编码,事项编码,文件代码,保管期限\n',
  ])('with another header is refused: %j', (csv) => {
    expect(() => retentionRulesOfCsv(csv)).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
  });

  it('refuses JSON that is none, and rows that say the same codes again', () => {
    for (const text of ['{', '{}', '3']) {
      expect(() => retentionRulesOfJson(text)).toThrow(expect.objectContaining({ code: 'JSON_INVALID' }));
    }
    const rule = { taskCode: 'T', fileCode: '*', period: 'permanent' } as const;
    expect(() => retentionTable([rule, { ...rule, from: '2026-01-01' }])).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID', details: { record: 2 } }),
    );
  });
});

describe('a retention period', () => {
  it.each([
    ['永久', 'permanent'],
    [' 定期 30 年', { years: 30 }],
    ['10年', { years: 10 }],
    ['长期', undefined],
    ['短期', undefined],
    ['0年', undefined],
    ['-1年', undefined],
    ['30', undefined],
    ['', undefined],
  ])('%j is %j', (text, period) => {
    expect(parseRetentionPeriod(text)).toEqual(period);
  });

  it('begins on the next 1 January of Beijing', () => {
    const of = (time: string): string | undefined =>
      retainedUntil({ years: 10 }, new Date(time))?.toISOString();
    expect(of('2026-11-23T00:00:00Z')).toBe('2036-12-31T16:00:00.000Z');
    expect(of('2026-01-01T00:00:00+08:00')).toBe('2036-12-31T16:00:00.000Z');
    expect(of('2025-12-31T23:59:59+08:00')).toBe('2035-12-31T16:00:00.000Z');
    expect(retainedUntil('permanent', at)).toBeUndefined();
    for (const years of [0, 1.5, -1, 1000]) {
      expect(() => retainedUntil({ years }, at)).toThrow(
        expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
      );
    }
  });
});
