import { isYinxinError } from '../../../foundation/core/index.ts';
import { attributeValue, type XmlElement } from '../../xml/index.ts';
import type { OfdDocument } from '../document.ts';
import { children, textOfChild } from '../elements.ts';
import { folderOf, resolveLocation } from '../location.ts';
import type { OfdPackage } from '../package.ts';

/** A font as the resources name it; the file is an entry name. */
export interface FontResource {
  readonly family: string;
  readonly file?: string;
}

/** What objects of pages refer to by identifier (GB/T 33190-2016 clause 7.9). */
export interface Resources {
  readonly fonts: ReadonlyMap<string, FontResource>;
  /** Entry names of pictures. */
  readonly images: ReadonlyMap<string, string>;
  readonly drawParams: ReadonlyMap<string, XmlElement>;
}

/** Lists of resources of one document. */
const MAX_LISTS = 1000;

/** Resources of the document and of one page. What cannot be read is not there. */
export async function readResources(
  ofd: OfdPackage,
  document: OfdDocument,
  pageLists: readonly string[],
): Promise<Resources> {
  const found = {
    fonts: new Map<string, FontResource>(),
    images: new Map<string, string>(),
    drawParams: new Map<string, XmlElement>(),
  };
  for (const name of [...document.resources, ...pageLists].slice(0, MAX_LISTS)) {
    const root = await attempt(() => ofd.readXml(name));
    if (root !== undefined) readList(root, name, found);
  }
  return found;
}

interface Found {
  readonly fonts: Map<string, FontResource>;
  readonly images: Map<string, string>;
  readonly drawParams: Map<string, XmlElement>;
}

function readList(root: XmlElement, name: string, { fonts, images, drawParams }: Found): void {
  const base = resolveLocation(`${attributeValue(root, 'BaseLoc') ?? '.'}/x`, folderOf(name));
  const folder = base === undefined ? folderOf(name) : folderOf(base);
  const items = (list: string, item: string): readonly (readonly [string, XmlElement])[] =>
    children(root, list)
      .flatMap((element) => children(element, item))
      .flatMap((element) => {
        const id = attributeValue(element, 'ID')?.trim();
        return id === undefined ? [] : [[id, element] as const];
      });
  for (const [id, font] of items('Fonts', 'Font')) {
    const location = textOfChild(font, 'FontFile');
    const file = location === undefined ? undefined : resolveLocation(location, folder);
    const family = attributeValue(font, 'FamilyName') ?? attributeValue(font, 'FontName') ?? '';
    fonts.set(id, { family, ...(file === undefined ? {} : { file }) });
  }
  for (const [id, media] of items('MultiMedias', 'MultiMedia')) {
    const location = textOfChild(media, 'MediaFile');
    const file = location === undefined ? undefined : resolveLocation(location, folder);
    if (file !== undefined) images.set(id, file);
  }
  for (const [id, param] of items('DrawParams', 'DrawParam')) drawParams.set(id, param);
}

/** What reading gives, or nothing where the file is malformed. */
export async function attempt<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED') return undefined;
    throw error;
  }
}
