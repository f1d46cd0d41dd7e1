import { isNamedInDirectory, readZip } from '../formats/zip/index.ts';
import { type ByteSource, type InputFormat, indexOfBytes, latin1, utf8 } from '../foundation/core/index.ts';
import { XMLERS_NAMESPACE } from '../signatures/evidence/index.ts';

/** Bytes read to tell a format; a PDF header may stand in the first 1024 (ISO 32000-1 Annex H.3.4.1). */
const HEAD_BYTES = 1100;

const PDF_HEADER = utf8('%PDF-');
const EEP_MARKS = [utf8('电子文件封装包'), utf8('http://www.saac.gov.cn/standards/ERM/encapsulation')];
const PEM_CMS = [utf8('-----BEGIN CMS-----'), utf8('-----BEGIN PKCS7-----')];
const QR_PREFIXES = ['LC1:', 'LC1Z:', 'https://', 'HTTPS://'];
const ASIC_MIMETYPES = ['application/vnd.etsi.asic-e+zip', 'application/vnd.etsi.asic-s+zip'];

/** The format by content, never by name. `unknown` when nothing fits. */
export async function detectFormat(source: ByteSource): Promise<InputFormat> {
  const head = await source.read(0, Math.min(HEAD_BYTES, source.size));
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return detectContainer(source);
  if (indexOfBytes(head, PDF_HEADER) !== -1) return 'pdf';
  if (head[0] === 0x30 && head.length > 2) return isEvidenceRecord(head) ? 'evidence-record' : 'cms';
  if (PEM_CMS.some((marker) => indexOfBytes(head, marker) === 0)) return 'cms';
  // A picture is looked through for a license code: the only thing in a picture that can be verified.
  if (head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4e && head[3] === 0x47) return 'license-qr';
  if (isXmlEvidenceRecord(head)) return 'evidence-record';
  if (isEep(head)) return 'eep';
  const text = String.fromCharCode(...head.subarray(0, 16)).trimStart();
  if (QR_PREFIXES.some((prefix) => text.startsWith(prefix))) return 'license-qr';
  // Some products put bytes of their own in front: a malformed OFD is reported as one.
  return (await isNamedInDirectory(source, 'OFD.xml')) ? 'ofd' : 'unknown';
}

/** SEQUENCE { INTEGER 1, SEQUENCE { SEQUENCE { OBJECT IDENTIFIER … (RFC 4998 3.1); a CMS starts with its type. */
function isEvidenceRecord(head: Uint8Array): boolean {
  const version = contentAt(head, 0);
  if (head[version] !== 2 || head[version + 1] !== 1 || head[version + 2] !== 1) return false;
  const algorithms = version + 3;
  if (head[algorithms] !== 0x30) return false;
  const first = contentAt(head, algorithms);
  return head[first] === 0x30 && head[contentAt(head, first)] === 6;
}

/** An XML document whose head names the element and the namespace of RFC 6283. */
function isXmlEvidenceRecord(head: Uint8Array): boolean {
  const text = latin1(head);
  return (
    /^(?:\u00ef\u00bb\u00bf)?\s*</.test(text) &&
    text.includes('EvidenceRecord') &&
    text.includes(XMLERS_NAMESPACE)
  );
}

/** An XML document whose head names the root element and the namespace of DA/T 48-2009. */
function isEep(head: Uint8Array): boolean {
  return (
    /^(?:\u00ef\u00bb\u00bf)?\s*</.test(latin1(head)) &&
    EEP_MARKS.every((mark) => indexOfBytes(head, mark) !== -1)
  );
}

/** Where the content of the DER value at an offset begins. */
function contentAt(head: Uint8Array, offset: number): number {
  const length = head[offset + 1] ?? 0;
  return offset + (length < 0x80 ? 2 : 2 + (length & 0x7f));
}

async function detectContainer(source: ByteSource): Promise<InputFormat> {
  // Names of old packers are read as the item package reads them; every other handler stays strict.
  const zip = await readZip(source, undefined, { backslashes: 'folders' });
  const names = new Set(zip.entries.map((entry) => entry.name));
  const first = zip.entries[0];
  if (first?.name === 'mimetype' && first.size < 100) {
    const mimetype = new TextDecoder().decode(await zip.read(first));
    if (ASIC_MIMETYPES.includes(mimetype)) return 'asic';
  }
  if (names.has('OFD.xml')) return 'ofd';
  if ([...names].some((name) => name.endsWith('基本信息元数据.xml'))) return 'item-package';
  if ([...names].some((name) => /^META-INF\/.*(?:signature|ASiCManifest).*$/i.test(name))) return 'asic';
  return 'unknown';
}
