import { FontChain, loadFontChain } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { type FaceDrawing, layOutFace } from './layout/index.ts';
import { writeOfdFace } from './ofd/index.ts';
import { writePdfFace } from './pdf/index.ts';
import { readPhoto } from './photo.ts';
import type { RenderedLicense, RenderLicenseOptions } from './render-options.ts';
import { type FaceSheet, sheetOf } from './sheet.ts';

/**
 * Draws the face of a license from its template, as PDF/A-3b or as OFD: the same fields at the same places, real text in
 * embedded subsets, the code as vectors, metadata attached. Same input, same bytes. A text is wrapped, then shrunk by
 * half points to its minimum size, then continued on further pages where its field allows it; it is never clipped.
 * Each field is marked, so that a verifier compares it by its key (PDF: marked content `/YX_Field`, OFD: custom tags).
 *
 * Not checked: that `metadataXml` and `qr` say the same as `fields`. Conformance to ISO 19005-3 is checked by
 * `checkPdfA`. @throws LICENSE_INVALID (values absent), GLYPH_MISSING, TEXT_OVERFLOW, FONT_INVALID, QR_TOO_LARGE,
 * IMAGE_INVALID, ARGUMENT_INVALID (a template whose boxes overlap or leave the page, or another format).
 */
export function renderLicense(options: RenderLicenseOptions): RenderedLicense {
  const sheet = sheetOf(options.template, options.copy ?? 'original');
  const drawing = drawLicense(options, sheet);
  return {
    format: options.format,
    file: write(drawing, options),
    pages: drawing.pages.length,
    sealBox: { page: 0, ...sheet.seal },
  };
}

/** The drawing behind {@link renderLicense}, before it is written in a format. */
export function drawLicense(
  options: Omit<RenderLicenseOptions, 'format' | 'metadataXml' | 'at'>,
  sheet: FaceSheet = sheetOf(options.template, options.copy ?? 'original'),
): FaceDrawing {
  const { fields, qr, fonts, language = 'zh' } = options;
  return layOutFace({
    sheet,
    fields,
    qr,
    language,
    photo: options.photo !== undefined,
    fonts: fonts instanceof FontChain ? fonts : loadFontChain(fonts),
  });
}

function write(drawing: FaceDrawing, options: RenderLicenseOptions): Uint8Array {
  const { format, template, photo, metadataXml, at, fields, language = 'zh' } = options;
  const file = {
    title: template.name,
    language,
    metadataXml,
    at,
    ...(photo === undefined ? {} : { photo: readPhoto(photo) }),
  };
  if (format === 'pdf') return writePdfFace(drawing, file);
  if (format === 'ofd') return writeOfdFace(drawing, { ...file, fields });
  throw new YinxinError('ARGUMENT_INVALID', 'a face is written as pdf or ofd');
}
