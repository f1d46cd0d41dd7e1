/** How the value of an element is typed, in the tree and on reading. */
export type ElementType = 'text' | 'date';

/** One metadata element (GB/T 36903). */
export interface MetadataElement {
  /** Key in the metadata XML: initials of the pinyin. */
  readonly key: string;
  /** Key in JSON and databases, in the style of the national tables. */
  readonly snake: string;
  /** Chinese name. */
  readonly name: string;
  readonly type: ElementType;
  readonly maxLength: number;
  readonly required: boolean;
  /** May hold several values: one for each holder. */
  readonly several?: true;
  /** The pinyin key is this profile's own: none was seen in use. */
  readonly ownKey?: true;
}

const REQUIRED = { required: true } as const;
const OPTIONAL = { required: false } as const;

function text(
  key: string,
  snake: string,
  name: string,
  maxLength: number,
): Omit<MetadataElement, 'required'> {
  return { key, snake, name, type: 'text', maxLength };
}

function date(key: string, snake: string, name: string): Omit<MetadataElement, 'required'> {
  return { key, snake, name, type: 'date', maxLength: 8 };
}

/**
 * The elements in the order of the norm. Lengths and obligations are those seen in implementations;
 * the norm's own column was not available.
 */
export const METADATA_ELEMENTS: readonly MetadataElement[] = [
  { ...text('ZZBS', 'certificate_identifier', '证照标识', 128), ...REQUIRED },
  { ...text('ZZMC', 'certificate_name', '证照名称', 512), ...REQUIRED },
  { ...text('ZZLXMC', 'certificate_type_name', '证照类型名称', 256), ...REQUIRED },
  { ...text('ZZLXDM', 'certificate_type_code', '证照类型代码', 64), ...REQUIRED },
  { ...text('ZZDYJG', 'certificate_define_authority_name', '证照定义机构', 256), ...OPTIONAL, ownKey: true },
  {
    ...text('ZZDYJGDM', 'certificate_define_authority_code', '证照定义机构代码', 32),
    ...OPTIONAL,
    ownKey: true,
  },
  { ...text('ZZBH', 'certificate_number', '证照编号', 128), ...REQUIRED },
  { ...text('ZZBBH', 'certificate_version', '证照版本号', 32), ...REQUIRED, ownKey: true },
  { ...text('ZZBFJG', 'certificate_issuing_authority_name', '证照颁发机构', 512), ...REQUIRED },
  { ...text('ZZBFJGDM', 'certificate_issuing_authority_code', '证照颁发机构代码', 32), ...REQUIRED },
  { ...text('ZZBFJGJB', 'certificate_issuing_authority_level', '证照颁发机构级别', 32), ...OPTIONAL },
  { ...date('ZZBFRQ', 'certificate_issuing_authority_date', '证照颁发日期'), ...REQUIRED },
  { ...text('CZZT', 'certificate_holder', '持证主体', 512), ...REQUIRED, several: true },
  { ...text('CZZTDM', 'certificate_holder_code', '持证主体代码', 512), ...REQUIRED, several: true },
  {
    ...text('CZZTDMLX', 'certificate_holder_type_name', '持证主体代码类型', 128),
    ...OPTIONAL,
    several: true,
  },
  {
    ...text('CZZTDMLXDM', 'certificate_holder_type', '持证主体代码类型代码', 32),
    ...REQUIRED,
    several: true,
  },
  { ...date('ZZYXQQSRQ', 'certificate_validate_start', '证照有效期起始日期'), ...OPTIONAL },
  { ...date('ZZYXQJZRQ', 'certificate_validate_end', '证照有效期截止日期'), ...OPTIONAL },
  { ...text('ZZYXQFW', 'certificate_validity_range', '证照有效期范围', 64), ...OPTIONAL, ownKey: true },
  { ...text('ZZSSGXSDBM', 'certificate_area_code', '证照所属管辖属地编码', 32), ...REQUIRED, ownKey: true },
  { ...text('ZZQZR', 'certificate_seal_person', '签章人', 128), ...OPTIONAL },
  { ...text('ZZQZSJ', 'certificate_seal_time', '签章时间', 32), ...OPTIONAL },
  { ...text('ZZQZMC', 'certificate_seal_name', '签章名称', 256), ...OPTIONAL },
  { ...text('CJSJ', 'create_time', '创建时间', 32), ...OPTIONAL },
  { ...text('JZJZZSJ', 'certificate_copy_creation_time', '加注件制作时间', 32), ...OPTIONAL },
  { ...text('JZJZZZ', 'certificate_copy_creator', '加注件制作者', 256), ...OPTIONAL },
  { ...text('JZJZZSY', 'certificate_copy_cause', '加注件制作事由', 200), ...OPTIONAL },
  { ...text('JZJYXQJZSJ', 'certificate_copy_expiring_time', '加注件有效期截止时间', 32), ...OPTIONAL },
  { ...text('GLSXMC', 'related_item_name', '关联事项名称', 512), ...OPTIONAL, ownKey: true },
  { ...text('GLSXDM', 'related_item_code', '关联事项代码', 64), ...OPTIONAL, ownKey: true },
  { ...text('GLZZBS', 'related_certificate_identifier', '关联证照标识', 128), ...OPTIONAL, ownKey: true },
  { ...text('KXDJ', 'certificate_level', '可信等级', 8), ...OPTIONAL, ownKey: true },
  // Which fields the face shows, parted by commas: so that a verifier knows what must stand on the page.
  { ...text('YX_FACE', 'yinxin_face_fields', '照面字段', 4096), ...OPTIONAL, ownKey: true },
];

const BY_KEY: ReadonlyMap<string, MetadataElement> = new Map(METADATA_ELEMENTS.map((e) => [e.key, e]));

/** The element of a pinyin key; `undefined` for KZ_ fields and unknown keys. */
export function elementOf(key: string): MetadataElement | undefined {
  return BY_KEY.get(key);
}

/** Form of the key of a field that only this type of license has (扩展字段). */
export const EXTENSION_KEY: RegExp = /^KZ_[A-Z0-9_]{1,60}$/;
