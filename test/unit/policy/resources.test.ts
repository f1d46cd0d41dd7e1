import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogEntryOf,
  checkOneSource,
  type InformationResource,
  type LevelCatalog,
  mergeCatalogs,
  RESOURCE_FIELDS,
  resourcesOfCsv,
  resourcesOfJson,
  resourcesToCsv,
  resourcesToJson,
  staticCatalog,
} from '../../../src/policy/index.ts';
import { runs } from '../../support/property.ts';

const A = '11330105002500287C';
const B = '11430000006122244L';

function resource(change: Partial<InformationResource> = {}): InformationResource {
  return {
    classification: { l1: '部门类', l2: '市场监管', l3: '食品', l4: '许可' },
    name: '食品经营许可',
    code: '302001001/000001',
    provider: '示例市市场监管局',
    providerCode: A,
    abstract: '许可的基本信息，含“号码”',
    format: '数据库: mysql',
    items: [
      { name: '许可证编号', dataType: '字符型' },
      { name: '发证日期', dataType: '日期型' },
    ],
    sharing: { type: 'restricted', condition: '仅用于监管', method: '接口' },
    opening: { open: false, condition: '' },
    updateCycle: '每日',
    publishedOn: '2026-01-05',
    relatedCodes: ['302001001/000002', '302001001/000003'],
    ...change,
  };
}

describe('catalogs of information resources', () => {
  it('every field of the guide goes through CSV and JSON', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .map((value) => value.replaceAll('\0', '').trim());
    const filled = text.filter((value) => value !== '');
    const arbitrary = fc.record({
      classification: fc.record({ l1: text, l2: text, l3: text, l4: text }),
      name: filled,
      code: fc.integer({ min: 0, max: 1e6 }).map((n) => `302001001/${n}`),
      provider: filled,
      providerCode: fc.constantFrom(A, B),
      abstract: text,
      format: text,
      items: fc.uniqueArray(fc.record({ name: filled, dataType: filled }), {
        minLength: 1,
        maxLength: 4,
        selector: ({ name }) => name,
      }),
      sharing: fc.record({
        type: fc.constantFrom('unconditional' as const, 'restricted' as const, 'none' as const),
        condition: filled,
        method: text,
      }),
      opening: fc.record({ open: fc.boolean(), condition: text }),
      updateCycle: filled,
      publishedOn: fc.constantFrom('2026-01-05', '2024-02-29'),
      relatedCodes: fc.array(fc.constantFrom('302001001/1', '302001002/x9'), { maxLength: 3 }),
    });
    const list = fc.uniqueArray(arbitrary, { maxLength: 4, selector: ({ code }) => code });
    fc.assert(
      fc.property(list, (resources) => {
        expect(resourcesOfCsv(resourcesToCsv(resources))).toEqual({ resources, faults: [] });
        expect(resourcesOfJson(resourcesToJson(resources))).toEqual({ resources, faults: [] });
      }),
      runs(100),
    );
  });

  it('reads columns in any order, with a byte order mark, quotes, and Zhejiang names of the classes', () => {
    const [header, ...rows] = resourcesToCsv([resource()]).trimEnd().split('\r\n');
    const turned = [header!, ...rows].map((line) => line.split(',').reverse().join(','));
    const text = `\uFEFF${turned.join('\n').replaceAll('有条件共享', '受限共享')}`;
    expect(resourcesOfCsv(text)).toEqual({ resources: [resource()], faults: [] });
  });

  it('tells every fault of a record and keeps the others', () => {
    const bad = resource({
      name: '',
      code: '30/1',
      providerCode: 'x',
      publishedOn: '2026-02-30',
      sharing: { type: 'none', condition: '', method: '' },
      items: [
        { name: '同', dataType: '' },
        { name: '同', dataType: 'C' },
      ],
    });
    const { resources, faults } = resourcesOfJson(resourcesToJson([bad, resource()]));
    expect(resources).toEqual([resource()]);
    expect(faults.map(({ record, field }) => `${record} ${field}`)).toEqual([
      '1 信息资源名称',
      '1 信息资源代码',
      '1 信息资源提供方代码',
      '1 发布日期',
      '1 共享条件',
      '1 信息项名称',
      '1 信息项名称',
    ]);
  });

  it('rows of one code that differ are a fault', () => {
    const lines = resourcesToCsv([resource()]).trimEnd().split('\r\n');
    const text = [lines[0], lines[1], lines[2]!.replace('每日', '每月')].join('\r\n');
    expect(resourcesOfCsv(text)).toEqual({
      resources: [],
      faults: [{ record: 1, field: '更新周期', detail: 'rows of one code differ in it' }],
    });
    const twice = JSON.stringify([
      ...JSON.parse(resourcesToJson([resource()])),
      ...JSON.parse(resourcesToJson([resource()])),
    ]);
    expect(resourcesOfJson(twice).faults.map(({ field }) => field)).toEqual(['信息资源代码']);
  });

  it.each([
    ['no CSV', `${RESOURCE_FIELDS.join(',')},"`],
    ['no header', 'a,b\r\n1,2\r\n'],
    ['empty', ''],
  ])('%s is an error', (_, text) => {
    expect(() => resourcesOfCsv(text)).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID' }));
  });

  it('what is no JSON array is an error; a short row is a fault', () => {
    for (const text of ['', '{}', 'null']) {
      expect(() => resourcesOfJson(text)).toThrow(expect.objectContaining({ code: 'JSON_INVALID' }));
    }
    expect(resourcesOfJson('[null, 5, {}]').resources).toEqual([]);
    const short = `${resourcesToCsv([]).trimEnd()}\r\na,b\r\n`;
    expect(resourcesOfCsv(short).faults.length).toBeGreaterThan(0);
  });
});

