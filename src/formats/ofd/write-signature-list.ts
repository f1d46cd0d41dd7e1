import { utf8 } from '../../foundation/core/index.ts';
import { escapeAttribute, escapeText, parseXml, writeXml, xmlNode } from '../xml/index.ts';
import { children, OFD_NAMESPACE, only } from './elements.ts';
import { appendedTo, behind, type Edit, edited, inPlaceOf, named } from './splice.ts';

/** One line to add to Signatures.xml. */
export interface NewListEntry {
  readonly id: string;
  readonly type: 'Seal' | 'Sign';
  /** Signature.xml as entry name. */
  readonly file: string;
  /** Highest identifier in use from now on, stamps included. */
  readonly maxSignId: string;
}

/** A new Signatures.xml with one signature (GB/T 33190-2016 18.1). */
export function newSignatureList({ id, type, file, maxSignId }: NewListEntry): Uint8Array {
  const root = xmlNode('ofd:Signatures', { 'xmlns:ofd': OFD_NAMESPACE }, [
    xmlNode('ofd:MaxSignId', {}, [maxSignId]),
    xmlNode('ofd:Signature', { ID: id, Type: type, BaseLoc: `/${file}` }),
  ]);
  return utf8(writeXml(root));
}

/** Signatures.xml with one more signature at its end; the lines that are there stay byte for byte. XML_INVALID. */
export function addToSignatureList(list: Uint8Array, entry: NewListEntry): Uint8Array {
  const root = parseXml(list);
  const name = named(root, 'Signature');
  const attributes = Object.entries({ ID: entry.id, Type: entry.type, BaseLoc: `/${entry.file}` });
  const line = `<${name}${attributes.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join('')}/>`;
  const counter = named(root, 'MaxSignId');
  const count = `<${counter}>${escapeText(entry.maxSignId)}</${counter}>`;
  const counted = only(root, 'MaxSignId');
  const last = children(root, 'Signature').at(-1);
  const added = counted === undefined ? count + line : line;
  const edits: Edit[] = counted === undefined ? [] : [inPlaceOf(counted, count)];
  edits.push(last === undefined ? appendedTo(list, root, added) : behind(last, added));
  return edited(list, edits);
}
