import { beijingDate, utf8, YinxinError } from '../../foundation/core/index.ts';
import { writeXml, type XmlNode, xmlNode } from '../xml/index.ts';
import { portableNameFault, writeZip, type ZipFile } from '../zip/index.ts';
import { OFD_NAMESPACE } from './elements.ts';
import type { NewOfd, NewOfdAttachment, NewOfdPage } from './new-document.ts';
import { ROOT_NAME } from './package.ts';
import { TAG_LIST, tagFiles } from './tags.ts';
import { GroundBook } from './write-grounds.ts';
import { writeBox } from './write-numbers.ts';
import { pageNode } from './write-page.ts';
import { ResourceBook } from './write-resources.ts';

const FOLDER = 'Doc_0/';

/**
 * Writes an OFD of one document (GB/T 33190-2016): pages with text in embedded fonts, paths and pictures, data for
 * programs, attachments. Equal input gives equal bytes on one platform (deflate differs between zlib versions).
 * ARGUMENT_INVALID for sizes, colours, identifiers and names that cannot be written, XML_INVALID for characters that
 * XML does not have, LIMIT_EXCEEDED, and the codes of `embedFont`.
 */
export function writeOfd<F>(document: NewOfd<F>): Uint8Array {
  assertDocument(document);
  const resources = new ResourceBook<F>();
  // Grounds first: their identifiers, and with them their bytes, do not depend on what stands on the pages.
  const grounds = new GroundBook(document.pages, () => resources.newId());
  const pages = document.pages.map((page, index) => {
    useGlyphs(page, resources);
    return {
      id: resources.newPage(),
      name: `Pages/Page_${index}/Content.xml`,
      node: pageNode(page, resources, grounds.idOf(page.ground)),
    };
  });
  const attachments = (document.attachments ?? []).map((attachment) => ({
    id: resources.newId(),
    attachment,
  }));
  const fonts = resources.fonts((face, characters) => document.embedFont(face, characters));
  const images = resources.images();
  const common = xmlNode('ofd:CommonData', {}, [
    leaf('ofd:MaxUnitID', String(resources.last)),
    xmlNode('ofd:PageArea', {}, [leaf('ofd:PhysicalBox', pageArea(document.pages[0]!))]),
    ...(fonts === undefined ? [] : [leaf('ofd:PublicRes', 'PublicRes.xml')]),
    ...(images === undefined ? [] : [leaf('ofd:DocumentRes', 'DocumentRes.xml')]),
    ...grounds.list,
  ]);
  const root = xmlNode('ofd:Document', { 'xmlns:ofd': OFD_NAMESPACE }, [
    common,
    xmlNode(
      'ofd:Pages',
      {},
      pages.map(({ id, name }) => xmlNode('ofd:Page', { ID: id, BaseLoc: name })),
    ),
    ...(attachments.length === 0 ? [] : [leaf('ofd:Attachments', 'Attachs/Attachments.xml')]),
    ...(resources.tags.length === 0 ? [] : [leaf('ofd:CustomTags', TAG_LIST)]),
  ]);
  return writeZip(
    [
      xmlFile(ROOT_NAME, rootNode(document)),
      xmlFile(`${FOLDER}Document.xml`, root),
      ...(fonts === undefined ? [] : [xmlFile(`${FOLDER}PublicRes.xml`, fonts.list)]),
      ...(images === undefined ? [] : [xmlFile(`${FOLDER}DocumentRes.xml`, images.list)]),
      ...grounds.files.map((file) => ({ ...file, name: FOLDER + file.name })),
      ...pages.map(({ name, node }) => xmlFile(FOLDER + name, node)),
      ...[...(fonts?.files ?? []), ...(images?.files ?? [])].map((file) => ({
        ...file,
        name: FOLDER + file.name,
      })),
      ...attachmentFiles(attachments),
      ...tagFiles(resources.tags).map((file) => ({ ...file, name: FOLDER + file.name })),
    ],
    document.createdAt === undefined ? {} : { time: document.createdAt },
  );
}

function assertDocument<F>({ id, pages, attachments = [] }: NewOfd<F>): void {
  if (!/^[0-9a-f]{32}$/i.test(id)) throw invalid('the identifier of a document is 32 hexadecimal digits');
  if (pages.length === 0) throw invalid('a document has at least one page');
  const names = attachments.map(({ name }) => name);
  if (names.some((name) => name.includes('/') || portableNameFault(name) !== undefined || name === LIST)) {
    throw invalid('the name of an attachment is no file name');
  }
}

/** All characters first: the file of a font is asked for once, when every page is written. */
function useGlyphs<F>({ items }: NewOfdPage<F>, resources: ResourceBook<F>): void {
  for (const item of items) if (item.kind === 'text') for (const glyph of item.glyphs) resources.use(glyph);
}

function pageArea<F>({ width, height }: NewOfdPage<F>): string {
  return writeBox({ x: 0, y: 0, width, height });
}

/** OFD.xml (clause 7.4): DocInfo in the order of its schema. */
function rootNode<F>(document: NewOfd<F>): XmlNode {
  const { id, title, author, creator, creatorVersion, createdAt, customData = [] } = document;
  const optional = (name: string, value: string | undefined): XmlNode[] =>
    value === undefined ? [] : [leaf(name, value)];
  const info = xmlNode('ofd:DocInfo', {}, [
    leaf('ofd:DocID', id),
    ...optional('ofd:Title', title),
    ...optional('ofd:Author', author),
    ...optional('ofd:CreationDate', createdAt === undefined ? undefined : beijingDate(createdAt)),
    ...optional('ofd:Creator', creator),
    ...optional('ofd:CreatorVersion', creatorVersion),
    ...(customData.length === 0
      ? []
      : [
          xmlNode(
            'ofd:CustomDatas',
            {},
            customData.map(({ name, value }) => xmlNode('ofd:CustomData', { Name: name }, [value])),
          ),
        ]),
  ]);
  const body = xmlNode('ofd:DocBody', {}, [info, leaf('ofd:DocRoot', `${FOLDER}Document.xml`)]);
  return xmlNode('ofd:OFD', { 'xmlns:ofd': OFD_NAMESPACE, Version: '1.0', DocType: 'OFD' }, [body]);
}

const LIST = 'Attachments.xml';

/** Clause 20: the list, and each file beside it. */
function attachmentFiles(
  attachments: readonly { readonly id: string; readonly attachment: NewOfdAttachment }[],
): readonly ZipFile[] {
  if (attachments.length === 0) return [];
  const nodes = attachments.map(({ id, attachment: { name, data, visible, usage } }) => {
    const attributes = {
      ID: id,
      Name: name,
      Format: /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1],
      // In kilobytes (table 74).
      Size: String(Math.round((data.length / 1024) * 1000) / 1000),
      Visible: visible === false ? 'false' : undefined,
      Usage: usage,
    };
    return xmlNode('ofd:Attachment', attributes, [leaf('ofd:FileLoc', name)]);
  });
  const list = xmlNode('ofd:Attachments', { 'xmlns:ofd': OFD_NAMESPACE }, nodes);
  const folder = `${FOLDER}Attachs/`;
  return [
    xmlFile(folder + LIST, list),
    ...attachments.map(({ attachment }) => ({ name: folder + attachment.name, data: attachment.data })),
  ];
}

function leaf(name: string, text: string): XmlNode {
  return xmlNode(name, {}, [text]);
}

function xmlFile(name: string, node: XmlNode): ZipFile {
  return { name, data: utf8(writeXml(node)) };
}

function invalid(message: string): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', message);
}
