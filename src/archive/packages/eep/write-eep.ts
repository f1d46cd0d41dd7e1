import { escapeText, writeXml, type XmlNode, xmlNode } from '../../../formats/xml/index.ts';
import { toBase64 } from '../../../foundation/core/index.ts';
import { isoBeijingTime } from '../../beijing-time.ts';
import type { ItemInfo, ProcessStep } from '../../model.ts';
import { EEP_NAMESPACE, ENCODING_TEXT, FORMAT_TEXT, MODIFIED_TEXT, ORIGINAL_TEXT, VERSION } from './names.ts';

/** A file to encode, or to refer to in the package that is nested. */
export interface EepFile {
  /** Path as in every form of package; it is the 计算机文件名. */
  readonly path: string;
  readonly title: string;
  readonly mediaType: string;
  readonly main: boolean;
  readonly size: number;
  readonly data: Uint8Array | { readonly refersTo: string };
  /** Sharing class and its conditions, for files of the item. */
  readonly sharing?: string;
}

/** What one layer is made of. */
export interface EepLayerInput {
  readonly item: ItemInfo;
  readonly processes: readonly ProcessStep[];
  readonly files: readonly EepFile[];
  readonly at: Date;
  /** 0 for the original package, then the number of the modification. */
  readonly layer: number;
  /** 被签名对象 and 电子签名块 of the package that is modified, byte for byte. */
  readonly original?: string;
}

const NEWLINE = '\n';

/** 被签名对象 as text: what is signed, octet for octet. The namespace is declared on it, so that it stands by itself. */
export function writeSignedObject(input: EepLayerInput): string {
  const blocks = contentBlocks(input)
    .map((node) => writeXml(node, { declaration: false, indent: true }))
    .join('');
  const { original, item, at, layer } = input;
  const content =
    original === undefined
      ? `<封装内容>\n${blocks}</封装内容>`
      : `<修改封装内容>\n<修改标识符>修改${layer}</修改标识符>\n<原封装包>\n${original}\n</原封装包>\n<修订内容>\n${blocks}</修订内容>\n</修改封装内容>`;
  return [
    `<被签名对象 xmlns="${EEP_NAMESPACE}" eep版本="${VERSION}">`,
    `<封装包类型>${original === undefined ? '原始型' : '修改型'}</封装包类型>`,
    `<封装包类型描述>${original === undefined ? ORIGINAL_TEXT : MODIFIED_TEXT}</封装包类型描述>`,
    `<封装包创建时间>${isoBeijingTime(at)}</封装包创建时间>`,
    `<封装包创建单位>${escapeText(item.fondsName)}</封装包创建单位>`,
    content,
    '</被签名对象>',
  ].join(NEWLINE);
}

