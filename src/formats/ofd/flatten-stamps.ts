import { type ByteSource, utf8, YinxinError } from '../../foundation/core/index.ts';
import { escapeText, parseXml, writeXml, type XmlElement, xmlNode } from '../xml/index.ts';
import type { Box } from './box.ts';
import { type OfdDocument, readDocument } from './document.ts';
import { children, malformed, OFD_NAMESPACE, only, required, textOfChild } from './elements.ts';
import { folderOf } from './location.ts';
import { type OfdBody, type OfdPackage, ROOT_NAME } from './package.ts';
import type { OfdStamp } from './signature-file.ts';
import { appendedTo, behind, type Edit, edited, inPlaceOf, named } from './splice.ts';
import { writeBox, writeMm } from './write-numbers.ts';
import { type ChangedEntry, writeChangedOfd } from './write-package.ts';

/** A picture that stamps show, to be drawn into the pages instead. */
export interface StampPicture {
  readonly body: OfdBody;
  readonly stamps: readonly OfdStamp[];
  readonly picture: { readonly format: 'PNG' | 'JPEG' | 'BMP' | 'GIF'; readonly data: Uint8Array };
}

/** A package without its signatures. */
export interface FlattenedOfd {
  readonly file: Uint8Array;
  readonly drawn: number;
}

/**
 * A package whose stamps are content: each is an image object in a layer above all others of its page, where it was shown
 * and as large (a clipped one, 骑缝章, by what was seen of it). Lists of signatures are no longer named and `removed`
 * entries are left out; everything else stays byte for byte. OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function flattenStamps(
  source: ByteSource,
  ofd: OfdPackage,
  pictures: readonly StampPicture[],
  removed: ReadonlySet<string>,
  time: Date,
): Promise<FlattenedOfd> {
  const changes = new Map<string, ChangedEntry>([[ROOT_NAME, { data: await rootWithout(ofd) }]]);
  let drawn = 0;
  for (const body of new Map(ofd.bodies.map((own) => [own.document, own])).values()) {
    const own = pictures.filter((picture) => picture.body.document === body.document);
    if (own.length > 0) drawn += await drawInto(ofd, await readDocument(ofd, body), own, changes);
  }
  return { file: await writeChangedOfd(source, ofd, changes, time, removed), drawn };
}

async function rootWithout(ofd: OfdPackage): Promise<Uint8Array> {
  const bytes = await ofd.read(ROOT_NAME);
  const edits = children(parseXml(bytes, ofd.limits), 'DocBody').flatMap((body) =>
    children(body, 'Signatures').map((list) => inPlaceOf(list, '')),
  );
  return edited(bytes, edits);
}

async function drawInto(
  ofd: OfdPackage,
  document: OfdDocument,
  pictures: readonly StampPicture[],
  changes: Map<string, ChangedEntry>,
): Promise<number> {
  const bytes = await ofd.read(document.name);
  const root = parseXml(bytes, ofd.limits);
  const common = required(root, 'CommonData');
  const maximum = Number(textOfChild(common, 'MaxUnitID') ?? Number.NaN);
  if (!Number.isSafeInteger(maximum) || maximum < 0) throw malformed('the document states no MaxUnitID');
  const ids = new Identifiers(maximum);
  const folder = `${folderOf(document.name)}${freeFolder(ofd, folderOf(document.name))}`;
  const media: { readonly id: string; readonly name: string; readonly format: string }[] = [];
  const byPage = new Map<string, string[]>();
  const names = new Map(document.pages.map((page) => [page.id, page.name]));
  for (const { stamps, picture } of pictures) {
    const id = ids.next();
    const name = `seal_${media.length + 1}.${picture.format.toLowerCase()}`;
    media.push({ id, name, format: picture.format });
    changes.set(`${folder}/${name}`, { data: picture.data, stored: true });
    for (const stamp of stamps) {
      const page = names.get(stamp.pageRef);
      if (page === undefined) throw malformed('a stamp stands on a page that is not in the document');
      const objects = byPage.get(page) ?? [];
      objects.push(imageObject(stamp, id, ids.next()));
      byPage.set(page, objects);
    }
  }
  let drawn = 0;
  for (const [name, objects] of byPage) {
    changes.set(name, { data: await pageWith(ofd, name, objects, ids.next()) });
    drawn += objects.length;
  }
  changes.set(`${folder}/Res.xml`, { data: resources(media) });
  changes.set(document.name, { data: documentWith(bytes, common, `/${folder}/Res.xml`, ids.last) });
  return drawn;
}

class Identifiers {
  last: number;

  constructor(last: number) {
    this.last = last;
  }

  next(): string {
    this.last++;
    return String(this.last);
  }
}

/** A name that no entry begins with. */
function freeFolder(ofd: OfdPackage, parent: string): string {
  for (let i = 1; ; i++) {
    const name = `Seals_${i}`;
    if (!ofd.files.some((file) => file.name.startsWith(`${parent}${name}/`))) return name;
  }
}

