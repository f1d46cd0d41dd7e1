import { YinxinError } from '../../foundation/core/index.ts';
import { assertCharacters, assertName } from './characters.ts';

/** An element to write. Attributes keep the order given; namespace declarations are attributes. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly (XmlNode | string)[];
}

/** Options of {@link writeXml}. */
export interface XmlWriteOptions {
  /** XML declaration in front; true without it. */
  readonly declaration?: boolean;
  /** Elements that hold only elements are set on lines of their own. Never use it where text is mixed in. */
  readonly indent?: boolean;
}

/** Builds an {@link XmlNode}; attributes whose value is `undefined` are left out. */
export function xmlNode(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly (XmlNode | string)[] = [],
): XmlNode {
  const present = Object.entries(attributes).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return { name, attributes: present, children };
}

/**
 * The document as text, same input same text. Names, prefixes and characters are checked: what is written parses,
 * and gives back the same values (line ends and tabs are escaped where a parser would change them).
 * Throws XML_INVALID.
 */
export function writeXml(root: XmlNode, options: XmlWriteOptions = {}): string {
  const declaration = options.declaration === false ? '' : '<?xml version="1.0" encoding="UTF-8"?>\n';
  const indent = options.indent === true ? '' : undefined;
  return `${declaration}${writeElement(root, new Set(['xml']), indent)}${options.indent === true ? '\n' : ''}`;
}

function writeElement(node: XmlNode, outer: ReadonlySet<string>, indent: string | undefined): string {
  const bound = bindPrefixes(node, outer);
  assertBound(node.name, bound);
  let out = `<${node.name}`;
  const seen = new Set<string>();
  for (const [name, value] of node.attributes) {
    assertBound(name, bound);
    if (seen.has(name)) throw new YinxinError('XML_INVALID', `attribute ${name} is given twice`);
    seen.add(name);
    assertCharacters(value, `attribute ${name}`);
    out += ` ${name}="${escapeAttribute(value)}"`;
  }
  if (node.children.length === 0) return `${out}/>`;
  return `${out}>${writeChildren(node, bound, indent)}</${node.name}>`;
}

function writeChildren(node: XmlNode, bound: ReadonlySet<string>, indent: string | undefined): string {
  const lines = indent !== undefined && node.children.every((child) => typeof child !== 'string');
  const inner = lines ? `${indent}  ` : undefined;
  let out = '';
  for (const child of node.children) {
    if (lines) out += `\n${inner}`;
    if (typeof child === 'string') {
      assertCharacters(child, `element ${node.name}`);
      out += escapeText(child);
    } else out += writeElement(child, bound, inner);
  }
  return lines ? `${out}\n${indent}` : out;
}

function bindPrefixes(node: XmlNode, outer: ReadonlySet<string>): ReadonlySet<string> {
  const declared = node.attributes
    .filter(([name]) => name.startsWith('xmlns:'))
    .map(([name]) => name.slice(6));
  return declared.length === 0 ? outer : new Set([...outer, ...declared]);
}

function assertBound(name: string, bound: ReadonlySet<string>): void {
  assertName(name);
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? undefined : name.slice(0, colon);
  if (prefix !== undefined && prefix !== 'xmlns' && !bound.has(prefix)) {
    throw new YinxinError('XML_INVALID', `the prefix of ${name} is bound to no namespace`);
  }
}

const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  ...TEXT_ESCAPES,
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** Text as it stands in a document that is edited in place. Characters are not checked. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (c) => TEXT_ESCAPES[c]!);
}

/** An attribute value between double quotes, as {@link escapeText}. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (c) => ATTRIBUTE_ESCAPES[c]!);
}
