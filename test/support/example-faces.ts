import { readFileSync } from 'node:fs';
import type { FaceTemplate } from '../../src/license/index.ts';

/** Names of the templates in examples/templates. */
export const EXAMPLE_FACES = ['business-license', 'food-business-permit', 'real-estate-certificate'] as const;

const COMMON = { ZZBFRQ: '20260701', CZZTDM: '91330100MA2EXAMP0X' };
const ADDRESS = '示例省示例市示例区示例街道文化路18号1幢1801室';

/** Invented values. */
const VALUES: Readonly<Record<(typeof EXAMPLE_FACES)[number], Readonly<Record<string, string>>>> = {
  'business-license': {
    ...COMMON,
    ZZBH: '33010020260000001',
    ZZBS: '1.2.156.3005.2.11100000000013661B006.113700000045046442.20260000000000000001.001.X',
    CZZT: '示例市山水人家软件有限公司',
    KZ_LX: '有限责任公司（自然人投资或控股）',
    KZ_FDDBR: '测试人甲',
    KZ_JYFW:
      '许可项目：食品经营；互联网信息服务（依法应经批准的项目，经相关部门批准后方可开展经营活动）。其他项目：软件开发；技术服务、技术开发、技术转让；信息系统集成服务；数据处理和存储服务；会议服务。',
    KZ_ZCZB: '伍佰万元整',
    KZ_CLRQ: '20200318',
    KZ_YYQX: '2020年03月18日至长期',
    KZ_ZS: ADDRESS,
    ZZBFJG: '示例市市场监督管理局',
  },
  'food-business-permit': {
    ...COMMON,
    ZZBH: 'JY23301000000001',
    ZZBS: '1.2.156.3005.2.11100000000013338W032.11330100000013544J.20260000000000000002.001.F',
    CZZT: '示例市山水人家餐饮有限公司',
    KZ_FDDBR: '郎𣲗',
    KZ_ZS: ADDRESS,
    KZ_JYCS: ADDRESS,
    KZ_ZTYT: '餐饮服务经营者（网络经营）',
    KZ_JYXM:
      '预包装食品销售（含冷藏冷冻食品），散装食品销售，特殊食品销售（保健食品、婴幼儿配方乳粉），热食类食品制售，冷食类食品制售，糕点类食品制售，自制饮品制售',
    ZZYXQJZRQ: '20310630',
    KZ_TSDH: '12315',
    ZZBFJG: '示例市市场监督管理局',
  },
  'real-estate-certificate': {
    ...COMMON,
    ZZBH: '示例（2026）示例市不动产权第0000001号',
    ZZBS: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20260000000000000003.001.U',
    CZZT: '测试人甲、测试人乙',
    KZ_GYQK: '共同共有',
    KZ_ZL: ADDRESS,
    KZ_BDCDYH: '330102 001001 GB00001 F00010001',
    KZ_QLLX: '国有建设用地使用权／房屋所有权',
    KZ_QLXZ: '出让／市场化商品房',
    KZ_YT: '住宅用地／住宅',
    KZ_MJ: '共有土地使用权面积12,345.6㎡／房屋建筑面积98.76㎡',
    KZ_SYQX: '国有建设用地使用权至2090年12月31日止',
    KZ_QLQTZK:
      '房屋结构：其他结构\n专有建筑面积：78.90㎡，共有建筑面积：19.86㎡\n房屋总层数：28层，所在层：18层',
    KZ_FJ: '首次登记。',
    ZZBFJG: '示例市自然资源和规划局',
  },
};

const LONG_TEXT =
  '许可项目：食品经营（依法应经批准的项目，经相关部门批准后方可开展经营活动）；技术服务、技术开发、技术转让。';
/** Fields that go on on further pages, by template. */
const LONG_FIELD = {
  'business-license': 'KZ_JYFW',
  'food-business-permit': 'KZ_JYXM',
  'real-estate-certificate': 'KZ_QLQTZK',
} as const;

/** A template with values; `long`: the longest plausible ones (a scope of 2,000 characters, a name of 80). */
export function exampleFace(
  name: (typeof EXAMPLE_FACES)[number],
  { long = false }: { readonly long?: boolean } = {},
): { readonly template: FaceTemplate; readonly fields: Readonly<Record<string, string>> } {
  const url = new URL(`../../examples/templates/${name}.json`, import.meta.url);
  const template = JSON.parse(readFileSync(url, 'utf8')) as FaceTemplate;
  const fields = VALUES[name];
  if (!long) return { template, fields };
  const company = `示例市${'山水人家餐饮管理服务'.repeat(8)}`.slice(0, 76);
  return {
    template,
    fields: {
      ...fields,
      CZZT: `${company}有限公司`,
      [LONG_FIELD[name]]: LONG_TEXT.repeat(40).slice(0, 2000),
    },
  };
}
