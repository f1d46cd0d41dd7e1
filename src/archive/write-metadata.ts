import { writeXml, type XmlNode, xmlNode } from '../formats/xml/index.ts';
import { utf8 } from '../foundation/core/index.ts';
import { formatBeijingTime } from './beijing-time.ts';
import { METADATA_FIELDS } from './metadata-fields.ts';
import { FOLDERS, type ItemFile, type ItemInfo, PROCESS_NAMES, type ProcessStep } from './model.ts';

/** A file with its size, and its type by content. */
export interface DescribedFile extends ItemFile {
  readonly size: number;
  readonly mediaType: string;
}

/** 基本信息元数据.xml: root base_info with the item's fields, total_number, and the fileset. */
export function writeBaseInfo(item: ItemInfo, files: readonly DescribedFile[]): Uint8Array {
  const fields = METADATA_FIELDS.flatMap(({ key, tag }) => {
    const value = item[key];
    if (value === undefined) return [];
    return [xmlNode(tag, {}, [value instanceof Date ? formatBeijingTime(value) : value])];
  });
  const folders = FOLDERS.filter((title) => files.some((file) => file.folder === title)).map((title, i) =>
    xmlNode(
      'folder',
      { id: String(i + 1), title },
      files.filter((file) => file.folder === title).map((file, n) => fileNode(file, n + 1)),
    ),
  );
  const root = xmlNode('base_info', {}, [
    ...fields,
    xmlNode('total_number', {}, [String(files.length)]),
    xmlNode('fileset', {}, folders),
  ]);
  return utf8(writeXml(root, { indent: true }));
}

function fileNode(file: DescribedFile, id: number): XmlNode {
  const values: readonly (readonly [string, string])[] = [
    ['file_code', file.code],
    ['file_standard_name', file.title],
    ['file_actual_name', file.name],
    ['format_information', file.mediaType],
    ['computer_file_name', file.name],
    ['computer_file_size', String(file.size)],
    ['computer_file_creation_time', formatBeijingTime(file.createdAt)],
    ['file_share', file.sharing],
    ['file_share_conditions', file.sharingConditions ?? ''],
  ];
  return xmlNode(
    'file',
    { id: String(id) },
    values.map(([tag, value]) => xmlNode(tag, {}, value === '' ? [] : [value])),
  );
}

/** 管理过程元数据.xml: the steps in order. The norm's own tags were not seen: these names are the library's. */
export function writeProcess(steps: readonly ProcessStep[]): Uint8Array {
  const nodes = steps.map((step, i) =>
    xmlNode('process', { id: String(i + 1) }, [
      xmlNode('process_code', {}, [step.code]),
      xmlNode('process_name', {}, [PROCESS_NAMES[step.code]]),
      xmlNode('business_activity', {}, [step.action]),
      xmlNode('agent_name', {}, [step.actor]),
      xmlNode('organization_name', {}, [step.organisation]),
      xmlNode('action_time', {}, [formatBeijingTime(step.time)]),
      ...(step.basis === undefined ? [] : [xmlNode('action_mandate', {}, [step.basis])]),
      ...(step.description === undefined ? [] : [xmlNode('action_description', {}, [step.description])]),
    ]),
  );
  return utf8(writeXml(xmlNode('process_info', {}, nodes), { indent: true }));
}
