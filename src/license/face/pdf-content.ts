import type { FittedLine } from '../../formats/font/index.ts';
import type { PdfFonts } from './pdf-fonts.ts';
import { POINTS_PER_MM, pdfNumber } from './pdf-syntax.ts';

/** Operators of a form and its bounding box, in points around its own origin. */
export interface PdfForm {
  readonly box: string;
  readonly operators: string;
}

/** Operators of one page. Coordinates go in as millimetres from the top left and come out as points. */
export class PdfContent {
  /** Forms by resource name. */
  readonly forms: Map<string, PdfForm> = new Map();
  readonly #parts: string[] = [];
  readonly #pageHeight: number;
  readonly #fonts: PdfFonts;

  constructor(pageHeight: number, fonts: PdfFonts) {
    this.#pageHeight = pageHeight;
    this.#fonts = fonts;
  }

  x(mm: number): string {
    return pdfNumber(mm * POINTS_PER_MM);
  }

  y(mm: number): string {
    return pdfNumber((this.#pageHeight - mm) * POINTS_PER_MM);
  }

  length(mm: number): string {
    return pdfNumber(mm * POINTS_PER_MM);
  }

  add(...operators: string[]): void {
    this.#parts.push(...operators);
  }

  /** A drawing to be used many times (form XObject). The first registration under a name stands. */
  form(name: string, form: PdfForm): string {
    if (!this.forms.has(name)) this.forms.set(name, form);
    return name;
  }

  rectangle(x: number, y: number, width: number, height: number): string {
    return `${this.x(x)} ${this.y(y + height)} ${this.length(width)} ${this.length(height)} re`;
  }

  line(x0: number, y0: number, x1: number, y1: number): string {
    return `${this.x(x0)} ${this.y(y0)} m ${this.x(x1)} ${this.y(y1)} l S`;
  }

  /** One line of text; `spacing` in points. A change of font within the line goes on where the last run ended. */
  text(line: FittedLine, x: number, baseline: number, size: number, spacing: number): void {
    const parts = [`BT ${pdfNumber(spacing)} Tc 1 0 0 1 ${this.x(x)} ${this.y(baseline)} Tm`];
    for (const run of this.#fonts.runs(line.glyphs)) {
      parts.push(`/${run.font} ${pdfNumber(size)} Tf <${run.codes}> Tj`);
    }
    this.#parts.push(`${parts.join(' ')} ET`);
  }

  toString(): string {
    return this.#parts.join('\n');
  }
}
