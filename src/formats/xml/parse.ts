import { SaxesParser, type SaxesTagNS } from 'saxes';
import {
  assertWithin,
  DEFAULT_LIMITS,
  fromUtf8,
  type Limits,
  YinxinError,
} from '../../foundation/core/index.ts';
import { ByteOffsets } from './byte-offsets.ts';
import { parsePlainXml } from './plain.ts';
import type { OpenElement, XmlElement } from './tree.ts';

/**
 * Parses one XML 1.0 document with namespaces into a read-only tree.
 *
 * Strict: UTF-8 only (a byte order mark is allowed), no DOCTYPE (so no entities but the five), depth, element count
 * and input size bounded. Comments and processing instructions are skipped: text on both sides of a comment is one
 * text. Nothing is validated against a schema. Throws XML_INVALID or LIMIT_EXCEEDED.
 *
 * saxes decides what is well-formed. Documents of the plainest kind are read without it, to the same tree (decision 28).
 */
export function parseXml(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): XmlElement {
  assertWithin('inflatedBytes', bytes.length, limits);
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = decode(bytes.subarray(bom));
  const offsets = (): ByteOffsets => new ByteOffsets(text, bytes.length - bom, bom);
  return parsePlainXml(text, offsets(), limits) ?? parseAny(text, offsets(), limits);
}

/** Any document, by saxes. */
export function parseAny(text: string, offsets: ByteOffsets, limits: Limits): XmlElement {
  const builder = new TreeBuilder(text, offsets, limits);
  try {
    return builder.parse();
  } catch (cause) {
    if (cause instanceof YinxinError) throw cause;
    // The message of saxes holds position and rule, and echoes at most a name of the document.
    const rule = cause instanceof Error ? cause.message.slice(0, 200) : 'not well-formed';
    throw new YinxinError('XML_INVALID', `the document is not well-formed XML: ${rule}`, { cause });
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw new YinxinError('XML_INVALID', 'the document is not UTF-8: convert it first', { cause });
  }
}

/** Turns the events of saxes into a tree, keeping byte offsets. */
class TreeBuilder {
  readonly #text: string;
  readonly #offsets: ByteOffsets;
  readonly #limits: Limits;
  readonly #stack: OpenElement[] = [];
  #elements = 0;
  #pending = '';
  #root: XmlElement | undefined;

  constructor(text: string, offsets: ByteOffsets, limits: Limits) {
    this.#text = text;
    this.#offsets = offsets;
    this.#limits = limits;
  }

  parse(): XmlElement {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('xmldecl', ({ version, encoding }) => {
      if (version !== '1.0') throw new YinxinError('XML_INVALID', 'only XML 1.0 is read');
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') {
        throw new YinxinError('XML_INVALID', 'the document declares another encoding than UTF-8');
      }
    });
    parser.on('doctype', () => {
      throw new YinxinError('XML_INVALID', 'the document has a DOCTYPE, which is never read: remove it');
    });
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
    parser.on('opentagstart', () => this.#begin(parser.position));
    parser.on('opentag', (tag) => this.#complete(tag));
    parser.on('closetag', () => this.#finish(parser.position));
    parser.write(this.#text).close();
    if (this.#root === undefined) throw new YinxinError('XML_INVALID', 'the document has no element');
    return this.#root;
  }

  #addText(text: string): void {
    if (this.#stack.length > 0) this.#pending += text;
  }

  #flushText(): void {
    if (this.#pending === '') return;
    const parent = this.#stack.at(-1)!;
    parent.children.push({ kind: 'text', text: this.#pending });
    parent.text += this.#pending;
    this.#pending = '';
  }

  #begin(position: number): void {
    this.#flushText();
    this.#elements++;
    assertWithin('xmlElements', this.#elements, this.#limits);
    assertWithin('xmlDepth', this.#stack.length + 1, this.#limits);
    // The parser stands behind the name and no name holds `<`: the nearest one opens this tag.
    const start = this.#offsets.at(this.#text.lastIndexOf('<', position - 1));
    this.#stack.push({
      kind: 'element',
      name: '',
      prefix: '',
      localName: '',
      namespace: '',
      attributes: [],
      children: [],
      text: '',
      start,
      end: 0,
    });
  }

  #complete(tag: SaxesTagNS): void {
    const element = this.#stack.at(-1)!;
    element.name = tag.name;
    element.prefix = tag.prefix;
    element.localName = tag.local;
    element.namespace = tag.uri;
    element.attributes = Object.values(tag.attributes).map(({ name, local, uri, value }) => ({
      name,
      localName: local,
      namespace: uri,
      value,
    }));
  }

  #finish(position: number): void {
    this.#flushText();
    const element = this.#stack.pop()!;
    element.end = this.#offsets.at(position);
    const parent = this.#stack.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }
}
