import { YinxinError } from '../../foundation/core/index.ts';
import { attributeValue, type XmlElement } from '../xml/index.ts';

/** Namespace of GB/T 33190-2016; older and foreign products write others, always one in a file. */
export const OFD_NAMESPACE = 'http://www.ofdspec.org/2016';

/**
 * Child elements of one name, in the namespace of their parent: a file in another namespace reads like any other, and
 * an element of a foreign namespace inside one never counts.
 */
export function children(parent: XmlElement, localName: string): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement =>
      child.kind === 'element' && child.localName === localName && child.namespace === parent.namespace,
  );
}

/** The one child of that name; two would be two readings: OFD_INVALID. */
export function only(parent: XmlElement, localName: string): XmlElement | undefined {
  const found = children(parent, localName);
  if (found.length > 1) throw malformed(`${parent.localName} holds ${localName} more than once`);
  return found[0];
}

/** The one child of that name, which must be there. OFD_INVALID. */
export function required(parent: XmlElement, localName: string): XmlElement {
  const found = only(parent, localName);
  if (found === undefined) throw malformed(`${parent.localName} lacks ${localName}`);
  return found;
}

/** Text of a leaf, without the white space around it. An element inside it is OFD_INVALID. */
export function textOf(element: XmlElement): string {
  if (element.children.some((child) => child.kind === 'element')) {
    throw malformed(`${element.localName} holds elements where text belongs`);
  }
  return element.text.trim();
}

/** Text of the one child of that name, if it is there. */
export function textOfChild(parent: XmlElement, localName: string): string | undefined {
  const found = only(parent, localName);
  return found === undefined ? undefined : textOf(found);
}

/** An attribute that must be there and say something. OFD_INVALID. */
export function requiredAttribute(element: XmlElement, name: string): string {
  const value = attributeValue(element, name)?.trim();
  if (value === undefined || value === '') throw malformed(`${element.localName} lacks ${name}`);
  return value;
}

/** The root, which must carry this name. OFD_INVALID. */
export function assertRoot(root: XmlElement, localName: string, file: string): void {
  if (root.localName !== localName) throw malformed(`${file} is no ${localName}`);
}

/** An error of OFD with words for people. */
export function malformed(message: string): YinxinError {
  return new YinxinError('OFD_INVALID', `the OFD is malformed: ${message}`);
}
