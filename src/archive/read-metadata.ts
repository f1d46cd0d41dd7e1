import { childElement, childElements, parseXml, type XmlElement } from '../formats/xml/index.ts';
import { type Limits, YinxinError } from '../foundation/core/index.ts';

/** What base_info says about one file; texts as written, judged elsewhere. */
export interface FileRecord {
  readonly folder: string;
  /** `folder/actual name`: where the content must be. */
  readonly path: string;
  readonly folderId: string;
  readonly fileId: string;
  readonly code: string;
  readonly title: string;
  readonly actualName: string;
  readonly format: string;
  readonly computerName: string;
  readonly size: string;
  readonly createdAt: string;
  readonly sharing: string;
  readonly sharingConditions: string;
}

/** 基本信息元数据.xml as read: fields by tag, and the fileset. */
export interface BaseInfo {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly FileRecord[];
}

/** One step of 管理过程元数据.xml as read. */
export interface ProcessRecord {
  readonly code: string;
  readonly action: string;
  readonly actor: string;
  readonly organisation: string;
  readonly time: string;
  readonly basis: string;
  readonly description: string;
}

/** Reads base_info. Unknown tags are kept; a tag given twice is refused. XML_INVALID, PACKAGE_INVALID. */
export function readBaseInfo(bytes: Uint8Array, limits?: Limits): BaseInfo {
  const root = parseXml(bytes, limits);
  if (root.localName !== 'base_info') throw invalid('基本信息元数据.xml has another root than base_info');
  const fields = new Map<string, string>();
  for (const element of childElements(root)) {
    if (element.localName === 'fileset') continue;
    if (fields.has(element.localName)) throw invalid(`base_info gives ${element.localName} twice`);
    if (childElements(element).length > 0) throw invalid(`base_info nests elements in ${element.localName}`);
    fields.set(element.localName, element.text.trim());
  }
  const filesets = childElements(root, 'fileset');
  if (filesets.length !== 1) throw invalid('base_info needs exactly one fileset');
  const files = childElements(filesets[0]!).flatMap(readFolder);
  if (new Set(files.map((file) => file.path)).size !== files.length)
    throw invalid('the fileset names a file twice');
  return { fields, files };
}

function readFolder(folder: XmlElement): FileRecord[] {
  const title = plainAttribute(folder, 'title');
  const folderId = plainAttribute(folder, 'id');
  if (folder.localName !== 'folder' || title === '')
    throw invalid('the fileset holds something else than folders');
  return childElements(folder).map((file) => {
    if (file.localName !== 'file') throw invalid('a folder holds something else than files');
    const text = (name: string): string => childElement(file, name)?.text.trim() ?? '';
    const actualName = text('file_actual_name');
    if (actualName === '') throw invalid('a file has no file_actual_name');
    return {
      folder: title,
      path: `${title}/${actualName}`,
      folderId,
      fileId: plainAttribute(file, 'id'),
      code: text('file_code'),
      title: text('file_standard_name'),
      actualName,
      format: text('format_information'),
      computerName: text('computer_file_name'),
      size: text('computer_file_size'),
      createdAt: text('computer_file_creation_time'),
      sharing: text('file_share'),
      sharingConditions: text('file_share_conditions'),
    };
  });
}

/** Reads 管理过程元数据.xml. XML_INVALID, PACKAGE_INVALID. */
export function readProcess(bytes: Uint8Array, limits?: Limits): ProcessRecord[] {
  const root = parseXml(bytes, limits);
  if (root.localName !== 'process_info')
    throw invalid('管理过程元数据.xml has another root than process_info');
  return childElements(root).map((step) => {
    if (step.localName !== 'process') throw invalid('process_info holds something else than steps');
    const text = (name: string): string => childElement(step, name)?.text.trim() ?? '';
    return {
      code: text('process_code'),
      action: text('business_activity'),
      actor: text('agent_name'),
      organisation: text('organization_name'),
      time: text('action_time'),
      basis: text('action_mandate'),
      description: text('action_description'),
    };
  });
}

function plainAttribute(element: XmlElement, name: string): string {
  return element.attributes.find((a) => a.name === name)?.value ?? '';
}

function invalid(message: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', message);
}
