import { equalBytes } from '../../foundation/core/index.ts';
import { type XmlNode, xmlNode } from '../xml/index.ts';
import type { ZipFile } from '../zip/index.ts';
import { OFD_NAMESPACE } from './elements.ts';
import type { NewOfd, OfdGlyph, OfdImageItem } from './new-document.ts';
import type { OfdTag } from './tags.ts';
import type { PageResources } from './write-page.ts';

interface UsedFont<F> {
  readonly id: string;
  readonly face: F;
  readonly characters: Map<number, OfdGlyph<F>>;
}

/** Fonts and pictures of a document, gathered while its pages are written (GB/T 33190-2016 clause 7.9). */
export class ResourceBook<F> implements PageResources<F> {
  readonly #fonts = new Map<F, UsedFont<F>>();
  readonly #images: { id: string; item: OfdImageItem }[] = [];
  readonly #tags: OfdTag[] = [];
  #last = 0;
  #page = '';

  /** Highest identifier so far (MaxUnitID). */
  get last(): number {
    return this.#last;
  }

  newId(): string {
    this.#last++;
    return String(this.#last);
  }

  /** Begins a page, which what is tagged from now on stands on. */
  newPage(): string {
    this.#page = this.newId();
    return this.#page;
  }

  tag(name: string, objectId: string): void {
    this.#tags.push({ name, pageId: this.#page, objectId });
  }

  get tags(): readonly OfdTag[] {
    return this.#tags;
  }

  font(glyph: OfdGlyph<F>): string {
    const used = this.#fonts.get(glyph.face) ?? { id: this.newId(), face: glyph.face, characters: new Map() };
    this.#fonts.set(glyph.face, used);
    return used.id;
  }

  /** Every character that a text shows. */
  use(glyph: OfdGlyph<F>): void {
    this.font(glyph);
    this.#fonts.get(glyph.face)!.characters.set(glyph.codePoint, glyph);
  }

  image(item: OfdImageItem): string {
    const known = this.#images.find(
      (image) => image.item.format === item.format && equalBytes(image.item.data, item.data),
    );
    if (known !== undefined) return known.id;
    const id = this.newId();
    this.#images.push({ id, item });
    return id;
  }

  /** Files of the fonts and their list (PublicRes.xml); none without text. */
  fonts(
    embed: NewOfd<F>['embedFont'],
  ): { readonly list: XmlNode; readonly files: readonly ZipFile[] } | undefined {
    if (this.#fonts.size === 0) return undefined;
    const files: ZipFile[] = [];
    const nodes = [...this.#fonts.values()].map(({ id, face, characters }) => {
      const sorted = [...characters.values()].sort((a, b) => a.codePoint - b.codePoint);
      const { name, data } = embed(face, sorted);
      files.push({ name: `Res/font_${id}.ttf`, data });
      return xmlNode('ofd:Font', { ID: id, FontName: name, FamilyName: name }, [
        xmlNode('ofd:FontFile', {}, [`font_${id}.ttf`]),
      ]);
    });
    return { list: resNode(xmlNode('ofd:Fonts', {}, nodes)), files };
  }

  /** Files of the pictures and their list (DocumentRes.xml); none without pictures. */
  images(): { readonly list: XmlNode; readonly files: readonly ZipFile[] } | undefined {
    if (this.#images.length === 0) return undefined;
    const named = this.#images.map(({ id, item }) => ({
      id,
      item,
      file: `image_${id}.${item.format === 'PNG' ? 'png' : 'jpg'}`,
    }));
    const nodes = named.map(({ id, item, file }) =>
      xmlNode('ofd:MultiMedia', { ID: id, Type: 'Image', Format: item.format }, [
        xmlNode('ofd:MediaFile', {}, [file]),
      ]),
    );
    return {
      list: resNode(xmlNode('ofd:MultiMedias', {}, nodes)),
      files: named.map(({ item, file }) => ({ name: `Res/${file}`, data: item.data, stored: true })),
    };
  }
}

function resNode(list: XmlNode): XmlNode {
  return xmlNode('ofd:Res', { 'xmlns:ofd': OFD_NAMESPACE, BaseLoc: 'Res' }, [list]);
}
