/** Values for the sample template, all of them invented. */
export const SAMPLE_FACE_FIELDS: Readonly<Record<string, string>> = {
  ZZBH: 'SL33010020260000001',
  ZZBS: '1.2.156.3005.2.11100000000013338W032.11330100000013544J.2026000001.001.F',
  CZZT: '示例市山水人家餐饮有限公司',
  CZZTDM: '91330100MA2EXAMP0X',
  KZ_FDDBR: '郎𣲗',
  KZ_ZTYT: '餐饮服务经营者（网络经营）',
  KZ_ZS: '浙江省示例市示例区示例街道文化路18号1幢101室',
  KZ_JYCS: '浙江省示例市示例区示例街道文化路18号1幢102室',
  KZ_JYXM:
    '预包装食品销售（含冷藏冷冻食品），散装食品销售，特殊食品销售（保健食品、婴幼儿配方乳粉、其他婴幼儿配方食品），热食类食品制售，冷食类食品制售，糕点类食品制售，自制饮品制售',
  ZZYXQQSRQ: '20260701',
  ZZYXQJZRQ: '20310630',
  ZZBFJG: '示例市市场监督管理局',
  ZZBFRQ: '20260701',
};
