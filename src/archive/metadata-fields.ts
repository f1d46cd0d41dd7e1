import type { ItemInfo } from './model.ts';

/** How one value of {@link ItemInfo} stands in base_info: tag, Chinese name, and what the archive demands of it. */
export interface MetadataField {
  readonly key: keyof ItemInfo;
  readonly tag: string;
  readonly label: string;
  readonly required: boolean;
  readonly type: 'text' | 'time';
  readonly maxLength: number;
  /** Form of a value where the norms fix one. */
  readonly pattern?: RegExp;
  /** Presence is the matter of an item of its own: 软硬件环境. */
  readonly presence?: 'GD-3-6';
}

/** Beijing time as packages in use write it. */
export const TIME_PATTERN: RegExp = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** The field list of base_info in order. Tags follow packages in use, the misspelt one among them. */
export const METADATA_FIELDS: readonly MetadataField[] = [
  text('recordCode', 'electronic_record_code', '电子文件号', 128),
  text('regionCode', 'region_code', '行政区划', 12, /^\d{6}(?:\d{3}){0,2}$/),
  text('taskCode', 'task_code', '事项编码', 64),
  { ...text('informationSystem', 'information_system_dcscription', '信息系统描述', 512), presence: 'GD-3-6' },
  optional('itemNumber', 'agency_item_number', '室编件号', 64),
  optional('archivesName', 'archives_name', '档案馆名称', 256),
  text('fondsName', 'fonds_constituting_unit_name', '立档单位', 256),
  text('leadDepartment', 'lead_department', '责任处室', 256),
  text('fondsIdentifier', 'fonds_identifier', '全宗号', 32),
  text('socialCode', 'social_code', '统一社会信用代码', 18, /^[0-9A-HJ-NPQRTUWXY]{18}$/),
  text('retentionPeriod', 'retention_period', '保管期限', 16, /^(?:永久|30年|10年)$/),
  optional('securityClassification', 'security_classification', '密级', 16),
  text('projectId', 'project_id', '业务流水号', 128),
  text('taskName', 'task_name', '事项名称', 512),
  optional('taskVersion', 'task_version', '事项版本', 32),
  optional('taskType', 'task_type', '事项类型', 64),
  text('projectName', 'project_name', '办件名称', 512),
  time('archiveTime', 'archive_time', '归档时间'),
  text('applyName', 'apply_name', '行政相对人', 512),
  text('applyType', 'apply_type', '行政相对人类型', 32),
  text('cardType', 'card_type', '证件类型', 32),
  text('cardNumber', 'contacted_card', '证件号码', 64),
  text('receiveDepartment', 'receive_department', '受理单位', 256),
  time('receiveTime', 'receive_time', '受理时间'),
  time('transactTime', 'transact_time', '办结时间'),
  text('result', 'result', '办理结果', 256),
  optional('resultCode', 'result_code', '结果证照编号', 128),
  text('acceptNumber', 'accept_num', '受理编号', 128),
  optional('remarks', 'remarks', '备注', 2000),
];

type Key = keyof ItemInfo;

function text(key: Key, tag: string, label: string, maxLength: number, pattern?: RegExp): MetadataField {
  const field = { key, tag, label, required: true, type: 'text', maxLength } as const;
  return pattern === undefined ? field : { ...field, pattern };
}

function optional(key: Key, tag: string, label: string, maxLength: number): MetadataField {
  return { key, tag, label, required: false, type: 'text', maxLength };
}

function time(key: Key, tag: string, label: string): MetadataField {
  return { key, tag, label, required: true, type: 'time', maxLength: 19, pattern: TIME_PATTERN };
}
