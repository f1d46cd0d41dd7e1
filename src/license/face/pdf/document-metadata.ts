import {
  encodeDate,
  encodeTextString,
  type NewPdf,
  PdfDict,
  PdfName,
  type PdfRef,
} from '../../../formats/pdf/index.ts';
import { utf8 } from '../../../foundation/core/index.ts';

const PROGRAM = 'yinxin';

/** The Info dictionary; its entries equal those of the XMP packet (ISO 19005-3, 6.6.3). */
export function infoDictionary(title: string, at: Date): PdfDict {
  return PdfDict.of({
    Title: encodeTextString(title),
    Creator: encodeTextString(PROGRAM),
    Producer: encodeTextString(PROGRAM),
    CreationDate: encodeDate(at),
    ModDate: encodeDate(at),
  });
}

/** The XMP packet (ISO 16684-1) with the claim of conformance (ISO 19005-3, 6.6.4), as plain text for any reader. */
export function addXmp(pdf: NewPdf, title: string, at: Date): PdfRef {
  return pdf.add({
    dict: PdfDict.of({ Type: new PdfName('Metadata'), Subtype: new PdfName('XML') }),
    data: utf8(xmpPacket(title, at)),
  });
}

function xmpPacket(title: string, at: Date): string {
  const time = `${at.toISOString().slice(0, 19)}Z`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>${PROGRAM}</xmp:CreatorTool>
<xmp:CreateDate>${time}</xmp:CreateDate>
<xmp:ModifyDate>${time}</xmp:ModifyDate>
<pdf:Producer>${PROGRAM}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