function resources(
  media: readonly { readonly id: string; readonly name: string; readonly format: string }[],
): Uint8Array {
  const list = media.map(({ id, name, format }) =>
    xmlNode('ofd:MultiMedia', { ID: id, Type: 'Image', Format: format }, [
      xmlNode('ofd:MediaFile', {}, [name]),
    ]),
  );
  const root = xmlNode('ofd:Res', { 'xmlns:ofd': OFD_NAMESPACE, BaseLoc: '.' }, [
    xmlNode('ofd:MultiMedias', {}, list),
  ]);
  return utf8(writeXml(root));
}

/** The picture scaled to the stamp; of a clipped one the boundary is what is seen, and the picture hangs over it. */
function imageObject({ boundary, clip }: OfdStamp, resource: string, id: string): string {
  const seen: Box =
    clip === undefined ? boundary : { ...clip, x: boundary.x + clip.x, y: boundary.y + clip.y };
  const matrix = [boundary.width, 0, 0, boundary.height, boundary.x - seen.x, boundary.y - seen.y];
  return writeXml(
    xmlNode('ofd:ImageObject', {
      'xmlns:ofd': OFD_NAMESPACE,
      ID: id,
      Boundary: writeBox(seen),
      ResourceID: resource,
      CTM: matrix.map(writeMm).join(' '),
    }),
    { declaration: false },
  );
}

async function pageWith(
  ofd: OfdPackage,
  name: string,
  objects: readonly string[],
  layerId: string,
): Promise<Uint8Array> {
  const bytes = await ofd.read(name);
  const root = parseXml(bytes, ofd.limits);
  const layer = `<ofd:Layer xmlns:ofd="${OFD_NAMESPACE}" ID="${layerId}" Type="Foreground">${objects.join('')}</ofd:Layer>`;
  const content = only(root, 'Content');
  if (content !== undefined) return edited(bytes, [appendedTo(bytes, content, layer)]);
  const element = named(root, 'Content');
  const before = only(root, 'Actions');
  const text = `<${element}>${layer}</${element}>`;
  const edit: Edit =
    before === undefined ? appendedTo(bytes, root, text) : { from: before.start, to: before.start, text };
  return edited(bytes, [edit]);
}

/** CommonData: MaxUnitID, PageArea, PublicRes, DocumentRes, TemplatePage … in this order (clause 7.5). */
function documentWith(bytes: Uint8Array, common: XmlElement, location: string, maximum: number): Uint8Array {
  const name = named(common, 'DocumentRes');
  const text = `<${name}>${escapeText(location)}</${name}>`;
  const last = ['DocumentRes', 'PublicRes', 'PageArea', 'MaxUnitID']
    .map((kind) => children(common, kind).at(-1))
    .find((element) => element !== undefined)!;
  const id = only(common, 'MaxUnitID')!;
  const idName = named(common, 'MaxUnitID');
  const counted = `<${idName}>${maximum}</${idName}>`;
  if (last === id) return edited(bytes, [inPlaceOf(id, `${counted}${text}`)]);
  return edited(bytes, [inPlaceOf(id, counted), behind(last, text)]);
}

/** A picture format of OFD by its first bytes. PACKAGE_INVALID for a picture that pages cannot show. */
export function stampFormat(data: Uint8Array): StampPicture['picture']['format'] {
  const found = FORMATS.find(([, magic]) => magic.every((byte, i) => data[i] === byte));
  if (found === undefined) {
    throw new YinxinError(
      'PACKAGE_INVALID',
      'the picture of a seal is no PNG, JPEG, BMP or GIF: it cannot be drawn into the page',
    );
  }
  return found[0];
}

const FORMATS: readonly (readonly [StampPicture['picture']['format'], readonly number[]])[] = [
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['BMP', [0x42, 0x4d]],
  ['GIF', [0x47, 0x49, 0x46]],
];
