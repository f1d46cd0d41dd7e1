import { utf8, YinxinError } from '../../foundation/core/index.ts';
import { attributeValue, writeXml, type XmlElement, type XmlNode, xmlNode } from '../xml/index.ts';
import type { ZipFile } from '../zip/index.ts';
import type { OfdDocument } from './document.ts';
import {
  assertRoot,
  children,
  malformed,
  OFD_NAMESPACE,
  requiredAttribute,
  textOf,
  textOfChild,
} from './elements.ts';
import { locate, type OfdPackage } from './package.ts';

/** An object of a page that bears a name. Identifiers are those of the document. */
export interface OfdTag {
  readonly name: string;
  readonly pageId: string;
  readonly objectId: string;
}

/** Where the list of tags stands in the folder of a document. */
export const TAG_LIST = 'Tags/CustomTags.xml';
const TAG_FILE = 'Tags/Tags.xml';
const NAMESPACE = 'urn:yinxin:tags:1';
/** Tags of one document: a face has some tens. */
const MAX_TAGS = 10_000;

/** Tags as files of a document (GB/T 33190-2016 clause 16): the list, and the file that it names. */
export function tagFiles(tags: readonly OfdTag[]): readonly ZipFile[] {
  if (tags.length === 0) return [];
  const names = [...new Set(tags.map(({ name }) => name))];
  const nodes = names.map((name) =>
    xmlNode('yx:Tag', { Name: name }, tags.filter((tag) => tag.name === name).map(referenceNode)),
  );
  const list = xmlNode('ofd:CustomTags', { 'xmlns:ofd': OFD_NAMESPACE }, [
    xmlNode('ofd:CustomTag', { NameSpace: NAMESPACE }, [xmlNode('ofd:FileLoc', {}, ['Tags.xml'])]),
  ]);
  const root = xmlNode('yx:Tags', { 'xmlns:yx': NAMESPACE, 'xmlns:ofd': OFD_NAMESPACE }, nodes);
  return [
    { name: TAG_LIST, data: utf8(writeXml(list)) },
    { name: TAG_FILE, data: utf8(writeXml(root)) },
  ];
}

function referenceNode({ pageId, objectId }: OfdTag): XmlNode {
  return xmlNode('ofd:ObjectRef', { PageRef: pageId }, [objectId]);
}

/**
 * Tags of a document that were written by {@link tagFiles}, in their order; those of other writers are passed over.
 * OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function readTags(ofd: OfdPackage, document: OfdDocument): Promise<OfdTag[]> {
  const list = document.customTags;
  if (list === undefined) return [];
  const root = await ofd.readXml(list);
  assertRoot(root, 'CustomTags', list);
  const own = children(root, 'CustomTag').filter((tag) => attributeValue(tag, 'NameSpace') === NAMESPACE);
  const tags: OfdTag[] = [];
  for (const entry of own) {
    const name = locate(textOfChild(entry, 'FileLoc') ?? '', list);
    const file = await ofd.readXml(name);
    assertRoot(file, 'Tags', name);
    for (const tag of children(file, 'Tag')) tags.push(...tagsOf(tag));
    if (tags.length > MAX_TAGS) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a document holds more tags than any face');
    }
  }
  return tags;
}

function tagsOf(tag: XmlElement): OfdTag[] {
  const name = requiredAttribute(tag, 'Name');
  return tag.children
    .filter((child): child is XmlElement => child.kind === 'element')
    .map((reference) => {
      if (reference.localName !== 'ObjectRef') throw malformed('a tag holds what is no reference');
      return { name, pageId: requiredAttribute(reference, 'PageRef'), objectId: textOf(reference) };
    });
}