/** The whole file around a 被签名对象 and what follows it. */
export function writeEepFile(signedObject: string, signatureBlock: string, lock: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<电子文件封装包 xmlns="${EEP_NAMESPACE}">`,
    `<封装包格式描述>${FORMAT_TEXT}</封装包格式描述>`,
    `<版本>${VERSION}</版本>`,
    signedObject,
    signatureBlock,
    lock,
    '</电子文件封装包>',
    '',
  ].join(NEWLINE);
}

/** One signature as a name of element, its own identifier first. */
export function writeSignature(
  name: '电子签名' | '锁定签名',
  parts: {
    readonly id: string;
    readonly rule: string;
    readonly time: Date;
    readonly signer: string;
    readonly value: Uint8Array;
    readonly certificates: readonly Uint8Array[];
    readonly algorithm: string;
  },
): string {
  const idName = name === '电子签名' ? '签名标识符' : '被锁定签名标识符';
  return writeXml(
    xmlNode(name, {}, [
      text(idName, parts.id),
      text('签名规则', parts.rule),
      text('签名时间', isoBeijingTime(parts.time)),
      text('签名人', parts.signer),
      text('签名结果', wrapped(parts.value)),
      xmlNode(
        '证书块',
        {},
        parts.certificates.map((certificate) => text('证书', wrapped(certificate))),
      ),
      text('签名算法标识', parts.algorithm),
    ]),
    { declaration: false, indent: true },
  ).trimEnd();
}

function contentBlocks(input: EepLayerInput): XmlNode[] {
  return [
    xmlNode('文件实体块', {}, [fileEntity(input)]),
    xmlNode('业务实体块', {}, businessEntities(input)),
    xmlNode('机构人员实体块', {}, agentEntities(input)),
  ];
}

function fileEntity({ item, files, layer }: EepLayerInput): XmlNode {
  const year = isoBeijingTime(item.transactTime).slice(0, 4);
  const grants = files.flatMap(({ sharing }, i) =>
    sharing === undefined
      ? []
      : [xmlNode('授权', {}, [text('授权对象', `修改${layer}-文档${i + 1}`), text('授权行为', sharing)])],
  );
  return xmlNode('文件实体', {}, [
    text('聚合层次', '文件'),
    xmlNode('来源', {}, [...optional('档案馆名称', item.archivesName), text('立档单位名称', item.fondsName)]),
    text('电子文件号', item.recordCode),
    xmlNode('档号', {}, [
      text('全宗号', item.fondsIdentifier),
      text('年度', year),
      text('保管期限', item.retentionPeriod),
      text('机构或问题', item.leadDepartment),
      text('室编件号', item.itemNumber ?? item.recordCode),
    ]),
    xmlNode('内容描述', {}, [
      text('题名', item.projectName),
      text('文件编号', item.projectId),
      text('责任者', item.fondsName),
      text('日期', isoBeijingTime(item.transactTime).slice(0, 10)),
      text('密级', item.securityClassification!),
    ]),
    xmlNode('形式特征', {}, [text('文件组合类型', files.length === 1 ? '单件' : '组合文件')]),
    // The norm demands the number of a carrier: a package that is not on one has none.
    xmlNode('存储位置', {}, [xmlNode('脱机载体编号')]),
    xmlNode('权限管理', {}, grants),
    text('信息系统描述', item.informationSystem),
    ...optional('附注', item.remarks),
    xmlNode(
      '文件数据',
      {},
      files.map((file, i) => documentNode(file, `修改${layer}-文档${i + 1}`, i + 1)),
    ),
  ]);
}

function documentNode(file: EepFile, id: string, number: number): XmlNode {
  const dataId = `${id}-文档数据1`;
  const encodingId = `${dataId}-编码1`;
  const encoded = file.data instanceof Uint8Array;
  const value = xmlNode(
    '编码数据',
    {
      编码数据ID: encodedDataId(id),
      引用编码数据ID: encoded ? undefined : (file.data as { readonly refersTo: string }).refersTo,
    },
    encoded ? [wrapped(file.data as Uint8Array)] : [],
  );
  return xmlNode('文档', {}, [
    text('文档标识符', id),
    text('文档序号', String(number)),
    text('文档主从声明', file.main ? '主文档' : '附属文档'),
    text('题名', file.title),
    xmlNode('文档数据', { 文档数据ID: dataId }, [
      xmlNode('编码', { 编码ID: encodingId }, [
        xmlNode('电子属性', {}, [
          text('格式信息', file.mediaType),
          text('计算机文件名', file.path),
          text('计算机文件大小', String(file.size)),
        ]),
        text('编码描述', ENCODING_TEXT),
        text('反编码关键字', `base64-${/[^./]+$/.exec(file.path)?.[0] ?? 'bin'}`),
        value,
      ]),
    ]),
  ]);
}

/** The identifier of the data of a 文档. */
export function encodedDataId(documentId: string): string {
  return `${documentId}-文档数据1-编码1-编码数据1`;
}

function businessEntities({ processes, item, layer }: EepLayerInput): XmlNode[] {
  const agents = agentNumbers(processes);
  return processes.map((step, i) =>
    xmlNode('业务实体', {}, [
      text('业务标识符', `修改${layer}-业务${i + 1}`),
      text('机构人员标识符', `修改${layer}-人员${agents.get(step.actor)!}`),
      text('文件标识符', item.recordCode),
      text('业务状态', '历史行为'),
      text('业务行为', step.action),
      text('行为时间', isoBeijingTime(step.time)),
      ...optional('行为依据', step.basis),
      ...optional('行为描述', step.description),
    ]),
  );
}

function agentEntities({ processes, item, layer }: EepLayerInput): XmlNode[] {
  const unit = xmlNode('机构人员实体', {}, [
    text('机构人员标识符', `修改${layer}-单位1`),
    text('机构人员类型', '单位'),
    text('机构人员名称', item.fondsName),
    text('组织机构代码', item.socialCode),
  ]);
  const persons = [...agentNumbers(processes)].map(([name, number]) =>
    xmlNode('机构人员实体', {}, [
      text('机构人员标识符', `修改${layer}-人员${number}`),
      text('机构人员类型', '个人'),
      text('机构人员名称', name),
    ]),
  );
  const relations = [...agentNumbers(processes).values()].map((number) =>
    xmlNode('机构人员实体关系', {}, [
      text('机构人员标识符', `修改${layer}-人员${number}`),
      text('被关联机构人员标识符', `修改${layer}-单位1`),
      text('关系类型', '隶属关系'),
    ]),
  );
  return [unit, ...persons, ...relations];
}

function agentNumbers(processes: readonly ProcessStep[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { actor } of processes) if (!numbers.has(actor)) numbers.set(actor, numbers.size + 1);
  return numbers;
}

/** Lines of 76 characters (RFC 2045 6.8), so that any text tool can take the data out. */
function wrapped(bytes: Uint8Array): string {
  return `\n${toBase64(bytes).replace(/.{76}(?=.)/g, '$&\n')}\n`;
}

function text(name: string, value: string): XmlNode {
  return xmlNode(name, {}, value === '' ? [] : [value]);
}

function optional(name: string, value: string | undefined): XmlNode[] {
  return value === undefined || value === '' ? [] : [text(name, value)];
}
