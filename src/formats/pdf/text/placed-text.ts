import { YinxinError } from '../../../foundation/core/index.ts';
import type { PdfDocument } from '../document.ts';
import { isPdfArray, nameOf, type PdfDict, type PdfObject, PdfRef, PdfStream, PdfString } from '../object.ts';
import type { PdfPage } from '../pages.ts';
import { pdfInvalid } from '../syntax.ts';
import { contentOperations, type Operation } from './content-operators.ts';
import { IDENTITY, type Matrix, matrixOf, pointUnder, product, vectorUnder } from './matrix.ts';
import { pageContent } from './page-content.ts';
import { openPageFont, type PageFont } from './page-font.ts';
import { inheritedResources } from './resources.ts';

/** A piece of text and where it stands, in default user space of its page: what a {@link TextSearch} gives. */
export interface PlacedText {
  readonly text: string;
  /** Where its baseline begins. */
  readonly at: readonly [x: number, y: number];
  /** From there to where the next piece of the line begins. */
  readonly along: readonly [x: number, y: number];
  /** One em upwards from the baseline. */
  readonly up: readonly [x: number, y: number];
}

const MAX_FORM_DEPTH = 16;
/** A page of a dictionary has ten thousand characters. */
const MAX_CHARACTERS = 500_000;
/** A map of a town has a million operators. */
const MAX_OPERATIONS = 2_000_000;
/** Forms that show forms multiply: real pages show some thousands. */
const MAX_FORMS = 50_000;
const MAX_SAVED = 10_000;

/** Fonts of one file, opened once for all pages. */
export type FontCache = Map<string, PageFont>;

/**
 * The text of a page with its places, code by code in the order of the content, forms included; also what is painted
 * invisibly (the text layer of a scan). Annotations are not part of it. PDF_INVALID, LIMIT_EXCEEDED.
 */
export function placedText(document: PdfDocument, page: PdfPage, fonts: FontCache): PlacedText[] {
  const walker = new PlaceWalker(document, fonts);
  walker.walk(pageContent(document, page), inheritedResources(document, page.dict), 0);
  return walker.pieces;
}

interface GraphicsState {
  readonly ctm: Matrix;
  readonly font: PageFont | undefined;
  readonly size: number;
  readonly charSpace: number;
  readonly wordSpace: number;
  /** Horizontal scaling, 1 is none. */
  readonly scale: number;
  readonly leading: number;
  readonly rise: number;
}

const START: GraphicsState = {
  ctm: IDENTITY,
  font: undefined,
  size: 0,
  charSpace: 0,
  wordSpace: 0,
  scale: 1,
  leading: 0,
  rise: 0,
};

class PlaceWalker {
  readonly pieces: PlacedText[] = [];
  readonly #document: PdfDocument;
  readonly #fonts: FontCache;
  #state: GraphicsState = START;
  #saved: GraphicsState[] = [];
  #operations = 0;
  #characters = 0;
  #forms = 0;
  #line: Matrix = IDENTITY;
  #text: Matrix = IDENTITY;

  constructor(document: PdfDocument, fonts: FontCache) {
    this.#document = document;
    this.#fonts = fonts;
  }

  walk(content: Uint8Array, resources: PdfDict, depth: number): void {
    if (depth > MAX_FORM_DEPTH) throw pdfInvalid('forms that show forms without end');
    for (const operation of contentOperations(content)) {
      if (++this.#operations > MAX_OPERATIONS) {
        throw new YinxinError('LIMIT_EXCEEDED', 'a page with more than 2,000,000 operators is not searched');
      }
      if (!this.#setState(operation, resources)) this.#draw(operation, resources, depth);
    }
  }

  /** Operators of the graphics and text state (8.4.4, 9.3); false for any other. */
  #setState({ operator, operands }: Operation, resources: PdfDict): boolean {
    const number = numberAt(operands, 0);
    switch (operator) {
      case 'q':
        if (this.#saved.length === MAX_SAVED) throw pdfInvalid('graphics states saved without end');
        this.#saved.push(this.#state);
        return true;
      case 'Q':
        this.#state = this.#saved.pop() ?? this.#state;
        return true;
      case 'cm':
        this.#set({ ctm: product(matrixOf(operands) ?? IDENTITY, this.#state.ctm) });
        return true;
      case 'Tf':
        this.#set({ font: this.#font(nameOf(operands[0]), resources), size: numberAt(operands, 1) });
        return true;
      case 'Tc':
        this.#set({ charSpace: number });
        return true;
      case 'Tw':
        this.#set({ wordSpace: number });
        return true;
      case 'Tz':
        this.#set({ scale: number / 100 });
        return true;
      case 'TL':
        this.#set({ leading: number });
        return true;
      case 'Ts':
        this.#set({ rise: number });
        return true;
      default:
        return false;
    }
  }

  #set(changes: Partial<GraphicsState>): void {
    this.#state = { ...this.#state, ...changes };
  }

