import type { Limits } from '../../foundation/core/index.ts';
import type { ByteOffsets } from './byte-offsets.ts';
import type { OpenElement, XmlAttribute, XmlElement } from './tree.ts';

/*
 * What programs write: ASCII names, values without references, nothing but elements and text. Whatever is not obviously
 * of this kind is left to saxes, faults and limits included: here nothing is refused, so nothing can be refused wrongly,
 * and what is accepted here is less than what XML 1.0 (5th edition) and its namespaces allow.
 */

/** Anything that is no Char (production 2) or would be changed: carriage returns; surrogates, for the sake of speed. */
const UNPLAIN = /[^\t\n\u0020-\ud7ff\ue000-\ufffd]/;
/** Always at the front: no white space may come before it (production 22). */
const DECLARATION =
  /^(?:<\?xml version="1\.0"(?: encoding="[Uu][Tt][Ff]-8")?(?: standalone="(?:yes|no)")?[ \n\t]*\?>[ \n\t]*)?/;
const NAME = '[A-Za-z_][\\w.-]*';
const OPEN = new RegExp(`<(?:(${NAME}):)?(${NAME})`, 'y');
/** White space in a value would be normalised (3.3.3). */
const ATTRIBUTE = new RegExp(`[ \\n\\t]+(?:(xmlns):)?(${NAME})=(?:"([^"<\\n\\t]*)"|'([^'<\\n\\t]*)')`, 'y');
const TAG_END = /[ \n\t]*(\/?)>/y;
const AFTER_ROOT = /[ \n\t]*$/y;
/** A namespace that nobody reserves: those of xml and xmlns stand under www.w3.org. */
const NAMESPACE = /^(?!http:\/\/www\.w3\.org\/)[!-~]+$/;
/** Reserved whatever its case (Namespaces in XML 3). */
const RESERVED = /^xml/i;
const XMLNS = 'http://www.w3.org/2000/xmlns/';
/** Attributes of one element are compared each with each. */
const MAX_ATTRIBUTES = 16;

/** Prefixes declared on one element, and outside of it; '' is the default. */
interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}

/** The tree of a document of the plainest kind, as `parseXml` gives it; `undefined` for any other. Never throws. */
export function parsePlainXml(text: string, offsets: ByteOffsets, limits: Limits): XmlElement | undefined {
  if (text.includes('&') || text.includes(']]>') || UNPLAIN.test(text)) return undefined;
  return new PlainReader(text, offsets, limits).read();
}

class PlainReader {
  readonly #text: string;
  readonly #offsets: ByteOffsets;
  readonly #limits: Limits;
  readonly #open: OpenElement[] = [];
  readonly #scopes: (Scope | undefined)[] = [];
  #root: OpenElement | undefined;
  #elements = 0;
  #at = 0;

  constructor(text: string, offsets: ByteOffsets, limits: Limits) {
    this.#text = text;
    this.#offsets = offsets;
    this.#limits = limits;
  }

  read(): XmlElement | undefined {
    this.#at = DECLARATION.exec(this.#text)![0].length;
    do {
      if (!this.#tag()) return undefined;
    } while (this.#open.length > 0 && this.#takeText());
    // Left before the root was closed: the document is cut off.
    if (this.#open.length > 0) return undefined;
    return this.#take(AFTER_ROOT) === null ? undefined : this.#root;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  /** Text up to the next tag; false at the end of the document. */
  #takeText(): boolean {
    const next = this.#text.indexOf('<', this.#at);
    if (next === -1) return false;
    if (next > this.#at) {
      const text = this.#text.slice(this.#at, next);
      const parent = this.#open.at(-1)!;
      parent.children.push({ kind: 'text', text });
      parent.text += text;
      this.#at = next;
    }
    return true;
  }

  #tag(): boolean {
    const element = this.#open.at(-1);
    if (element === undefined || !this.#text.startsWith('</', this.#at)) return this.#begin();
    const end = `</${element.name}>`;
    if (!this.#text.startsWith(end, this.#at)) return false;
    this.#at += end.length;
    this.#finish();
    return true;
  }

  #begin(): boolean {
    const start = this.#at;
    const name = this.#take(OPEN);
    this.#elements++;
    const within =
      this.#elements <= this.#limits.xmlElements && this.#open.length + 1 <= this.#limits.xmlDepth;
    if (name === null || !within) return false;
    const [tag, prefix = '', localName = ''] = name;
    const attributes: XmlAttribute[] = [];
    const scope = this.#attributes(attributes);
    const end = scope === 'other' ? null : this.#take(TAG_END);
    const namespace = scope === 'other' ? undefined : resolve(prefix, scope);
    if (scope === 'other' || end === null || namespace === undefined) return false;
    this.#open.push({
      kind: 'element',
      name: tag.slice(1),
      prefix,
      localName,
      namespace,
      attributes,
      children: [],
      text: '',
      start: this.#offsets.at(start),
      end: 0,
    });
    this.#scopes.push(scope);
    if (end[1] === '/') this.#finish();
    return true;
  }

  /** Reads the attributes; answers the scope inside the element. */
  #attributes(out: XmlAttribute[]): Scope | undefined | 'other' {
    const outer = this.#scopes.at(-1);
    let declared: Map<string, string> | undefined;
    for (;;) {
      const match = this.#take(ATTRIBUTE);
      if (match === null) break;
      const [, prefix, local = '', double, single] = match;
      const value = double ?? single ?? '';
      const name = prefix === undefined ? local : `${prefix}:${local}`;
      if (out.length === MAX_ATTRIBUTES || out.some((other) => other.name === name)) return 'other';
      const declares = prefix !== undefined || name === 'xmlns';
      out.push({ name, localName: local, namespace: declares ? XMLNS : '', value });
      if (!declares) continue;
      if (!NAMESPACE.test(value) || (prefix !== undefined && RESERVED.test(local))) return 'other';
      declared ??= new Map();
      declared.set(prefix === undefined ? '' : local, value);
    }
    return declared === undefined ? outer : { declared, outer };
  }

  #finish(): void {
    const element = this.#open.pop()!;
    this.#scopes.pop();
    element.end = this.#offsets.at(this.#at);
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }
}

/** The namespace of a prefix; none is the empty one, a prefix that nothing binds is `undefined`. */
function resolve(prefix: string, scope: Scope | undefined): string | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const found = at.declared.get(prefix);
    if (found !== undefined) return found;
  }
  return prefix === '' ? '' : undefined;
}
