import { type Check, YinxinError } from '../../../foundation/core/index.ts';
import { type XmlNode, xmlNode } from '../../xml/index.ts';

/** Objects drawn on one page; the largest page seen holds a few thousand. */
const MAX_OBJECTS = 200_000;
/** Characters of path data and pictures on one page. */
const MAX_TEXT = 128 * 1024 * 1024;
/** What is left out is told once for each kind. */
const MAX_TOLD = 50;

/** Collects what one page needs beside its drawing: definitions, and what could not be drawn. Bounded. */
export class Canvas {
  readonly #glyphs = new Map<string, string>();
  readonly #definitions: XmlNode[] = [];
  readonly #told = new Map<string, Check>();
  #objects = 0;
  #text = 0;

  /** Counts one object and the characters it brings. LIMIT_EXCEEDED. */
  spend(characters: number): void {
    this.#objects++;
    this.#text += characters;
    if (this.#objects <= MAX_OBJECTS && this.#text <= MAX_TEXT) return;
    throw new YinxinError('LIMIT_EXCEEDED', 'the page draws more than any page');
  }

  /** The identifier of an outline that is drawn often; `make` is asked once for it. */
  glyph(key: string, make: () => string): string {
    const known = this.#glyphs.get(key);
    if (known !== undefined) return known;
    const id = `g${this.#glyphs.size + 1}`;
    const data = make();
    this.spend(data.length);
    this.#glyphs.set(key, id);
    this.#definitions.push(xmlNode('path', { id, d: data }));
    return id;
  }

  /** Adds a definition and gives its identifier. */
  define(name: string, children: readonly XmlNode[]): string {
    const id = `d${this.#definitions.length + 1}`;
    this.#definitions.push(xmlNode(name, { id }, children));
    return id;
  }

  /** Something that is on the page and not in the drawing. */
  leaveOut(code: string, detail: string): void {
    if (this.#told.size < MAX_TOLD && !this.#told.has(code + detail)) {
      this.#told.set(code + detail, { code, status: 'warning', detail, clause: 'GB/T 33190-2016' });
    }
  }

  get definitions(): readonly XmlNode[] {
    return this.#definitions;
  }

  get leftOut(): readonly Check[] {
    return [...this.#told.values()];
  }
}
