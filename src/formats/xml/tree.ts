/** One attribute; `xmlns` declarations are attributes too, in the namespace of xmlns. */
export interface XmlAttribute {
  readonly name: string;
  readonly localName: string;
  /** Empty for an attribute without prefix: attributes never inherit the default namespace. */
  readonly namespace: string;
  readonly value: string;
}

/** Text, with CDATA sections resolved. Offsets are bytes of the original document. */
export interface XmlText {
  readonly kind: 'text';
  readonly text: string;
}

/** One element of a parsed document, read-only by convention. */
export interface XmlElement {
  readonly kind: 'element';
  /** As written, prefix included. */
  readonly name: string;
  readonly prefix: string;
  readonly localName: string;
  readonly namespace: string;
  /** In document order. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly (XmlElement | XmlText)[];
  /** All text directly inside, comments and child elements left out. */
  readonly text: string;
  /** Offset in bytes of `<` of the start tag in the original document. */
  readonly start: number;
  /** Offset in bytes just after `>` of the end tag. */
  readonly end: number;
}

/** An element while it is read. */
export interface OpenElement {
  readonly kind: 'element';
  name: string;
  prefix: string;
  localName: string;
  namespace: string;
  attributes: XmlAttribute[];
  children: (XmlElement | XmlText)[];
  text: string;
  start: number;
  end: number;
}

/** Child elements, optionally of one local name and namespace. */
export function childElements(parent: XmlElement, localName?: string, namespace?: string): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement =>
      child.kind === 'element' &&
      (localName === undefined || child.localName === localName) &&
      (namespace === undefined || child.namespace === namespace),
  );
}

/** The first child element of that name, or `undefined`. */
export function childElement(
  parent: XmlElement,
  localName: string,
  namespace?: string,
): XmlElement | undefined {
  return parent.children.find(
    (child): child is XmlElement =>
      child.kind === 'element' &&
      child.localName === localName &&
      (namespace === undefined || child.namespace === namespace),
  );
}

/** Value of an attribute by local name; without `namespace` only one without prefix. */
export function attributeValue(element: XmlElement, localName: string, namespace = ''): string | undefined {
  return element.attributes.find((a) => a.localName === localName && a.namespace === namespace)?.value;
}
