import { type JsonValue, YinxinError } from '../../foundation/core/index.ts';
import { isJsonObject } from '../json-object.ts';
import { parseCsv, writeCsv } from './csv.ts';
import {
  type InformationResource,
  ITEM_FIELDS,
  RESOURCE_FIELDS,
  type ResourceFault,
  type ResourceItem,
  type ResourceTexts,
} from './resource.ts';
import { resourceOfTexts, textsOfResource } from './texts.ts';

/** What came out of a file. */
export interface LoadedResources {
  readonly resources: readonly InformationResource[];
  /** Records that are left out, each with every fault. */
  readonly faults: readonly ResourceFault[];
}

const MAX_RECORDS = 1_000_000;

/**
 * Resources from CSV with the field names of 发改高技〔2017〕1272号 as header, in any order, one row per item; rows with
 * one 信息资源代码 make one resource and must agree in everything but the item.
 * ARGUMENT_INVALID for a text that is no CSV or lacks a column, LIMIT_EXCEEDED over a million rows.
 */
export function resourcesOfCsv(text: string): LoadedResources {
  const [header = [], ...rows] = parseCsv(text, MAX_RECORDS);
  const names = header.map((name) => name.trim());
  const column = new Map(names.map((name, i) => [name, i]));
  const missing = [...RESOURCE_FIELDS, ...ITEM_FIELDS].filter((name) => !column.has(name));
  if (missing.length > 0 || column.size !== names.length) {
    throw new YinxinError('ARGUMENT_INVALID', 'the header lacks a column or has one twice', {
      details: { missing: missing.join(', ') },
    });
  }
  const records = rows.map((row, i) => {
    const of = (name: string): string => (row[column.get(name)!] ?? '').trim();
    const item = { name: of('信息项名称'), dataType: of('数据类型') };
    return { record: i + 1, texts: textsOf(of), item, wide: row.length !== names.length };
  });
  const faults = records
    .filter(({ wide }) => wide)
    .map(({ record }) => ({ record, field: '', detail: 'has another number of fields than the header' }));
  return collect(groupByCode(records), faults);
}

/** Resources from JSON: an array of objects with the same field names, their items under 信息项. JSON_INVALID. */
export function resourcesOfJson(text: string): LoadedResources {
  const value = parseJson(text);
  if (!Array.isArray(value)) throw new YinxinError('JSON_INVALID', 'give an array of resources');
  const groups = value.map((one: unknown, i) => {
    const object = isJsonObject(one) ? one : {};
    const items = Array.isArray(object['信息项']) ? object['信息项'] : [];
    return {
      record: i + 1,
      texts: textsOf((name) => textOf(object[name])),
      items: items.map((item: unknown) => ({
        name: textOf(isJsonObject(item) ? item['信息项名称'] : undefined),
        dataType: textOf(isJsonObject(item) ? item['数据类型'] : undefined),
      })),
      conflicts: [] as string[],
    };
  });
  return collect(groups, []);
}

/** The same as CSV, one row per item. */
export function resourcesToCsv(resources: readonly InformationResource[]): string {
  const rows = resources.flatMap((resource) => {
    const texts = textsOfResource(resource);
    const fixed = RESOURCE_FIELDS.map((name) => texts[name]);
    return resource.items.map(({ name, dataType }) => [...fixed, name, dataType]);
  });
  return writeCsv([[...RESOURCE_FIELDS, ...ITEM_FIELDS], ...rows]);
}

/** The same as JSON. */
export function resourcesToJson(resources: readonly InformationResource[]): string {
  const objects = resources.map((resource): JsonValue => {
    const items = resource.items.map(({ name, dataType }) => ({ 信息项名称: name, 数据类型: dataType }));
    return { ...textsOfResource(resource), 信息项: items };
  });
  return JSON.stringify(objects, null, 2);
}

interface Group {
  readonly record: number;
  readonly texts: ResourceTexts;
  readonly items: ResourceItem[];
  /** Fields in which rows of one code differ. */
  readonly conflicts: string[];
}

function groupByCode(
  records: readonly { readonly record: number; readonly texts: ResourceTexts; readonly item: ResourceItem }[],
): Group[] {
  const groups = new Map<string, Group>();
  for (const { record, texts, item } of records) {
    const known = groups.get(texts.信息资源代码);
    if (known === undefined) {
      groups.set(texts.信息资源代码, { record, texts, items: [item], conflicts: [] });
      continue;
    }
    known.items.push(item);
    known.conflicts.push(...RESOURCE_FIELDS.filter((name) => known.texts[name] !== texts[name]));
  }
  return [...groups.values()];
}

function collect(groups: readonly Group[], known: readonly ResourceFault[]): LoadedResources {
  const resources: InformationResource[] = [];
  const faults: ResourceFault[] = [...known];
  const codes = new Set<string>();
  for (const { record, texts, items, conflicts } of groups) {
    const outcome = resourceOfTexts(texts, items, record);
    const own: ResourceFault[] = [...new Set(conflicts)].map((field) => ({
      record,
      field,
      detail: 'rows of one code differ in it',
    }));
    if (codes.has(texts.信息资源代码)) own.push({ record, field: '信息资源代码', detail: 'stands twice' });
    codes.add(texts.信息资源代码);
    if (Array.isArray(outcome)) own.push(...outcome);
    else if (own.length === 0) resources.push(outcome as InformationResource);
    faults.push(...own);
  }
  return { resources, faults };
}

function textsOf(of: (name: string) => string): ResourceTexts {
  return Object.fromEntries(RESOURCE_FIELDS.map((name) => [name, of(name)])) as unknown as ResourceTexts;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new YinxinError('JSON_INVALID', 'the catalog is no JSON', { cause: error });
  }
}
