import {
  type OfdDocument,
  type OfdPackage,
  type OfdTag,
  type OfdText,
  openOfd,
  pathRectangles,
  readAttachments,
  readCustomData,
  readDocument,
  readPageText,
  readTags,
} from '../../formats/ofd/index.ts';
import { matrixFromRectangles, readQrMatrix } from '../../formats/qr/index.ts';
import {
  type ByteSource,
  fromUtf8,
  indexOfBytes,
  isYinxinError,
  type Limits,
  utf8,
} from '../../foundation/core/index.ts';
import { METADATA_FILE_NAME, QR_MARK } from '../face/index.ts';
import { readMetadataXml, textOf } from '../metadata/index.ts';
import type { LicenseParts } from './license-parts.ts';

/** Pinyin key of 证照标识 (GB/T 36903). */
const LICENSE_IDENTIFIER_KEY = utf8('ZZBS');
/** Shown where a field says something that nobody can read. */
const UNSEEN = '\ufffd';

/**
 * Finds the license in an OFD: attached metadata, the text of its pages, fields by the tags of the document, and the code
 * as its bars are drawn. Undefined when no metadata is attached: then the file is no license. Text and code that cannot
 * be read, or stand in one of several documents or states, are left out, so that the judge reports them as not
 * checked. Not read: composite objects, annotations, and what lies over what. OFD_INVALID, ZIP_INVALID, XML_INVALID,
 * LIMIT_EXCEEDED, IO_FAILED.
 */
export async function readLicenseOfd(source: ByteSource, limits?: Limits): Promise<LicenseParts | undefined> {
  const ofd = await openOfd(source, limits);
  const body = ofd.bodies[0]!;
  const document = await readDocument(ofd, body);
  const metadataXml = await metadataOf(ofd, document);
  if (metadataXml === undefined) return undefined;
  const custom = await readable(() => readCustomData(ofd, body));
  const contradicted = contradictions(metadataXml, custom ?? []);
  const told = { metadataXml, ...(contradicted.length === 0 ? {} : { contradicted }) };
  // Which of several documents or states a reader shows is not known here.
  if (ofd.bodies.length > 1 || body.versions.length > 0) return { ...told, visibleByField: {} };
  const pages = await readable(() => textsOf(ofd, document));
  const tags = (await readable(() => readTags(ofd, document))) ?? [];
  const qrText = await readable(() => drawnCode(ofd, document, tags));
  return {
    ...told,
    ...(qrText === undefined ? {} : { qrText }),
    ...(pages === undefined ? {} : { visibleText: visibleText(pages) }),
    visibleByField: pages === undefined ? {} : fieldsOf(pages, tags),
  };
}

/** Other files carry a metadata.xml too: only one that speaks of a license identifier (证照标识) makes a license. */
async function metadataOf(ofd: OfdPackage, document: OfdDocument): Promise<Uint8Array | undefined> {
  const found: Uint8Array[] = [];
  for (const { name, location } of await readAttachments(ofd, document)) {
    if (name !== METADATA_FILE_NAME) continue;
    const data = await ofd.read(location);
    if (indexOfBytes(data, LICENSE_IDENTIFIER_KEY) !== -1) found.push(data);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** What malformed content makes unreadable is missing, not an error: the signatures were judged already. */
async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'LIMIT_EXCEEDED' && error.code !== 'IO_FAILED')
      return undefined;
    throw error;
  }
}

type PageTexts = ReadonlyMap<string, readonly OfdText[]>;

async function textsOf(ofd: OfdPackage, document: OfdDocument): Promise<PageTexts> {
  const pages = new Map<string, readonly OfdText[]>();
  for (const page of document.pages) pages.set(page.id, await readPageText(ofd, document, page));
  return pages;
}

function visibleText(pages: PageTexts): string {
  return [...pages.values()]
    .flat()
    .filter(({ hidden }) => !hidden)
    .map(({ text }) => text)
    .join('');
}

/** A field is what its objects say one after the other; an object that is hidden, missing or there twice says nothing. */
function fieldsOf(pages: PageTexts, tags: readonly OfdTag[]): Record<string, string> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { name, pageId, objectId } of tags) {
    if (name === QR_MARK) continue;
    const [text, ...others] = (pages.get(pageId) ?? []).filter(({ id }) => id === objectId);
    const shown = text !== undefined && others.length === 0 && !text.hidden && !text.fromTemplate;
    fields[name] = (fields[name] ?? '') + (shown ? text.text : UNSEEN);
  }
  return fields;
}

/** Exactly one code on all pages, read from its bars. */
async function drawnCode(
  ofd: OfdPackage,
  document: OfdDocument,
  tags: readonly OfdTag[],
): Promise<string | undefined> {
  const [tag, ...others] = tags.filter(({ name }) => name === QR_MARK);
  const pages = document.pages.filter(({ id }) => id === tag?.pageId);
  if (tag === undefined || others.length > 0 || pages.length !== 1) return undefined;
  const bars = await pathRectangles(ofd, pages[0]!, tag.objectId);
  // The codes of a PDF are drawn with y upwards.
  const matrix = bars === undefined ? undefined : matrixFromRectangles(bars.map(upwards));
  return matrix === undefined ? undefined : fromUtf8(await readQrMatrix(matrix));
}

function upwards<B extends { readonly y: number; readonly height: number }>(bar: B): B {
  return { ...bar, y: -bar.y - bar.height };
}

/** Programs read either: where the description of the document says otherwise than the metadata, neither is to be believed. */
function contradictions(
  metadataXml: Uint8Array,
  custom: readonly { readonly name: string; readonly value: string }[],
): string[] {
  try {
    const values = new Map(readMetadataXml(metadataXml).fields.map(({ key, value }) => [key, textOf(value)]));
    const plain = (text: string): string => text.replaceAll('-', '');
    return custom
      .filter(({ name, value }) => values.has(name) && plain(values.get(name)!) !== plain(value))
      .map(({ name }) => name);
  } catch (error) {
    // The judge says what is wrong with the metadata.
    if (isYinxinError(error)) return [];
    throw error;
  }
}
