import { describe, expect, it } from 'vitest';
import {
  type InformationResource,
  type LevelCatalog,
  mergeCatalogs,
  RESOURCE_FIELDS,
  resourcesOfCsv,
  resourcesOfJson,
  resourcesToCsv,
  resourcesToJson,
} from '../../../src/policy/index.ts';

const A = '11330105002500287C';
const B = '11430000006122244L';
const C = '11110000000021135M';

/** Every field filled with something of its own, awkward where a text may be anything. */
const FULL: InformationResource = {
  classification: { l1: '3', l2: '02', l3: '001', l4: '01,02' },
  name: '食品"经营"许可',
  code: '302001001/000001',
  provider: '示例市,市场监管局',
  providerCode: A,
  abstract: '第一行\r\n第二行; 第三',
  format: '=结构化(数据库)',
  items: [
    { name: '许可证编号', dataType: '字符型' },
    { name: '发证日期', dataType: '日期型' },
  ],
  sharing: { type: 'restricted', condition: '仅用于监管', method: '接口' },
  opening: { open: true, condition: '实名' },
  updateCycle: '每日',
  publishedOn: '2026-01-05',
  relatedCodes: ['302001001/000002', '302001001/000003'],
};

/** What another value of each field is, by the name that the guide gives the field. */
const OTHER: Readonly<Record<(typeof RESOURCE_FIELDS)[number], Partial<InformationResource>>> = {
  类: { classification: { ...FULL.classification, l1: '1' } },
  项: { classification: { ...FULL.classification, l2: '03' } },
  目: { classification: { ...FULL.classification, l3: '002' } },
  细目: { classification: { ...FULL.classification, l4: '' } },
  信息资源名称: { name: '别的' },
  信息资源代码: { code: '302001001/000009' },
  信息资源提供方: { provider: '别的局' },
  信息资源提供方代码: { providerCode: B },
  信息资源摘要: { abstract: '' },
  信息资源格式: { format: 'CSV' },
  共享类型: { sharing: { ...FULL.sharing, type: 'none' } },
  共享条件: { sharing: { ...FULL.sharing, condition: '某法 第一条' } },
  共享方式: { sharing: { ...FULL.sharing, method: '' } },
  是否向社会开放: { opening: { ...FULL.opening, open: false } },
  开放条件: { opening: { ...FULL.opening, condition: '' } },
  更新周期: { updateCycle: '每月' },
  发布日期: { publishedOn: '2024-02-29' },
  关联资源代码: { relatedCodes: [] },
};

describe('each field of the guide (发改高技〔2017〕1272号)', () => {
  it.each(RESOURCE_FIELDS)('%s goes through CSV and JSON, and a change of it alone is seen', (name) => {
    const changed = { ...FULL, ...OTHER[name] };
    for (const [write, read] of [
      [resourcesToCsv, resourcesOfCsv],
      [resourcesToJson, resourcesOfJson],
    ] as const) {
      expect(read(write([changed]))).toEqual({ resources: [changed], faults: [] });
      expect(write([changed])).not.toBe(write([FULL]));
    }
    const level = (one: InformationResource, at: LevelCatalog['level'], region: string): LevelCatalog => ({
      level: at,
      region,
      resources: [one],
    });
    const { conflicts } = mergeCatalogs([
      level(FULL, 'city', '330100'),
      level(changed, 'province', '330000'),
    ]);
    // Another code makes another resource of the same provider: no copy that differs.
    const isCopy = name !== '信息资源代码';
    expect(conflicts.filter(({ code }) => code === 'RESOURCE_DIFFERS')).toHaveLength(isCopy ? 1 : 0);
  });

  it('items too, in their order', () => {
    const turned = { ...FULL, items: [...FULL.items].reverse() };
    expect(resourcesOfCsv(resourcesToCsv([turned])).resources).toEqual([turned]);
    expect(resourcesOfJson(resourcesToJson([turned])).resources).toEqual([turned]);
  });
});

describe('three catalogs merged', () => {
  const of = (change: Partial<InformationResource>): InformationResource => ({ ...FULL, ...change });
  const date = [{ name: '发证日期', dataType: '日期型' }];
  const city: LevelCatalog = { level: 'city', region: '330100', resources: [FULL] };
  const province: LevelCatalog = {
    level: 'province',
    region: '330000',
    resources: [FULL, of({ code: '302001001/7', providerCode: B, items: date })],
  };
  const nation: LevelCatalog = {
    level: 'nation',
    region: '000000',
    resources: [
      of({ updateCycle: '每月' }),
      of({ code: '302001001/8', providerCode: C, items: date }),
      of({ code: '302001001/9', items: [{ name: '别项', dataType: '整型' }] }),
    ],
  };
  const orders = [
    [city, province, nation],
    [nation, province, city],
    [province, nation, city],
  ];

  it.each(orders)(
    'in any order: each resource once, every conflict with all of its places',
    (...catalogs) => {
      const { resources, conflicts } = mergeCatalogs(catalogs);
      expect(resources.map(({ code }) => code)).toEqual([
        '302001001/000001',
        '302001001/7',
        '302001001/8',
        '302001001/9',
      ]);
      expect(resources[0]).toEqual(FULL);
      expect(conflicts).toHaveLength(2);
      expect(conflicts[0]).toMatchObject({
        code: 'RESOURCE_DIFFERS',
        subject: '302001001/000001',
        places: [{ level: 'city' }, { level: 'province' }, { level: 'nation' }],
      });
      expect(conflicts[1]).toEqual({
        code: 'SOURCE_CONFLICT',
        subject: '发证日期',
        places: [
          { level: 'city', region: '330100', providerCode: A },
          { level: 'province', region: '330000', providerCode: B },
          { level: 'nation', region: '000000', providerCode: C },
        ],
      });
    },
  );

  it('two providers at one level conflict within one region alone', () => {
    const rival = of({ code: '302001001/7', providerCode: B, items: date });
    const conflictsOf = (region: string) =>
      mergeCatalogs([city, { level: 'city', region, resources: [rival] }]).conflicts.map(({ code }) => code);
    expect(conflictsOf('330100')).toEqual(['SOURCE_CONFLICT']);
    expect(conflictsOf('330200')).toEqual([]);
  });
});
