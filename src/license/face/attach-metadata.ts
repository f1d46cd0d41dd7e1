import { type PDFDocument, PDFHexString, PDFString } from '@cantoo/pdf-lib';
import { METADATA_FILE_NAME } from './marks.ts';

/** Attaches the metadata as an associated file of the document (ISO 19005-3, 6.8; relationship Data). */
export function attachMetadata(document: PDFDocument, xml: Uint8Array, at: Date): void {
  const { context, catalog } = document;
  const date = PDFString.fromDate(at);
  const stream = context.register(
    context.flateStream(xml, {
      Type: 'EmbeddedFile',
      Subtype: 'application/xml',
      Params: { Size: xml.length, CreationDate: date, ModDate: date },
    }),
  );
  const specification = context.register(
    context.obj({
      Type: 'Filespec',
      F: PDFString.of(METADATA_FILE_NAME),
      UF: PDFHexString.fromText(METADATA_FILE_NAME),
      Desc: PDFHexString.fromText('证照元数据'),
      EF: { F: stream, UF: stream },
      AFRelationship: 'Data',
    }),
  );
  const names = context.obj([PDFString.of(METADATA_FILE_NAME), specification]);
  catalog.set(context.obj('Names'), context.obj({ EmbeddedFiles: { Names: names } }));
  catalog.set(context.obj('AF'), context.obj([specification]));
}
