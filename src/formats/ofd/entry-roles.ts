import { isYinxinError } from '../../foundation/core/index.ts';
import { attributeValue, type XmlElement } from '../xml/index.ts';
import { type OfdDocument, readDocument } from './document.ts';
import { children } from './elements.ts';
import { folderOf, resolveLocation } from './location.ts';
import { type OfdBody, type OfdPackage, ROOT_NAME } from './package.ts';

/** What an entry is, by what points to it. `unknown`: nothing that was read does. */
export type EntryRole = (typeof ROLES)[number];

/** Weightier roles first. */
const ROLES = [
  'root',
  'document',
  'page',
  'template',
  'resource',
  'media',
  'annotation',
  'attachment',
  'version',
  'cover',
  'custom-tag',
  'extension',
  'signature-list',
  'unknown',
] as const;

/** Lists of tags and data for programs, which no reader shows. A cover is shown before the document is opened. */
const METADATA: ReadonlySet<EntryRole> = new Set(['custom-tag', 'extension']);

/**
 * True for data beside the document. Only what Document.xml itself names so: were the targets of these lists metadata
 * too, an unsigned list could turn any entry into metadata. An entry that is not known counts as content.
 */
export function isMetadata(role: EntryRole): boolean {
  return METADATA.has(role);
}

/**
 * The roles of all entries that the structure of the package points to. An entry that two places point to keeps the
 * weightier role (the order of {@link EntryRole}). What cannot be read points to nothing, so that its targets stay
 * `unknown`: nobody takes content for metadata because a file is malformed.
 */
export async function entryRoles(ofd: OfdPackage): Promise<ReadonlyMap<string, EntryRole>> {
  const roles = new RoleMap();
  roles.add(ROOT_NAME, 'root');
  for (const body of ofd.bodies) {
    if (body.signatures !== undefined) roles.add(body.signatures, 'signature-list');
    if (body.cover !== undefined) roles.add(body.cover, 'cover');
    for (const version of body.versions) roles.add(version, 'version');
    await addDocument(ofd, body, roles);
  }
  return roles.map;
}

class RoleMap {
  readonly map = new Map<string, EntryRole>();

  add(name: string | undefined, role: EntryRole): void {
    if (name === undefined) return;
    const known = this.map.get(name);
    if (known === undefined || ROLES.indexOf(role) < ROLES.indexOf(known)) this.map.set(name, role);
  }
}

async function addDocument(ofd: OfdPackage, body: OfdBody, roles: RoleMap): Promise<void> {
  // Many may point to one: each file is read once.
  if (roles.map.get(body.document) === 'document') return;
  roles.add(body.document, 'document');
  const document = await attempt(() => readDocument(ofd, body));
  if (document === undefined) return;
  for (const page of document.pages) await addPage(ofd, page.name, 'page', roles);
  for (const template of document.templates) await addPage(ofd, template.name, 'template', roles);
  for (const resource of document.resources) await addResource(ofd, resource, roles);
  await addAnnotations(ofd, document, roles);
  await addAttachments(ofd, document, roles);
  roles.add(document.customTags, 'custom-tag');
  roles.add(document.extensions, 'extension');
}

async function addPage(
  ofd: OfdPackage,
  name: string,
  role: 'page' | 'template',
  roles: RoleMap,
): Promise<void> {
  if (roles.map.get(name) === role) return;
  roles.add(name, role);
  const root = await attempt(() => ofd.readXml(name));
  if (root === undefined) return;
  for (const element of children(root, 'PageRes')) {
    const resource = resolveLocation(element.text, folderOf(name));
    if (resource !== undefined) await addResource(ofd, resource, roles);
  }
}

/** Res.xml: media, fonts and colour profiles stand below its BaseLoc (GB/T 33190-2016 clause 7.9). */
async function addResource(ofd: OfdPackage, name: string, roles: RoleMap): Promise<void> {
  if (roles.map.get(name) === 'resource') return;
  roles.add(name, 'resource');
  const root = await attempt(() => ofd.readXml(name));
  if (root === undefined) return;
  const base = resolveLocation(`${attributeValue(root, 'BaseLoc') ?? '.'}/x`, folderOf(name));
  const folder = base === undefined ? undefined : folderOf(base);
  if (folder === undefined) return;
  const files = [
    ...grandchildren(root, 'MultiMedias', 'MultiMedia').map((media) => childText(media, 'MediaFile')),
    ...grandchildren(root, 'Fonts', 'Font').map((font) => childText(font, 'FontFile')),
    ...grandchildren(root, 'ColorSpaces', 'ColorSpace').map((space) => attributeValue(space, 'Profile')),
  ];
  for (const file of files) if (file !== undefined) roles.add(resolveLocation(file, folder), 'media');
}

/** Annotations.xml lists pages, each with a file of its own (clause 15). */
async function addAnnotations(ofd: OfdPackage, document: OfdDocument, roles: RoleMap): Promise<void> {
  const name = document.annotations;
  if (name === undefined) return;
  roles.add(name, 'annotation');
  const root = await attempt(() => ofd.readXml(name));
  if (root === undefined) return;
  for (const page of children(root, 'Page')) {
    const file = childText(page, 'FileLoc');
    if (file !== undefined) roles.add(resolveLocation(file, folderOf(name)), 'annotation');
  }
}

/** Attachments.xml names one file for each (clause 20). */
async function addAttachments(ofd: OfdPackage, document: OfdDocument, roles: RoleMap): Promise<void> {
  const name = document.attachments;
  if (name === undefined) return;
  roles.add(name, 'attachment');
  const root = await attempt(() => ofd.readXml(name));
  if (root === undefined) return;
  for (const attachment of children(root, 'Attachment')) {
    const file = childText(attachment, 'FileLoc');
    if (file !== undefined) roles.add(resolveLocation(file, folderOf(name)), 'attachment');
  }
}

function grandchildren(root: XmlElement, list: string, item: string): XmlElement[] {
  return children(root, list).flatMap((element) => children(element, item));
}

function childText(parent: XmlElement, localName: string): string | undefined {
  const [found] = children(parent, localName);
  return found?.text;
}

async function attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED') return undefined;
    throw error;
  }
}
