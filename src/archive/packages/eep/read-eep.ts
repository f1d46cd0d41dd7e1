import {
  attributeValue,
  childElement,
  childElements,
  parseXml,
  type XmlElement,
} from '../../../formats/xml/index.ts';
import {
  fromBase64,
  fromUtf8,
  indexOfBytes,
  type Limits,
  utf8,
  YinxinError,
} from '../../../foundation/core/index.ts';
import { checkStructure, eepInvalid } from './check-structure.ts';
import { EEP_NAMESPACE, FORMAT_TEXT, MODIFIED_TEXT, ORIGINAL_TEXT } from './names.ts';

/** One 文档 of a layer with the place of its data. */
export interface EepDocument {
  readonly id: string;
  readonly title: string;
  readonly fileName: string;
  readonly format: string;
  /** As written. */
  readonly size: string;
  readonly dataId: string;
  /** Base64 as it stands there, or in the inner package that is referred to. */
  readonly base64: string;
}

/** One 电子签名 or 锁定签名. */
export interface EepSignature {
  readonly id: string;
  readonly element: XmlElement;
  readonly rule: string;
  /** 签名时间 and 签名人 as written; empty where left out. */
  readonly time: string;
  readonly signer: string;
  readonly value: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: string;
  /** Of a 锁定签名: which 电子签名 it signs. */
  readonly locks?: string;
}

/** One 被签名对象 with the signatures over it. The outermost layer comes first. */
export interface EepLayer {
  readonly type: '原始型' | '修改型';
  readonly signedObject: XmlElement;
  readonly content: XmlElement;
  readonly documents: readonly EepDocument[];
  readonly signatures: readonly EepSignature[];
}

/** An EEP as read. Nothing has been verified. */
export interface Eep {
  readonly bytes: Uint8Array;
  readonly root: XmlElement;
  /** The newest first. */
  readonly layers: readonly EepLayer[];
  readonly lock: EepSignature | undefined;
  /** Octets that belong to no element: comments and the like outside 被签名对象. */
  readonly strayBytes: number;
  /** Fixed texts that are not worded as in the norm. */
  readonly oddTexts: readonly string[];
}

/** How much of a file is looked at to tell that it is an EEP. */
export const EEP_HEAD_BYTES = 1024;

/** True for XML whose head names the root element and the namespace of DA/T 48. */
export function looksLikeEep(head: Uint8Array): boolean {
  const start = head.subarray(0, EEP_HEAD_BYTES);
  const first = start[0] === 0xef ? start[3] : start.find((byte) => byte > 0x20);
  return (
    first === 0x3c &&
    indexOfBytes(start, utf8('电子文件封装包')) !== -1 &&
    indexOfBytes(start, utf8(EEP_NAMESPACE)) !== -1
  );
}

/**
 * Reads an EEP strictly by the grammar of DA/T 48-2009, bounded by `inflatedBytes`, `xmlDepth` and `xmlElements`.
 * XML_INVALID, PACKAGE_INVALID, LIMIT_EXCEEDED.
 */
export function readEep(bytes: Uint8Array, limits?: Limits): Eep {
  const root = parseXml(bytes, limits);
  checkStructure(root);
  const layers = readLayers(root);
  assertReferences(layers);
  const lock = childElement(root, '锁定签名');
  return {
    bytes,
    root,
    layers: withReferredData(layers),
    lock: lock === undefined ? undefined : readSignature(lock),
    strayBytes: strayBytes(bytes, root),
    oddTexts: oddTexts(layers),
  };
}

function readLayers(root: XmlElement): EepLayer[] {
  const layers: EepLayer[] = [];
  for (let holder: XmlElement | undefined = root; holder !== undefined; ) {
    const signedObject = childElement(holder, '被签名对象')!;
    const type = textOf(signedObject, '封装包类型') as EepLayer['type'];
    const modified = childElement(signedObject, '修改封装内容');
    if ((type === '修改型') !== (modified !== undefined)) throw eepInvalid('封装包类型 and content disagree');
    const content = childElement(modified ?? signedObject, modified === undefined ? '封装内容' : '修订内容')!;
    const block = childElement(holder, '电子签名块');
    layers.push({
      type,
      signedObject,
      content,
      documents: readDocuments(content),
      signatures: block === undefined ? [] : childElements(block).map(readSignature),
    });
    holder = modified === undefined ? undefined : childElement(modified, '原封装包')!;
  }
  return layers;
}

/** Vendors word the fixed descriptions their own way; the type itself is never read from them. */
function oddTexts(layers: readonly EepLayer[]): string[] {
  const odd: string[] = [];
  for (const { type, signedObject } of layers) {
    const wanted = type === '原始型' ? ORIGINAL_TEXT : MODIFIED_TEXT;
    if (textOf(signedObject, '封装包类型描述') !== wanted) odd.push(`封装包类型描述 (${type})`);
  }
  return odd;
}

