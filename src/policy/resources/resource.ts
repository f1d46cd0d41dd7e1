import type { ShareClass } from '../catalog.ts';

/** One information item (信息项) of a resource. */
export interface ResourceItem {
  readonly name: string;
  /** Data type as the catalog writes it (字符型, 日期型 …). */
  readonly dataType: string;
}

/**
 * One entry of a catalog of government information resources, with the core metadata of 发改高技〔2017〕1272号
 * (政务信息资源目录编制指南). Texts stand as the catalog wrote them.
 */
export interface InformationResource {
  /** 信息资源分类: 类, 项, 目, 细目. */
  readonly classification: {
    readonly l1: string;
    readonly l2: string;
    readonly l3: string;
    readonly l4: string;
  };
  /** 信息资源名称. */
  readonly name: string;
  /** 信息资源代码: 类 (1 digit), 项 (2), 目 (3), 细目, a slash, and a running code. */
  readonly code: string;
  /** 信息资源提供方. */
  readonly provider: string;
  /** 信息资源提供方代码 (USCC). */
  readonly providerCode: string;
  /** 信息资源摘要. */
  readonly abstract: string;
  /** 信息资源格式. */
  readonly format: string;
  readonly items: readonly ResourceItem[];
  /** 共享属性. A resource that is not shared names its legal basis as the condition. */
  readonly sharing: { readonly type: ShareClass; readonly condition: string; readonly method: string };
  /** 开放属性. */
  readonly opening: { readonly open: boolean; readonly condition: string };
  /** 更新周期. */
  readonly updateCycle: string;
  /** 发布日期, YYYY-MM-DD. */
  readonly publishedOn: string;
  /** 关联资源代码. */
  readonly relatedCodes: readonly string[];
}

/** The plain texts of a resource, by the names that the guide gives its fields; items apart. */
export type ResourceTexts = Readonly<Record<(typeof RESOURCE_FIELDS)[number], string>>;

/** Names of the fields, in the order of the guide. */
export const RESOURCE_FIELDS = [
  '类',
  '项',
  '目',
  '细目',
  '信息资源名称',
  '信息资源代码',
  '信息资源提供方',
  '信息资源提供方代码',
  '信息资源摘要',
  '信息资源格式',
  '共享类型',
  '共享条件',
  '共享方式',
  '是否向社会开放',
  '开放条件',
  '更新周期',
  '发布日期',
  '关联资源代码',
] as const;

/** Names of the fields of an item. */
export const ITEM_FIELDS = ['信息项名称', '数据类型'] as const;

/** Where something is wrong, and what. */
export interface ResourceFault {
  /** Record in the file, from 1 (the line after the header in CSV). */
  readonly record: number;
  readonly field: string;
  readonly detail: string;
}
