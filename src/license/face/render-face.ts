import { PDFDocument, PDFHexString, type PDFPage, type PDFRef } from '@cantoo/pdf-lib';
import { FontChain, loadFontChain } from '../../formats/font/index.ts';
import { toHex, utf8 } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { attachMetadata } from './attach-metadata.ts';
import { drawFace } from './draw-face.ts';
import { PdfContent, type PdfForm } from './pdf-content.ts';
import { PdfFonts } from './pdf-fonts.ts';
import { POINTS_PER_MM } from './pdf-syntax.ts';
import { embedPhoto } from './photo.ts';
import type { RenderFaceOptions } from './render-options.ts';
import type { FaceBox, FaceTemplate } from './template.ts';

/** A face ready to be sealed. */
export interface RenderedFace {
  readonly pdf: Uint8Array;
  /** Where the seal goes: page from 0, millimetres from the top left corner. */
  readonly sealBox: FaceBox & { readonly page: number };
}

/**
 * Draws the face of a license as a PDF/A-3b file: real text in embedded subsets, vector QR, metadata attached.
 * Each field stands in its own marked content `/YX_Field <</Key …>>`. Same input, same bytes.
 * Not checked: that `metadataXml` and `qr` say the same as `fields`; conformance beyond what is written here.
 * Throws LICENSE_INVALID (values absent), GLYPH_MISSING, TEXT_OVERFLOW, FONT_INVALID, QR_TOO_LARGE, IMAGE_INVALID.
 */
export async function renderFace(options: RenderFaceOptions): Promise<RenderedFace> {
  const { template, at } = options;
  const chain = options.fonts instanceof FontChain ? options.fonts : loadFontChain(options.fonts);
  const fonts = new PdfFonts();
  const content = new PdfContent(template.page.height, fonts);
  drawFace(content, chain, options);

  const document = await PDFDocument.create({ updateMetadata: false });
  describe(document, template, at);
  const operators = content.toString();
  const page = document.addPage([template.page.width * POINTS_PER_MM, template.page.height * POINTS_PER_MM]);
  const pictures = { ...embedForms(document, content.forms), ...embedPhoto(document.context, options.photo) };
  fillPage(document, page, operators, fonts.embed(document.context), pictures);
  attachMetadata(document, options.metadataXml, at);
  identify(document, [utf8(operators), utf8(fonts.text()), options.metadataXml, utf8(at.toISOString())]);
  document.convertToPDFA({ conformance: '3B' });
  const pdf = await document.save({
    useObjectStreams: false,
    addDefaultPage: false,
    updateFieldAppearances: false,
  });
  return { pdf, sealBox: { page: 0, ...template.seal } };
}

function describe(document: PDFDocument, template: FaceTemplate, at: Date): void {
  document.setTitle(template.name, { showInWindowTitleBar: true });
  document.setCreator('yinxin');
  document.setProducer('yinxin');
  document.setCreationDate(at);
  document.setModificationDate(at);
  document.setLanguage('zh-CN');
}

function fillPage(
  document: PDFDocument,
  page: PDFPage,
  operators: string,
  fonts: Record<string, PDFRef>,
  pictures: Record<string, PDFRef>,
): void {
  const { context } = document;
  page.node.set(context.obj('Contents'), context.register(context.flateStream(operators)));
  page.node.set(context.obj('Resources'), context.obj({ Font: fonts, XObject: pictures }));
}

function embedForms({ context }: PDFDocument, forms: ReadonlyMap<string, PdfForm>): Record<string, PDFRef> {
  const entries = [...forms].map(([name, { box, operators }]): [string, PDFRef] => {
    const dictionary = { Type: 'XObject', Subtype: 'Form', BBox: box.split(' ').map(Number) };
    return [name, context.register(context.flateStream(operators, dictionary))];
  });
  return Object.fromEntries(entries);
}

/** A file identifier from the content, so that the library under us does not take a random one. */
function identify(document: PDFDocument, parts: readonly Uint8Array[]): void {
  const id = PDFHexString.of(toHex(digest('sha256', ...parts).subarray(0, 16)));
  document.context.trailerInfo.ID = document.context.obj([id, id]);
}