describe('merging levels (逐级归集)', () => {
  const level = (
    name: LevelCatalog['level'],
    region: string,
    ...resources: InformationResource[]
  ): LevelCatalog => ({
    level: name,
    region,
    resources,
  });
  const own = { code: '302001001/9', name: '别的' };

  it('a resource reported upwards counts once', () => {
    const merged = mergeCatalogs([
      level('nation', '000000', resource()),
      level('province', '330000', resource()),
      level('city', '330100', resource(), resource({ ...own, items: [{ name: '别项', dataType: '整型' }] })),
    ]);
    expect(merged.resources.map(({ code }) => code)).toEqual(['302001001/000001', '302001001/9']);
    expect(merged.conflicts).toEqual([]);
  });

  it('copies that differ are told', () => {
    const { conflicts } = mergeCatalogs([
      level('province', '330000', resource({ updateCycle: '每月' })),
      level('city', '330100', resource()),
    ]);
    expect(conflicts.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'RESOURCE_DIFFERS 302001001/000001',
    ]);
  });

  it('two providers of one item conflict at one level and across levels, not in two cities', () => {
    const rival = resource({ ...own, providerCode: B, items: [{ name: '发证日期', dataType: '日期型' }] });
    const conflictsOf = (...catalogs: LevelCatalog[]) =>
      mergeCatalogs(catalogs).conflicts.map(
        ({ code, subject, places }) => `${code} ${subject} ${places.length}`,
      );
    const found = ['SOURCE_CONFLICT 发证日期 2'];
    expect(conflictsOf(level('city', '330100', resource(), rival))).toEqual(found);
    expect(conflictsOf(level('city', '330100', resource()), level('province', '330000', rival))).toEqual(
      found,
    );
    expect(conflictsOf(level('nation', '000000', resource()), level('county', '330102', rival))).toEqual(
      found,
    );
    expect(conflictsOf(level('city', '330100', resource()), level('city', '330200', rival))).toEqual([]);
  });

  it('merged resources are a catalog policy', async () => {
    const { resources } = mergeCatalogs([level('city', '330100', resource())]);
    const catalog = staticCatalog(resources.map(catalogEntryOf));
    const at = new Date('2026-06-01T00:00:00Z');
    const entry = (await catalog.resolve('302001001/000001', at))!;
    expect(entry.items[1]).toMatchObject({
      key: '发证日期',
      type: 'date',
      share: 'restricted',
      conditions: ['仅用于监管'],
    });
    expect(await checkOneSource(catalog, '发证日期', at)).toMatchObject({ status: 'one', authority: A });
  });
});
