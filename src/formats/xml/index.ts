export { parseXml } from './parse.ts';
export {
  attributeValue,
  childElement,
  childElements,
  type XmlAttribute,
  type XmlElement,
  type XmlText,
} from './tree.ts';
export {
  escapeAttribute,
  escapeText,
  writeXml,
  type XmlNode,
  type XmlWriteOptions,
  xmlNode,
} from './write.ts';