  #draw({ operator, operands }: Operation, resources: PdfDict, depth: number): void {
    switch (operator) {
      case 'BT':
        this.#moveTo(IDENTITY);
        break;
      case 'Tm':
        this.#moveTo(matrixOf(operands) ?? IDENTITY);
        break;
      case 'TD':
        this.#set({ leading: -numberAt(operands, 1) });
        this.#moveBy(numberAt(operands, 0), numberAt(operands, 1));
        break;
      case 'Td':
        this.#moveBy(numberAt(operands, 0), numberAt(operands, 1));
        break;
      case 'T*':
        this.#moveBy(0, -this.#state.leading);
        break;
      case 'Tj':
      case 'TJ':
        this.#show(operands[0]);
        break;
      case '"':
        this.#set({ wordSpace: numberAt(operands, 0), charSpace: numberAt(operands, 1) });
        this.#moveBy(0, -this.#state.leading);
        this.#show(operands[2]);
        break;
      case "'":
        this.#moveBy(0, -this.#state.leading);
        this.#show(operands[0]);
        break;
      case 'Do':
        this.#form(nameOf(operands[0]), resources, depth);
        break;
    }
  }

  #moveTo(matrix: Matrix): void {
    this.#line = matrix;
    this.#text = matrix;
  }

  #moveBy(x: number, y: number): void {
    this.#moveTo(product([1, 0, 0, 1, x, y], this.#line));
  }

  #show(shown: PdfObject | undefined): void {
    for (const item of isPdfArray(shown) ? shown : [shown]) {
      if (item instanceof PdfString) this.#showString(item.bytes);
      else if (typeof item === 'number') this.#advance((-item / 1000) * this.#state.size);
    }
  }

  #showString(bytes: Uint8Array): void {
    const { font, size, charSpace, wordSpace, rise, scale, ctm } = this.#state;
    if (font === undefined) return;
    for (const { text, advance, isSpace } of font.codes(bytes)) {
      const glyph = product(this.#text, ctm);
      const length = advance * size;
      if (text !== undefined && text !== '') {
        // Vertical glyphs hang below their origin and stand around it (9.7.4.3).
        const place = font.vertical
          ? { at: pointUnder(glyph, -0.35 * size, 0), along: vectorUnder(glyph, 0, -length) }
          : { at: pointUnder(glyph, 0, rise), along: vectorUnder(glyph, length * scale, 0) };
        const up = font.vertical ? vectorUnder(glyph, size, 0) : vectorUnder(glyph, 0, size);
        this.#add({ text, ...place, up });
      }
      this.#advance(length + charSpace + (isSpace ? wordSpace : 0));
    }
  }

  #add(piece: PlacedText): void {
    this.#characters += piece.text.length;
    if (this.#characters > MAX_CHARACTERS) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a page with more than 500,000 characters is not searched');
    }
    this.pieces.push(piece);
  }

  #advance(length: number): void {
    const { font, scale } = this.#state;
    const [x, y] = font?.vertical === true ? [0, -length] : [length * scale, 0];
    this.#text = product([1, 0, 0, 1, x, y], this.#text);
  }

  #font(name: string | undefined, resources: PdfDict): PageFont | undefined {
    const value = name === undefined ? undefined : this.#document.dict(resources.get('Font'))?.get(name);
    const id = value instanceof PdfRef ? `${value.num} ${value.gen}` : undefined;
    const known = id === undefined ? undefined : this.#fonts.get(id);
    if (known !== undefined) return known;
    const dict = this.#document.dict(value);
    const font = dict === undefined ? undefined : openPageFont(this.#document, dict);
    if (id !== undefined && font !== undefined) this.#fonts.set(id, font);
    return font;
  }

  #form(name: string | undefined, resources: PdfDict, depth: number): void {
    const objects = this.#document.dict(resources.get('XObject'));
    const form = name === undefined ? undefined : this.#document.resolve(objects?.get(name));
    if (!(form instanceof PdfStream) || nameOf(this.#document.resolve(form.dict.get('Subtype'))) !== 'Form')
      return;
    if (++this.#forms > MAX_FORMS) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a page that shows more than 50,000 forms is not searched');
    }
    const matrix = this.#document.array(form.dict.get('Matrix'))?.map((item) => this.#document.resolve(item));
    const outside = { state: this.#state, saved: this.#saved, line: this.#line, text: this.#text };
    this.#saved = [];
    this.#set({ ctm: product(matrixOf(matrix) ?? IDENTITY, this.#state.ctm) });
    this.walk(
      this.#document.streamData(form),
      this.#document.dict(form.dict.get('Resources')) ?? resources,
      depth + 1,
    );
    this.#state = outside.state;
    this.#saved = outside.saved;
    this.#moveTo(outside.line);
    this.#text = outside.text;
  }
}

function numberAt(operands: readonly PdfObject[], index: number): number {
  const value = operands[index];
  return typeof value === 'number' ? value : 0;
}
