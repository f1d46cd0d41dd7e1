import type { CalendarDate } from '../../foundation/core/index.ts';
import type { FieldValue, TreeField } from '../merkle/index.ts';

/** One holder of a license (持证主体). */
export interface LicenseHolder {
  readonly name: string;
  readonly code: string;
  /** Three digits of GB/T 36903 appendix A: `111` 公民身份号码, `001` 统一社会信用代码. */
  readonly codeType: string;
  readonly codeTypeName?: string;
}

/** The metadata of one license (GB/T 36903). Dates are Beijing dates; an end date is inclusive. */
export interface LicenseMetadata {
  readonly identifier: string;
  readonly name: string;
  readonly typeName: string;
  readonly typeCode: string;
  readonly definingAuthority?: string;
  readonly definingAuthorityCode?: string;
  readonly number: string;
  readonly version: string;
  readonly issuer: string;
  readonly issuerCode: string;
  readonly issuerLevel?: string;
  readonly issueDate: CalendarDate;
  readonly holders: readonly LicenseHolder[];
  readonly validFrom?: CalendarDate;
  /** Absent: long-term (长期). */
  readonly validTo?: CalendarDate;
  readonly validityRange?: string;
  readonly areaCode: string;
  readonly sealPerson?: string;
  readonly sealTime?: string;
  readonly sealName?: string;
  readonly createTime?: string;
  readonly copyCreationTime?: string;
  readonly copyCreator?: string;
  readonly copyCause?: string;
  readonly copyExpiringTime?: string;
  readonly relatedItemName?: string;
  readonly relatedItemCode?: string;
  /** 关联证照标识: the license this one continues (延续, 变更, 转入). */
  readonly previousIdentifier?: string;
  readonly level?: string;
  /** Fields of this type of license: keys `KZ_…`, typed by the catalog entry. */
  readonly extensions?: Readonly<Record<string, FieldValue>>;
  /** Keys that the face shows. Set on issuing from the template. */
  readonly faceFields?: readonly string[];
}

type TextProperty = {
  [P in keyof LicenseMetadata]-?: LicenseMetadata[P] extends string | undefined ? P : never;
}[keyof LicenseMetadata];

const PROPERTIES: readonly (readonly [TextProperty, string, 'text' | 'date'])[] = [
  ['identifier', 'ZZBS', 'text'],
  ['name', 'ZZMC', 'text'],
  ['typeName', 'ZZLXMC', 'text'],
  ['typeCode', 'ZZLXDM', 'text'],
  ['definingAuthority', 'ZZDYJG', 'text'],
  ['definingAuthorityCode', 'ZZDYJGDM', 'text'],
  ['number', 'ZZBH', 'text'],
  ['version', 'ZZBBH', 'text'],
  ['issuer', 'ZZBFJG', 'text'],
  ['issuerCode', 'ZZBFJGDM', 'text'],
  ['issuerLevel', 'ZZBFJGJB', 'text'],
  ['issueDate', 'ZZBFRQ', 'date'],
  ['validFrom', 'ZZYXQQSRQ', 'date'],
  ['validTo', 'ZZYXQJZRQ', 'date'],
  ['validityRange', 'ZZYXQFW', 'text'],
  ['areaCode', 'ZZSSGXSDBM', 'text'],
  ['sealPerson', 'ZZQZR', 'text'],
  ['sealTime', 'ZZQZSJ', 'text'],
  ['sealName', 'ZZQZMC', 'text'],
  ['createTime', 'CJSJ', 'text'],
  ['copyCreationTime', 'JZJZZSJ', 'text'],
  ['copyCreator', 'JZJZZZ', 'text'],
  ['copyCause', 'JZJZZSY', 'text'],
  ['copyExpiringTime', 'JZJYXQJZSJ', 'text'],
  ['relatedItemName', 'GLSXMC', 'text'],
  ['relatedItemCode', 'GLSXDM', 'text'],
  ['previousIdentifier', 'GLZZBS', 'text'],
  ['level', 'KXDJ', 'text'],
];

const HOLDER_KEYS = [
  ['name', 'CZZT'],
  ['code', 'CZZTDM'],
  ['codeTypeName', 'CZZTDMLX'],
  ['codeType', 'CZZTDMLXDM'],
] as const;

/** The metadata as typed fields under their pinyin keys: the leaves of the tree, and what the XML holds. */
export function fieldsOfMetadata(metadata: LicenseMetadata): TreeField[] {
  const fields: TreeField[] = [];
  for (const [property, key, type] of PROPERTIES) {
    const value = metadata[property];
    if (value !== undefined) fields.push({ key, value: type === 'date' ? { date: value } : value });
  }
  for (const [property, key] of HOLDER_KEYS) {
    const values = metadata.holders.map((holder) => holder[property] ?? '');
    if (values.some((value) => value !== ''))
      fields.push({ key, value: values.length === 1 ? values[0]! : values });
  }
  for (const [key, value] of Object.entries(metadata.extensions ?? {})) fields.push({ key, value });
  if (metadata.faceFields !== undefined)
    fields.push({ key: 'YX_FACE', value: metadata.faceFields.join(',') });
  return fields;
}

/**
 * The model of fields read from a file. Absent required elements become empty text: validate the result.
 * Keys that the model does not know are left out.
 */
export function metadataOfFields(fields: readonly TreeField[]): LicenseMetadata {
  const values = new Map(fields.map(({ key, value }) => [key, value]));
  const properties: Record<string, string> = {};
  for (const [property, key] of PROPERTIES) {
    const value = values.get(key);
    if (value !== undefined) properties[property] = textOf(value);
  }
  const required = {
    identifier: '',
    name: '',
    typeName: '',
    typeCode: '',
    number: '',
    version: '',
    issuer: '',
  };
  const extensions = fields.filter(({ key }) => key.startsWith('KZ_'));
  const face = values.get('YX_FACE');
  return {
    ...required,
    issuerCode: '',
    issueDate: '',
    areaCode: '',
    ...properties,
    holders: holdersOf(values),
    ...(extensions.length === 0
      ? {}
      : { extensions: Object.fromEntries(extensions.map(({ key, value }) => [key, value])) }),
    ...(typeof face === 'string' ? { faceFields: face === '' ? [] : face.split(',') } : {}),
  };
}

/** A value as one text: dates as `YYYY-MM-DD`, several texts joined by a semicolon. */
export function textOf(value: FieldValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return 'date' in value ? value.date : value.join(';');
}

/** The single texts of a value. */
export function textsOf(value: FieldValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' && !('date' in value) ? value : [textOf(value)];
}

function holdersOf(values: ReadonlyMap<string, FieldValue>): LicenseHolder[] {
  const columns = HOLDER_KEYS.map(([property, key]) => [property, textsOf(values.get(key))] as const);
  const count = Math.max(...columns.map(([, texts]) => texts.length));
  return Array.from({ length: count }, (_, i) => {
    const holder: Record<string, string> = { name: '', code: '', codeType: '' };
    for (const [property, texts] of columns) {
      const text = texts[i] ?? '';
      if (text !== '' || property !== 'codeTypeName') holder[property] = text;
    }
    return holder as unknown as LicenseHolder;
  });
}
