import { parseXml, type XmlElement } from '../../../../formats/xml/index.ts';
import { isYinxinError } from '../../../../foundation/core/index.ts';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const META = 'adobe:ns:meta/';
const XMP = 'http://ns.adobe.com/xap/1.0/';
const XMP_MM = 'http://ns.adobe.com/xap/1.0/mm/';
const PDF = 'http://ns.adobe.com/pdf/1.3/';

/** Properties that a writer keeps up to date by itself (ISO 16684-1, 8.4 and 8.6). */
const KEPT_BY_WRITERS: ReadonlySet<string> = new Set([
  `${XMP}ModifyDate`,
  `${XMP}MetadataDate`,
  `${XMP}CreatorTool`,
  `${PDF}Producer`,
]);

/**
 * Properties of an XMP packet by their full names, as text: written as attributes or as elements they are the same.
 * Undefined for what is no XMP: it must be well-formed XML without DOCTYPE, rooted in x:xmpmeta or rdf:RDF.
 */
export function xmpProperties(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  try {
    const root = parseXml(bytes);
    const isRooted =
      (root.namespace === META && root.localName === 'xmpmeta') ||
      (root.namespace === RDF && root.localName === 'RDF');
    return isRooted ? propertiesIn(root) : undefined;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** The first property that was there and says something else now, apart from those that writers keep. */
export function changedProperty(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string | undefined {
  for (const [key, value] of before) {
    const isKept = KEPT_BY_WRITERS.has(key) || key.startsWith(XMP_MM);
    if (!isKept && after.get(key) !== value) return key;
  }
  return undefined;
}

function propertiesIn(root: XmlElement): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  const waiting: XmlElement[] = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    const isDescription = element.namespace === RDF && element.localName === 'Description';
    for (const child of element.children) {
      if (child.kind !== 'element') continue;
      if (isDescription) properties.set(child.namespace + child.localName, textOf(child));
      else waiting.push(child);
    }
    for (const { namespace, localName, value } of isDescription ? element.attributes : []) {
      const isSyntax = namespace === RDF || namespace === '' || namespace.endsWith('/xmlns/');
      if (!isSyntax) properties.set(namespace + localName, value);
    }
  }
  return properties;
}

/** All text in an element, with the values of attributes: enough to tell two values apart. */
function textOf(element: XmlElement): string {
  const parts: string[] = [];
  for (const { namespace, localName, value } of element.attributes) {
    if (!namespace.endsWith('/xmlns/')) parts.push(`${localName}=${value}`);
  }
  for (const child of element.children) {
    const text = child.kind === 'text' ? child.text.trim() : textOf(child);
    if (text !== '') parts.push(text);
  }
  return parts.join('\u0000');
}
