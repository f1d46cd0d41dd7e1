import {
  attributeValue,
  childElement,
  childElements,
  parseXml,
  type XmlElement,
} from '../../formats/xml/index.ts';
import {
  assertWithin,
  DEFAULT_LIMITS,
  fromBase64,
  isYinxinError,
  type Limits,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/crypto/index.ts';
import type {
  ArchiveTimeStamp,
  ArchiveTimeStampChain,
  EvidenceRecord,
  HashList,
} from '../../foundation/evidence/index.ts';

/** Namespace of XMLERS (RFC 6283 6). */
export const XMLERS_NAMESPACE = 'urn:ietf:params:xml:ns:ers';

/** Digests by the identifiers of XML signatures (RFC 9231 2.1, XML Encryption 1.1 5.8). */
const DIGESTS: ReadonlyMap<string, DigestName> = /* @__PURE__ */ new Map<string, DigestName>([
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha224', 'sha224'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
  ['http://www.w3.org/2007/05/xmldsig-more#sha3-256', 'sha3-256'],
  ['http://www.w3.org/2007/05/xmldsig-more#sha3-384', 'sha3-384'],
  ['http://www.w3.org/2007/05/xmldsig-more#sha3-512', 'sha3-512'],
]);

/**
 * Reads an evidence record in XML (RFC 6283 3). What its renewals hash is canonical XML, which is not made here: the
 * first timestamp of a record is followed to its end, later ones are told in `notChecked`. EVIDENCE_INVALID, XML_INVALID,
 * LIMIT_EXCEEDED.
 */
export function parseXmlEvidenceRecord(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): EvidenceRecord {
  const root = parseXml(bytes, limits);
  if (root.localName !== 'EvidenceRecord' || root.namespace !== XMLERS_NAMESPACE) {
    throw invalid('is another document');
  }
  if (attributeValue(root, 'Version') !== '1.0') throw invalid('is of an unknown version');
  const encryption = childElement(root, 'EncryptionInformation', XMLERS_NAMESPACE);
  const supporting = childElement(root, 'SupportingInformationList', XMLERS_NAMESPACE);
  const chains = inOrder(only(root, 'ArchiveTimeStampSequence'), 'ArchiveTimeStampChain').map(readChain);
  const stamps = chains.reduce((sum, chain) => sum + chain.stamps.length, 0);
  assertWithin('signatures', stamps, limits);
  const type = encryption && childElement(encryption, 'EncryptionInformationType', XMLERS_NAMESPACE);
  return {
    form: 'RFC6283',
    digestNames: chains.map(({ digestName }) => digestName),
    chains,
    ...(encryption === undefined
      ? {}
      : { encryption: (type && attributeValue(type, 'Type')) ?? 'of an unnamed type' }),
    supportingData: supporting === undefined ? 0 : childElements(supporting).length,
  };
}

function readChain(chain: XmlElement): ArchiveTimeStampChain {
  const uri = attributeValue(only(chain, 'DigestMethod'), 'Algorithm');
  only(chain, 'CanonicalizationMethod');
  const digestName = uri === undefined ? undefined : DIGESTS.get(uri);
  const stamps = inOrder(chain, 'ArchiveTimeStamp').map(readStamp);
  // A digest that is named and unknown is not replaced by that of the imprint.
  return { stamps, ...(digestName === undefined ? { unknownDigest: true } : { digestName }) };
}

function readStamp(stamp: XmlElement): ArchiveTimeStamp {
  const tree = childElement(stamp, 'HashTree', XMLERS_NAMESPACE);
  const stampElement = only(stamp, 'TimeStamp');
  const token = only(stampElement, 'TimeStampToken');
  if (attributeValue(token, 'Type') !== 'RFC3161')
    throw invalid('has a timestamp of another type than RFC3161');
  const list = childElement(stampElement, 'CryptographicInformationList', XMLERS_NAMESPACE);
  const attributes = childElement(stamp, 'Attributes', XMLERS_NAMESPACE);
  const unread = [list, attributes].filter((element) => element !== undefined);
  return {
    ...(tree === undefined ? {} : { hashTree: inOrder(tree, 'Sequence').map(readList) }),
    token: base64(token),
    attributes: unread.reduce((sum, element) => sum + Math.max(1, childElements(element).length), 0),
  };
}

function readList(sequence: XmlElement): HashList {
  const values = childElements(sequence, 'DigestValue', XMLERS_NAMESPACE).map(base64);
  if (values.length === 0) throw invalid('has an empty hash list');
  return values;
}

/** Children of a name in the order of their `Order`, which counts from 1 without gaps (RFC 6283 3.1.2). */
function inOrder(parent: XmlElement, name: string): XmlElement[] {
  const found = childElements(parent, name, XMLERS_NAMESPACE).map((element) => ({
    element,
    order: Number(attributeValue(element, 'Order') ?? Number.NaN),
  }));
  found.sort((a, b) => a.order - b.order);
  if (found.length === 0) throw invalid(`has no ${name}`);
  if (found.some(({ order }, i) => order !== i + 1)) throw invalid(`has ${name} elements out of order`);
  return found.map(({ element }) => element);
}

function only(parent: XmlElement, name: string): XmlElement {
  const [found, ...others] = childElements(parent, name, XMLERS_NAMESPACE);
  if (found === undefined || others.length > 0) throw invalid(`must have one ${name} in ${parent.localName}`);
  return found;
}

function base64({ text, localName }: XmlElement): Uint8Array {
  try {
    return fromBase64(text.replace(/[ \t\r\n]+/g, ''));
  } catch (error) {
    if (isYinxinError(error)) throw invalid(`has a ${localName} that is no base64`);
    throw error;
  }
}

function invalid(message: string): YinxinError {
  return new YinxinError('EVIDENCE_INVALID', `the XML evidence record ${message}`);
}
