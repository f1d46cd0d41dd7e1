import { latin1 } from '../../foundation/core/index.ts';
import { hybridFindings, PdfString } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';

const HEADER = /^%PDF-1\.[0-7](?:\r\n|\r|\n)%([^\r\n]*)(?:\r\n|\r|\n)/;
const HEADER_BYTES = 64;
const TAIL_BYTES = 16;

/** Header, trailer and cross-reference (ISO 19005-3, 6.1.2 to 6.1.4, 6.1.12). */
export function checkFileStructure(file: PdfACase): void {
  const { document } = file;
  const { bytes, trailer } = document;
  const head = latin1(bytes.slice(0, Math.min(HEADER_BYTES, bytes.size)));
  const comment = HEADER.exec(head)?.[1];
  if (
    comment === undefined ||
    comment.length < 4 ||
    [...comment.slice(0, 4)].some((c) => c.charCodeAt(0) < 0x80)
  ) {
    file.find('PDFA_HEADER', 'the file does not begin with %PDF-1.n and a comment of four bytes above 127');
  }
  const id = document.array(trailer.get('ID'));
  const whole = id?.length === 2 && id.every((part) => part instanceof PdfString && part.bytes.length > 0);
  if (!whole) file.find('PDFA_FILE_ID', 'the trailer has no /ID of two strings');
  if (document.encrypted) file.find('PDFA_ENCRYPTED', 'the file is encrypted');
  const tail = latin1(bytes.slice(Math.max(0, bytes.size - TAIL_BYTES), Math.min(TAIL_BYTES, bytes.size)));
  if (!/%%EOF(?:\r\n|\r|\n)?$/.test(tail)) file.find('PDFA_TRAILING_DATA', 'data follows the last %%EOF');
  for (const { code, detail } of document.findings) {
    if (['PDF_REPAIRED', 'PDF_TRAILER', 'PDF_XREF_SIZE', 'PDF_DUPLICATE_KEY'].includes(code)) {
      file.find('PDFA_CROSS_REFERENCE', detail);
    }
  }
  for (const { detail } of hybridFindings(document)) file.find('PDFA_CROSS_REFERENCE', detail);
  checkPermissions(file);
}

function checkPermissions(file: PdfACase): void {
  const permissions = file.dict(file.document.catalog().get('Perms'));
  for (const key of permissions?.entries.keys() ?? []) {
    if (key !== 'DocMDP' && key !== 'UR3')
      file.find('PDFA_PERMISSIONS', `the permissions hold /${key.slice(0, 32)}`);
  }
  const requirements = file.document.catalog().get('Requirements');
  if (requirements !== undefined) file.find('PDFA_REQUIREMENTS', 'the catalog has /Requirements');
  checkPresentation(file);
}

function checkPresentation(file: PdfACase): void {
  const names = file.dict(file.document.catalog().get('Names'));
  if (names?.get('AlternatePresentations') !== undefined) {
    file.find('PDFA_PRESENTATION', 'the catalog names alternate presentations');
  }
  if (names?.get('JavaScript') !== undefined) file.find('PDFA_ACTION', 'the catalog names scripts');
}