function readDocuments(content: XmlElement): EepDocument[] {
  const entity = childElement(childElement(content, '文件实体块')!, '文件实体')!;
  return childElements(childElement(entity, '文件数据')!).flatMap((document) =>
    childElements(document, '文档数据').flatMap((data) =>
      childElements(data).map((encoding) => {
        const properties = childElement(encoding, '电子属性')!;
        const value = childElement(encoding, '编码数据')!;
        const refers = attributeValue(value, '引用编码数据ID');
        const text = value.text.replace(/[ \t\r\n]/g, '');
        if (refers !== undefined && text !== '') throw eepInvalid('编码数据 holds data and refers to other');
        return {
          id: textOf(document, '文档标识符'),
          title: textOf(document, '题名'),
          fileName: textOf(properties, '计算机文件名'),
          format: textOf(properties, '格式信息'),
          size: textOf(properties, '计算机文件大小'),
          dataId: refers ?? attributeValue(value, '编码数据ID')!,
          base64: text,
        };
      }),
    ),
  );
}

/** Data may be referred to in inner packages only: nothing can form a loop, and nothing older depends on newer. */
function assertReferences(layers: readonly EepLayer[]): void {
  const inner = new Set<string>();
  for (const { content, documents } of [...layers].reverse()) {
    const own = ownDataIds(content);
    for (const { dataId } of documents) {
      if (!own.has(dataId) && !inner.has(dataId))
        throw eepInvalid('编码数据 refers to no data of an inner package');
    }
    for (const id of own) inner.add(id);
  }
}

/** Identifiers of the data that stands in this layer itself. */
function ownDataIds(content: XmlElement): Set<string> {
  const ids = new Set<string>();
  const waiting = [content];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (element.localName === '编码数据' && attributeValue(element, '引用编码数据ID') === undefined) {
      ids.add(attributeValue(element, '编码数据ID')!);
    }
    for (const child of childElements(element)) waiting.push(child);
  }
  return ids;
}

function withReferredData(layers: readonly EepLayer[]): EepLayer[] {
  const data = new Map<string, string>();
  for (const { documents } of layers) {
    for (const { dataId, base64 } of documents) if (base64 !== '') data.set(dataId, base64);
  }
  return layers.map((layer) => ({
    ...layer,
    documents: layer.documents.map((document) => ({ ...document, base64: data.get(document.dataId) ?? '' })),
  }));
}

function readSignature(element: XmlElement): EepSignature {
  const locks = childElement(element, '被锁定签名标识符')?.text.trim();
  const certificates = childElements(element, '证书块').flatMap((block) =>
    childElements(block, '证书').map((certificate) => bytesOf(certificate)),
  );
  return {
    id: locks === undefined ? textOf(element, '签名标识符') : `${locks}-锁定`,
    element,
    rule: textOf(element, '签名规则'),
    time: textOf(element, '签名时间'),
    signer: textOf(element, '签名人'),
    value: bytesOf(childElement(element, '签名结果')!),
    certificates,
    algorithm: textOf(element, '签名算法标识'),
    ...(locks === undefined ? {} : { locks }),
  };
}

/** Bytes outside all children of the root: white space alone is nothing. */
function strayBytes(bytes: Uint8Array, root: XmlElement): number {
  let stray = 0;
  let at = root.start;
  for (const child of childElements(root)) {
    stray += strayIn(bytes, at, child.start);
    at = child.end;
  }
  const head = fromUtf8(bytes.subarray(0, root.start)).replace(/^\ufeff?<\?xml[^?>]*\?>/, '');
  // No signature covers this text: it says what the norm says, or it is foreign.
  if (textOf(root, '封装包格式描述') !== FORMAT_TEXT) stray += FORMAT_TEXT.length;
  return stray + strayIn(bytes, at, root.end) + head.trim().length + strayIn(bytes, root.end, bytes.length);
}

/** Without the tags of the root itself. */
function strayIn(bytes: Uint8Array, from: number, to: number): number {
  const text = fromUtf8(bytes.subarray(from, to));
  return text.replace(/^<电子文件封装包[^<>]*>|<\/电子文件封装包\s*>$/gu, '').trim().length;
}

/** Strict base64 of an element, white space aside. PACKAGE_INVALID. */
export function decodeData(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw new YinxinError('PACKAGE_INVALID', 'the EEP is malformed: data is not base64', { cause });
  }
}

function bytesOf(element: XmlElement): Uint8Array {
  return decodeData(element.text.replace(/[ \t\r\n]/g, ''));
}

function textOf(parent: XmlElement, name: string): string {
  return childElement(parent, name)?.text.trim() ?? '';
}
