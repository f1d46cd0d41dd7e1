import { attributeValue } from '../xml/index.ts';
import type { OfdDocument } from './document.ts';
import { assertRoot, children, malformed, only, requiredAttribute, textOf, textOfChild } from './elements.ts';
import { locate, type OfdBody, type OfdPackage, ROOT_NAME } from './package.ts';

/** A file that a document carries along. */
export interface OfdAttachment {
  /** As the list calls it; the entry may be called otherwise. */
  readonly name: string;
  /** Entry name. */
  readonly location: string;
  readonly usage?: string;
}

const MAX_FILES = 1_000;

/** The attachments of a document by their list (GB/T 33190-2016 clause 20). OFD_INVALID, XML_INVALID, ZIP_INVALID. */
export async function readAttachments(ofd: OfdPackage, document: OfdDocument): Promise<OfdAttachment[]> {
  const list = document.attachments;
  if (list === undefined) return [];
  const root = await ofd.readXml(list);
  assertRoot(root, 'Attachments', list);
  const entries = children(root, 'Attachment');
  if (entries.length > MAX_FILES) throw malformed(`more than ${MAX_FILES} attachments`);
  return entries.map((entry) => {
    const usage = attributeValue(entry, 'Usage');
    return {
      name: requiredAttribute(entry, 'Name'),
      location: locate(textOfChild(entry, 'FileLoc') ?? '', list),
      ...(usage === undefined ? {} : { usage }),
    };
  });
}

/** Data for programs in the description of a document (CustomDatas, clause 7.4), in its order. OFD_INVALID, XML_INVALID. */
export async function readCustomData(
  ofd: OfdPackage,
  body: OfdBody,
): Promise<{ readonly name: string; readonly value: string }[]> {
  const root = await ofd.readXml(ROOT_NAME);
  const element = children(root, 'DocBody')[ofd.bodies.indexOf(body)];
  const info = element === undefined ? undefined : only(element, 'DocInfo');
  const list = info === undefined ? undefined : only(info, 'CustomDatas');
  if (list === undefined) return [];
  return children(list, 'CustomData').map((data) => ({
    name: requiredAttribute(data, 'Name'),
    value: textOf(data),
  }));
}
