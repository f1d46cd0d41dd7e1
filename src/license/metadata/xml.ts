import {
  attributeValue,
  childElements,
  parseXml,
  writeXml,
  type XmlElement,
  xmlNode,
} from '../../formats/xml/index.ts';
import {
  dateOfDayNumber,
  dayNumber,
  fromHex,
  toHex,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { FieldTree, FieldValue, TreeAnchor, TreeField, TreeHash } from '../merkle/index.ts';
import { MAX_LEAVES } from '../merkle/index.ts';
import { elementOf } from './elements.ts';
import { textOf, textsOf } from './model.ts';

const NAMESPACE = 'org.omg.ofd';
/** Both spellings are in use: the second stands in a widespread implementation. */
const CONTAINERS = ['CustomDatas', 'CuslomDatas'];
const ITEMS = ['CustomData', 'CuslomData'];
const HASH_NAMES: Readonly<Record<TreeHash, string>> = { sha256: 'SHA-256', sm3: 'SM3' };

/** Metadata as found in a file: typed fields, and the anchor and seed when the file has them. */
export interface MetadataFile {
  readonly fields: readonly TreeField[];
  /** Root, hash and leaf count as the file states them; nothing was recomputed. */
  readonly anchor?: TreeAnchor;
  readonly seed?: Uint8Array;
  /** Named deviations: MISSPELLED_CONTAINER, UNKNOWN_ELEMENT. */
  readonly findings: readonly { readonly code: string; readonly field?: string }[];
}

/**
 * The metadata XML of a license file (GB/T 36905 practice: XMI root, one element for each field), with root, hash,
 * leaf count and salt seed of its tree, so that the file itself can be checked. Same tree, same bytes.
 */
export function writeMetadataXml(tree: FieldTree, createTime?: string): Uint8Array {
  const items = tree.fields.flatMap(({ key, value }) =>
    textsOf(value).map((text) => item(key, xmlText(value, text), typeAttribute(key, value))),
  );
  items.push(
    item('YX_HASH', HASH_NAMES[tree.hash]),
    item('YX_LEAVES', String(tree.leafCount)),
    item('YX_ROOT', toHex(tree.root)),
    item('YX_SALT', toHex(tree.seed)),
  );
  const root = xmlNode('XMI', { 'xmi.version': '1.0', createtime: createTime, 'xmlns:ofd': NAMESPACE }, [
    xmlNode('ofd:CustomDatas', {}, items),
  ]);
  return utf8(writeXml(root, { indent: true }));
}

/**
 * Reads metadata XML, tolerant of both spellings of the container and of `Name` for `name`. Types come from the
 * element table, for `KZ_` fields from the `type` attribute. Roots are not recomputed, values not validated.
 * @throws XML_INVALID, LIMIT_EXCEEDED, or LICENSE_INVALID when it is no license metadata or a field stands twice.
 */
export function readMetadataXml(bytes: Uint8Array): MetadataFile {
  const root = parseXml(bytes);
  const container = [root, ...childElements(root)].find(({ localName }) => CONTAINERS.includes(localName));
  if (container === undefined) throw invalid('no CustomDatas element');
  const findings: { code: string; field?: string }[] = [];
  if (container.localName === 'CuslomDatas') findings.push({ code: 'MISSPELLED_CONTAINER' });
  const collected = collect(container);
  const fields: TreeField[] = [];
  for (const [key, values] of collected) {
    if (ANCHOR_KEYS.has(key)) continue;
    if (elementOf(key) === undefined && !key.startsWith('KZ_'))
      findings.push({ code: 'UNKNOWN_ELEMENT', field: key });
    fields.push({ key, value: typedValue(key, values) });
  }
  return { fields, findings, ...readAnchor(collected) };
}

interface RawValue {
  readonly text: string;
  readonly type: string | undefined;
}

const ANCHOR_KEYS: ReadonlySet<string> = new Set(['YX_HASH', 'YX_LEAVES', 'YX_ROOT', 'YX_SALT']);

function item(name: string, text: string, type?: string): ReturnType<typeof xmlNode> {
  return xmlNode('ofd:CustomData', { name, type }, [text]);
}

function typeAttribute(key: string, value: FieldValue): string | undefined {
  if (elementOf(key) !== undefined || typeof value === 'string') return undefined;
  if (typeof value === 'number') return 'integer';
  return 'date' in value ? 'date' : 'list';
}

/** Dates stand as YYYYMMDD, as in the national tables. */
function xmlText(value: FieldValue, text: string): string {
  return typeof value === 'object' && 'date' in value ? textOf(value).replaceAll('-', '') : text;
}

function collect(container: XmlElement): Map<string, RawValue[]> {
  if (container.text.trim() !== '') throw invalid('text between the fields');
  const collected = new Map<string, RawValue[]>();
  for (const element of childElements(container)) {
    if (!ITEMS.includes(element.localName)) continue;
    const name = attributeValue(element, 'name') ?? attributeValue(element, 'Name');
    if (name === undefined) throw invalid('an element without name');
    const type = attributeValue(element, 'type');
    const values = collected.get(name) ?? [];
    values.push({ text: element.text, type });
    collected.set(name, values);
    if (values.length > 1 && elementOf(name)?.several !== true && type !== 'list')
      throw invalid('a field stands twice', name);
  }
  if (collected.size > MAX_LEAVES) throw invalid('too many fields');
  return collected;
}

function typedValue(key: string, values: readonly RawValue[]): FieldValue {
  const { text, type } = values[0]!;
  if (values.length > 1 || type === 'list') return values.map((value) => value.text);
  const kind = elementOf(key)?.type ?? type ?? 'text';
  if (kind === 'date') return dateValue(text) ?? text;
  if (kind === 'integer' && /^-?(?:0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  return text;
}

/** YYYYMMDD or YYYY-MM-DD; anything else stays text and fails validation. */
function dateValue(text: string): FieldValue | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  try {
    return { date: dateOfDayNumber(dayNumber(date)) };
  } catch {
    return undefined;
  }
}

function readAnchor(collected: ReadonlyMap<string, readonly RawValue[]>): {
  anchor?: TreeAnchor;
  seed?: Uint8Array;
} {
  const one = (key: string): string | undefined => collected.get(key)?.[0]?.text;
  const hash = Object.entries(HASH_NAMES).find(([, name]) => name === one('YX_HASH'))?.[0] as
    | TreeHash
    | undefined;
  const leafCount = Number(one('YX_LEAVES') ?? 'NaN');
  const root = hexOf(one('YX_ROOT'));
  const seed = hexOf(one('YX_SALT'));
  const complete = hash !== undefined && Number.isInteger(leafCount) && root !== undefined;
  return {
    ...(complete ? { anchor: { hash, leafCount, root } } : {}),
    ...(seed === undefined ? {} : { seed }),
  };
}

function hexOf(text: string | undefined): Uint8Array | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? fromHex(text) : undefined;
}

function invalid(why: string, field?: string): YinxinError {
  return new YinxinError('LICENSE_INVALID', `license metadata: ${why}`, {
    details: field === undefined ? {} : { fields: [{ field, code: 'FORMAT' }] },
  });
}
