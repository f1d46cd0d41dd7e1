import type { ShareClass } from '../catalog.ts';
import { SHARE_CLASS_NAMES } from '../sharing/index.ts';
import type { InformationResource, ResourceFault, ResourceItem, ResourceTexts } from './resource.ts';

const CODE = /^\d{6}\d*\/[0-9A-Za-z]+$/;
const USCC = /^[0-9A-HJ-NPQRTUWXY]{18}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const SEPARATOR = /[,，;；、\s]+/;

/** A resource from the texts of its fields; every fault at once. */
export function resourceOfTexts(
  texts: ResourceTexts,
  items: readonly ResourceItem[],
  record: number,
): InformationResource | readonly ResourceFault[] {
  const faults: ResourceFault[] = [];
  const fault = (field: string, detail: string): void => void faults.push({ record, field, detail });
  for (const field of ['信息资源名称', '信息资源提供方', '更新周期'] as const) {
    if (texts[field] === '') fault(field, 'is empty');
  }
  if (!CODE.test(texts.信息资源代码))
    fault('信息资源代码', 'is not 类(1)+项(2)+目(3)+细目 and, after a slash, a running code');
  if (!USCC.test(texts.信息资源提供方代码)) fault('信息资源提供方代码', 'is no USCC of 18 characters');
  if (!isDate(texts.发布日期)) fault('发布日期', 'is no date YYYY-MM-DD');
  const type = shareClassOf(texts.共享类型);
  if (type === undefined) fault('共享类型', 'is none of the three classes, by national or Zhejiang name');
  if (type !== undefined && type !== 'unconditional' && texts.共享条件 === '')
    fault('共享条件', type === 'none' ? 'a resource that is not shared cites its legal basis' : 'is empty');
  const open = OPEN[texts.是否向社会开放];
  if (open === undefined) fault('是否向社会开放', 'is neither 是 nor 否');
  if (items.length === 0) fault('信息项名称', 'the resource has no item');
  if (new Set(items.map(({ name }) => name)).size !== items.length)
    fault('信息项名称', 'an item stands twice');
  for (const { name, dataType } of items) {
    if (name === '' || dataType === '') fault('信息项名称', 'an item lacks its name or its data type');
  }
  if (faults.length > 0 || type === undefined || open === undefined) return faults;
  return {
    classification: { l1: texts.类, l2: texts.项, l3: texts.目, l4: texts.细目 },
    name: texts.信息资源名称,
    code: texts.信息资源代码,
    provider: texts.信息资源提供方,
    providerCode: texts.信息资源提供方代码,
    abstract: texts.信息资源摘要,
    format: texts.信息资源格式,
    items,
    sharing: { type, condition: texts.共享条件, method: texts.共享方式 },
    opening: { open, condition: texts.开放条件 },
    updateCycle: texts.更新周期,
    publishedOn: texts.发布日期,
    relatedCodes: texts.关联资源代码.split(SEPARATOR).filter((code) => code !== ''),
  };
}

/** The texts of a resource, with the national names of the classes. */
export function textsOfResource(resource: InformationResource): ResourceTexts {
  const { classification, sharing, opening } = resource;
  return {
    类: classification.l1,
    项: classification.l2,
    目: classification.l3,
    细目: classification.l4,
    信息资源名称: resource.name,
    信息资源代码: resource.code,
    信息资源提供方: resource.provider,
    信息资源提供方代码: resource.providerCode,
    信息资源摘要: resource.abstract,
    信息资源格式: resource.format,
    共享类型: SHARE_CLASS_NAMES[sharing.type].national,
    共享条件: sharing.condition,
    共享方式: sharing.method,
    是否向社会开放: opening.open ? '是' : '否',
    开放条件: opening.condition,
    更新周期: resource.updateCycle,
    发布日期: resource.publishedOn,
    关联资源代码: resource.relatedCodes.join(';'),
  };
}

const OPEN: Readonly<Record<string, boolean>> = { 是: true, 否: false };

function shareClassOf(text: string): ShareClass | undefined {
  const classes = Object.keys(SHARE_CLASS_NAMES) as ShareClass[];
  return classes.find((name) => Object.values(SHARE_CLASS_NAMES[name]).includes(text));
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
