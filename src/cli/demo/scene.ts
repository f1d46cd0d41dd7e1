import type { JsonValue } from '../../foundation/core/index.ts';
import type { LicenseDraft } from '../../license/index.ts';
import type { CatalogEntry } from '../../policy/index.ts';
import { TEST_AGENCY_CODE, TEST_AGENCY_NAME } from '../../testing/index.ts';

/** Everything that the demo invents: nobody of this name or code exists. */
export const AGENCY = { name: TEST_AGENCY_NAME, code: TEST_AGENCY_CODE, codeType: '001' } as const;

/** The applicant: a sole trader (个体工商户) with right check characters under a region that is not assigned. */
export const APPLICANT = {
  name: '示例市山水人家饭店（样）',
  code: '92339900MA2TETT073',
  codeType: '001',
} as const;

export const MATTER = { code: '339900-SAMPLE-0001', name: '示例许可证核发' } as const;

const ADDRESS = '示例市上城区测试路1号';

/** The filled form. */
export const FORM: JsonValue = {
  经营者名称: APPLICANT.name,
  统一社会信用代码: APPLICANT.code,
  法定代表人: '测试人甲',
  主体业态: '餐饮服务经营者',
  住所: ADDRESS,
  经营项目: '热食类食品制售，自制饮品制售',
};

const TYPE_CODE = `${TEST_AGENCY_CODE}001`;

const item = (key: string, qr: 'clear' | 'hashed'): CatalogEntry['items'][number] => ({
  key,
  type: 'text',
  source: { authority: TEST_AGENCY_CODE, recordType: '示例许可证' },
  share: 'unconditional',
  qr,
});

/** What a catalog says about this kind of license. */
export const CATALOG_ENTRY: CatalogEntry = {
  id: TYPE_CODE,
  version: '1',
  name: '示例许可证',
  validFrom: new Date('2020-01-01T00:00:00Z'),
  authority: TEST_AGENCY_CODE,
  items: [
    item('CZZT', 'clear'),
    item('ZZMC', 'clear'),
    item('KZ_FDDBR', 'hashed'),
    item('KZ_ZTYT', 'hashed'),
    item('KZ_ZS', 'hashed'),
    item('KZ_JYCS', 'hashed'),
    item('KZ_JYXM', 'hashed'),
  ],
  evidenceFor: ['示例市营业登记'],
  form: {
    id: '339900-SAMPLE-0001-FORM',
    version: '1',
    fields: [
      { key: '经营者名称', type: 'text', required: true, maxLength: 60 },
      { key: '统一社会信用代码', type: 'text', required: true, pattern: 'uscc' },
      { key: '法定代表人', type: 'text', required: true, maxLength: 30 },
      {
        key: '主体业态',
        type: 'code',
        required: true,
        codes: ['食品销售经营者', '餐饮服务经营者', '单位食堂'].map((name) => ({ code: name, name })),
      },
      { key: '住所', type: 'text', required: true, maxLength: 100 },
      { key: '经营项目', type: 'text', required: true, maxLength: 200 },
    ],
  },
};

/** The license that the agency grants, from a Beijing date for five years, the end day inclusive. */
export function draftOf(from: string): LicenseDraft {
  const year = Number(from.slice(0, 4));
  const dayBefore = new Date(Date.UTC(year + 5, Number(from.slice(5, 7)) - 1, Number(from.slice(8, 10)) - 1));
  return {
    name: '示例许可证',
    typeName: '示例许可证',
    typeCode: TYPE_CODE,
    definingAuthority: AGENCY.name,
    definingAuthorityCode: AGENCY.code,
    number: `样${year}0001`,
    issuer: AGENCY.name,
    issuerCode: AGENCY.code,
    issueDate: from,
    validFrom: from,
    validTo: dayBefore.toISOString().slice(0, 10),
    areaCode: '339900',
    holders: [{ ...APPLICANT, codeTypeName: '统一社会信用代码' }],
    relatedItemName: MATTER.name,
    extensions: {
      KZ_FDDBR: '测试人甲',
      KZ_ZTYT: '餐饮服务经营者',
      KZ_ZS: ADDRESS,
      KZ_JYCS: ADDRESS,
      KZ_JYXM: '热食类食品制售，自制饮品制售',
    },
  };
}
