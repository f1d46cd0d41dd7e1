import type { FontChain } from '../../formats/font/index.ts';
import { drawQr } from './draw-qr.ts';
import { drawText } from './draw-text.ts';
import { drawFrame } from './frame.ts';
import type { PdfContent } from './pdf-content.ts';
import { POINTS_PER_MM, pdfNumber, rgb } from './pdf-syntax.ts';
import type { RenderFaceOptions } from './render-options.ts';
import type { FaceField, FaceTemplate } from './template.ts';
import { visibleFields, visibleText } from './visible-fields.ts';

const RULE_COLOR = '#b9a27a';

/** Everything on the page, from the ground up; text in the order a reader reads it. */
export function drawFace(content: PdfContent, fonts: FontChain, options: RenderFaceOptions): void {
  const { template, fields } = options;
  visibleFields(template, fields);
  if (template.frame) drawFrame(content, template.page, template.frame);
  for (const field of template.fields) if (field.underline) underline(content, field);
  if (options.photo && template.photo) drawPhoto(content, template.photo);
  for (const item of readingOrder(template)) {
    if ('text' in item) drawText(content, fonts, `text “${item.text}”`, item.text, item.box, item);
    else drawField(content, fonts, item, fields[item.key] ?? '');
  }
  drawQr(content, options.qr, template.qr);
}

/** Rows from the top, then from the left: what a text extractor that trusts the file's order will give. */
function readingOrder(template: FaceTemplate): (FaceTemplate['texts'][number] | FaceField)[] {
  const middle = ({ box }: { box: { y: number; height: number } }): number => box.y + box.height / 2;
  return [...template.texts, ...template.fields].sort((a, b) => middle(a) - middle(b) || a.box.x - b.box.x);
}

/** A verifier finds the field by its key (ISO 32000-1, 14.6.2) and its text by ToUnicode. */
function drawField(content: PdfContent, fonts: FontChain, field: FaceField, value: string): void {
  if (value === '') return;
  content.add(`/YX_Field <</Key (${field.key})>> BDC`);
  drawText(content, fonts, field.key, visibleText(field, value), field.box, field);
  content.add('EMC');
}

function underline(content: PdfContent, { box }: FaceField): void {
  const bottom = box.y + box.height;
  content.add(
    `${rgb(RULE_COLOR)} RG ${content.length(0.15)} w ${content.line(box.x, bottom, box.x + box.width, bottom)}`,
  );
}

function drawPhoto(content: PdfContent, box: { x: number; y: number; width: number; height: number }): void {
  const size = (mm: number): string => pdfNumber(mm * POINTS_PER_MM);
  const matrix = `${size(box.width)} 0 0 ${size(box.height)} ${content.x(box.x)} ${content.y(box.y + box.height)} cm`;
  content.add(`q ${matrix} /Photo Do Q`);
}
