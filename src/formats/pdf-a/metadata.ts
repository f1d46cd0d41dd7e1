import { isYinxinError } from '../../foundation/core/index.ts';
import { decodeDate, decodeTextString, PdfStream, PdfString } from '../pdf/index.ts';
import { childElements, parseXml, type XmlElement } from '../xml/index.ts';
import type { PdfACase } from './findings.ts';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const PDFA_ID = 'http://www.aiim.org/pdfa/ns/id/';
const DC = 'http://purl.org/dc/elements/1.1/';
const XMP = 'http://ns.adobe.com/xap/1.0/';
const PDF = 'http://ns.adobe.com/pdf/1.3/';
const MAX_BYTES = 4 * 1024 * 1024;

/** What the packet of a document claims to be. */
export interface PdfAClaim {
  readonly part?: string;
  readonly conformance?: string;
}

/** XMP (6.6.2), its claim (6.6.4) and its agreement with the Info dictionary (6.6.3). */
export function checkMetadata(file: PdfACase): PdfAClaim {
  const packet = readPacket(file);
  if (packet === undefined) return {};
  const part = propertyOf(packet, PDFA_ID, 'part');
  const conformance = propertyOf(packet, PDFA_ID, 'conformance');
  if (part !== '3') file.find('PDFA_VERSION', 'pdfaid:part is not 3');
  if (!['A', 'B', 'U'].includes(conformance ?? ''))
    file.find('PDFA_VERSION', 'pdfaid:conformance is not A, B or U');
  checkInfo(file, packet);
  return { ...(part === undefined ? {} : { part }), ...(conformance === undefined ? {} : { conformance }) };
}

function readPacket(file: PdfACase): readonly XmlElement[] | undefined {
  const stream = file.resolve(file.document.catalog().get('Metadata'));
  if (!(stream instanceof PdfStream)) {
    file.find('PDFA_METADATA', 'the catalog has no metadata stream');
    return undefined;
  }
  try {
    const data = file.document.view().streamData(stream, MAX_BYTES);
    const head = String.fromCharCode(...data.subarray(0, 256));
    if (/<\?xpacket[^>]*\b(?:bytes|encoding)\s*=/.test(head)) {
      file.find('PDFA_METADATA', 'the packet header has bytes or encoding');
    }
    return descriptions(parseXml(data));
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'LIMIT_EXCEEDED' || error.code === 'IO_FAILED') throw error;
    file.find('PDFA_METADATA', `the metadata cannot be read: ${error.message}`);
    return undefined;
  }
}

function descriptions(root: XmlElement): readonly XmlElement[] {
  const rdf = root.localName === 'RDF' ? [root] : childElements(root, 'RDF', RDF);
  return rdf.flatMap((one) => childElements(one, 'Description', RDF));
}

/** A property as element or attribute; the first item of an Alt, Seq or Bag. */
function propertyOf(packet: readonly XmlElement[], namespace: string, name: string): string | undefined {
  for (const description of packet) {
    const attribute = description.attributes.find(
      (one) => one.namespace === namespace && one.localName === name,
    );
    if (attribute !== undefined) return attribute.value;
    const [element] = childElements(description, name, namespace);
    if (element === undefined) continue;
    const [list] = childElements(element);
    const [item] = list === undefined ? [] : childElements(list, 'li', RDF);
    return (item ?? element).text.trim();
  }
  return undefined;
}

const TEXTS = [
  ['Title', DC, 'title'],
  ['Author', DC, 'creator'],
  ['Subject', DC, 'description'],
  ['Keywords', PDF, 'Keywords'],
  ['Creator', XMP, 'CreatorTool'],
  ['Producer', PDF, 'Producer'],
] as const;
const DATES = [
  ['CreationDate', 'CreateDate'],
  ['ModDate', 'ModifyDate'],
] as const;

function checkInfo(file: PdfACase, packet: readonly XmlElement[]): void {
  const info = file.dict(file.document.trailer.get('Info'));
  const text = (key: string): PdfString | undefined => {
    const value = file.resolve(info?.get(key));
    return value instanceof PdfString ? value : undefined;
  };
  for (const [key, namespace, name] of TEXTS) {
    const value = text(key);
    if (value === undefined) continue;
    if (decodeTextString(value) !== propertyOf(packet, namespace, name)) {
      file.find('PDFA_INFO', `/${key} of the Info dictionary is not that of the metadata`);
    }
  }
  for (const [key, name] of DATES) {
    const value = text(key);
    if (value === undefined) continue;
    const said = Date.parse(propertyOf(packet, XMP, name) ?? '');
    if (decodeDate(decodeTextString(value))?.getTime() !== said)
      file.find('PDFA_INFO', `/${key} of the Info dictionary is not that of the metadata`);
  }
}
