import type { DrawnCode, DrawnPage, DrawnPath, DrawnText } from '../layout/index.ts';
import { QR_MARK } from '../marks.ts';
import type { FaceBox } from '../template.ts';
import type { PdfFonts } from './fonts.ts';
import { POINTS_PER_MM, pdfNumber, rgb } from './syntax.ts';

/** Operators of a page: the ground as one form, then its items. The first `cm` comes behind nothing that is read back. */
export function pageOperators(page: DrawnPage, fonts: PdfFonts): string {
  const parts = page.ground.length === 0 ? [] : ['/Ground Do'];
  for (const item of page.items) {
    if (item.kind === 'text') parts.push(textOperators(item, page.height, fonts));
    else if (item.kind === 'code') parts.push(codeOperators(item, page.height));
    else parts.push(photoOperators(item.box, page.height));
  }
  return parts.join('\n');
}

/** Paths of the ground: vectors only, no transparency. */
export function groundOperators(ground: readonly DrawnPath[], height: number): string {
  return ground.map((path) => pathOperators(path, height)).join('\n');
}

const PATH_LETTER = { M: 'm', L: 'l', C: 'c' } as const;
/** Ground is ornament: hundredths of a point are finer than any printer. */
const FINE = 100;

function pathOperators({ steps, fill, stroke }: DrawnPath, height: number): string {
  const parts: string[] = [];
  if (fill !== undefined) parts.push(`${rgb(fill)} rg`);
  if (stroke !== undefined) parts.push(`${rgb(stroke.color)} RG ${length(stroke.width)} w`);
  for (const step of steps) {
    if (step[0] === 'Z') {
      parts.push('h');
      continue;
    }
    let text = '';
    for (let i = 1; i < step.length; i += 2) {
      const [x, y] = [step[i] as number, step[i + 1] as number];
      text += `${fine(x * POINTS_PER_MM)} ${fine((height - y) * POINTS_PER_MM)} `;
    }
    parts.push(text + PATH_LETTER[step[0]]);
  }
  parts.push(fill === undefined ? 'S' : stroke === undefined ? 'f' : 'B');
  return parts.join('\n');
}

function fine(value: number): string {
  return String(Math.round(value * FINE) / FINE || 0);
}

/** A verifier finds the field by its key (ISO 32000-1, 14.6.2) and its text by ToUnicode. */
function textOperators(text: DrawnText, height: number, fonts: PdfFonts): string {
  const parts = [`${rgb(text.color)} rg`];
  for (const { glyphs, x, baseline } of text.lines) {
    const place = `${length(x)} ${length(height - baseline)}`;
    const runs = fonts
      .runs(glyphs)
      .map(({ font, codes }) => `/${font} ${pdfNumber(text.size)} Tf <${codes}> Tj`);
    parts.push(`BT ${pdfNumber(text.spacing)} Tc 1 0 0 1 ${place} Tm ${runs.join(' ')} ET`);
  }
  if (text.field === undefined) return parts.join('\n');
  return [`/YX_Field <</Key (${text.field})>> BDC`, ...parts, 'EMC'].join('\n');
}

function codeOperators({ box, bars }: DrawnCode, height: number): string {
  return [
    `1 g ${rectangle(box, height)} f 0 g`,
    `/YX_Code <</Key (${QR_MARK})>> BDC`,
    ...bars.map((bar) => rectangle(bar, height)),
    'f',
    'EMC',
  ].join('\n');
}

function photoOperators({ x, y, width, height }: FaceBox, pageHeight: number): string {
  const matrix = `${length(width)} 0 0 ${length(height)} ${length(x)} ${length(pageHeight - y - height)}`;
  return `q ${matrix} cm /Photo Do Q`;
}

function rectangle({ x, y, width, height }: FaceBox, pageHeight: number): string {
  return `${length(x)} ${length(pageHeight - y - height)} ${length(width)} ${length(height)} re`;
}

function length(mm: number): string {
  return pdfNumber(mm * POINTS_PER_MM);
}
