import { escapeText, parseXml } from '../xml/index.ts';
import { children, malformed, only, required } from './elements.ts';
import { behind, edited, inPlaceOf, named } from './splice.ts';

/**
 * OFD.xml with the list of signatures named in one body (GB/T 33190-2016 clause 7.4: after DocRoot and Versions);
 * all else stays byte for byte. OFD_INVALID, XML_INVALID.
 */
export function nameSignatureList(root: Uint8Array, body: number, list: string): Uint8Array {
  const element = children(parseXml(root), 'DocBody')[body];
  if (element === undefined) throw malformed('the package has no such document');
  const name = named(element, 'Signatures');
  const text = `<${name}>${escapeText(`/${list}`)}</${name}>`;
  const empty = only(element, 'Signatures');
  if (empty !== undefined) return edited(root, [inPlaceOf(empty, text)]);
  return edited(root, [behind(only(element, 'Versions') ?? required(element, 'DocRoot'), text)]);
}
