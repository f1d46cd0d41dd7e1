import { latin1, YinxinError } from '../../../foundation/core/index.ts';
import type { PdfDocument } from '../document.ts';
import { isPdfArray, nameOf, type PdfDict, type PdfObject, PdfRef, PdfStream, PdfString } from '../object.ts';
import type { PdfPage } from '../pages.ts';
import { pdfInvalid } from '../syntax.ts';
import { contentOperations, type Operation } from './content-operators.ts';
import { pageContent } from './page-content.ts';
import { inheritedResources } from './resources.ts';
import { parseToUnicode, type ToUnicode } from './to-unicode.ts';

/** Text shown by one operator, in the order of the content stream. */
export interface TextRun {
  readonly text: string;
  /** Innermost marked content that carries a /Key string, if any (a field of a license face). */
  readonly field?: string;
  /** False for rendering modes that paint nothing (3 and 7). */
  readonly painted: boolean;
  /** True when a code had no entry in the font’s ToUnicode map: `text` is not all there is. */
  readonly unmapped: boolean;
}

/** Forms inside forms (ISO 32000-1 Annex C: 28 nested q is the documented floor; real files stay below 10). */
const MAX_FORM_DEPTH = 16;
/** Forms that show forms multiply: real pages show some thousands. */
const MAX_FORMS = 50_000;

/**
 * The text layer of a page: what the content stream and its forms show, mapped by each font’s ToUnicode.
 * It says which characters are meant, not which shapes are drawn: glyphs, colours, clipping and what lies above
 * are not looked at. Annotations are not part of it. PDF_INVALID, LIMIT_EXCEEDED.
 */
export function pageText(document: PdfDocument, page: PdfPage): TextRun[] {
  const walker = new TextWalker(document);
  walker.walk(pageContent(document, page), inheritedResources(document, page.dict), 0);
  return walker.runs;
}

interface State {
  readonly font: ToUnicode | undefined;
  readonly mode: number;
}

class TextWalker {
  readonly runs: TextRun[] = [];
  readonly #document: PdfDocument;
  readonly #fonts = new Map<string, ToUnicode | undefined>();
  #forms = 0;
  #state: State = { font: undefined, mode: 0 };
  readonly #saved: State[] = [];
  readonly #marks: (string | undefined)[] = [];

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  walk(content: Uint8Array, resources: PdfDict, depth: number): void {
    if (depth > MAX_FORM_DEPTH) throw pdfInvalid('forms that show forms without end');
    for (const operation of contentOperations(content)) this.#step(operation, resources, depth);
  }

  #step({ operator, operands }: Operation, resources: PdfDict, depth: number): void {
    switch (operator) {
      case 'q':
        this.#saved.push(this.#state);
        break;
      case 'Q':
        this.#state = this.#saved.pop() ?? this.#state;
        break;
      case 'Tf':
        this.#state = { ...this.#state, font: this.#font(nameOf(operands[0]), resources) };
        break;
      case 'Tr':
        this.#state = { ...this.#state, mode: typeof operands[0] === 'number' ? operands[0] : 0 };
        break;
      case 'Tj':
      case "'":
      case '"':
        this.#show(operands.slice(-1));
        break;
      case 'TJ':
        this.#show(isPdfArray(operands[0]) ? operands[0] : []);
        break;
      case 'BMC':
      case 'BDC':
        this.#marks.push(this.#markKey(operands[1], resources));
        break;
      case 'EMC':
        this.#marks.pop();
        break;
      case 'Do':
        this.#form(nameOf(operands[0]), resources, depth);
        break;
    }
  }

  #show(items: readonly PdfObject[]): void {
    let text = '';
    let unmapped = false;
    for (const item of items) {
      if (!(item instanceof PdfString)) continue;
      const font = this.#state.font;
      if (font === undefined) {
        unmapped = true;
        continue;
      }
      for (let i = 0; i < item.bytes.length; i += font.codeLength) {
        const code =
          font.codeLength === 1 ? item.bytes[i]! : (item.bytes[i]! << 8) | (item.bytes[i + 1] ?? 0);
        const mapped = font.map.get(code);
        if (mapped === undefined) unmapped = true;
        else text += mapped;
      }
    }
    const field = this.#marks.filter((mark) => mark !== undefined).at(-1);
    const painted = this.#state.mode !== 3 && this.#state.mode !== 7;
    this.runs.push({ text, ...(field === undefined ? {} : { field }), painted, unmapped });
  }

  #markKey(properties: PdfObject | undefined, resources: PdfDict): string | undefined {
    const named = nameOf(properties);
    const list =
      named === undefined ? properties : this.#document.dict(resources.get('Properties'))?.get(named);
    const key = this.#document.resolve(this.#document.dict(list)?.get('Key'));
    return key instanceof PdfString ? latin1(key.bytes) : undefined;
  }

  #font(name: string | undefined, resources: PdfDict): ToUnicode | undefined {
    const value = name === undefined ? undefined : this.#document.dict(resources.get('Font'))?.get(name);
    const id = value instanceof PdfRef ? `${value.num} ${value.gen}` : undefined;
    if (id !== undefined && this.#fonts.has(id)) return this.#fonts.get(id);
    const stream = this.#document.resolve(this.#document.dict(value)?.get('ToUnicode'));
    const font =
      stream instanceof PdfStream ? parseToUnicode(latin1(this.#document.streamData(stream))) : undefined;
    if (id !== undefined) this.#fonts.set(id, font);
    return font;
  }

  #form(name: string | undefined, resources: PdfDict, depth: number): void {
    const objects = this.#document.dict(resources.get('XObject'));
    const form = name === undefined ? undefined : this.#document.resolve(objects?.get(name));
    if (!(form instanceof PdfStream) || nameOf(this.#document.resolve(form.dict.get('Subtype'))) !== 'Form')
      return;
    if (++this.#forms > MAX_FORMS) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a page that shows more than 50,000 forms is not read');
    }
    const saved = this.#state;
    const own = this.#document.dict(form.dict.get('Resources')) ?? resources;
    this.walk(this.#document.streamData(form), own, depth + 1);
    this.#state = saved;
  }
}
