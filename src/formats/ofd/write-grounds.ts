import { utf8 } from '../../foundation/core/index.ts';
import { writeXml, type XmlNode, xmlNode } from '../xml/index.ts';
import type { ZipFile } from '../zip/index.ts';
import type { OfdPathItem } from './new-document.ts';
import { groundNode } from './write-page.ts';

type Ground = readonly OfdPathItem[];

interface WrittenGround {
  readonly firstId: number;
  readonly data: Uint8Array;
}

/** Grounds that were written, by the list they were written from: the same forms carry many documents. */
const WRITTEN = new WeakMap<Ground, WrittenGround>();

/** The template pages of a document (GB/T 33190-2016 clause 7.6): one for each ground that its pages lie on. */
export class GroundBook {
  readonly files: ZipFile[] = [];
  readonly list: XmlNode[] = [];
  readonly #ids = new Map<Ground, string>();

  constructor(pages: readonly { readonly ground?: Ground }[], newId: () => string) {
    for (const { ground } of pages) {
      if (ground === undefined || ground.length === 0 || this.#ids.has(ground)) continue;
      const id = newId();
      const name = `Tpls/Tpl_${this.#ids.size}/Content.xml`;
      this.#ids.set(ground, id);
      this.files.push({ name, data: dataOf(ground, newId), unchanging: true });
      this.list.push(xmlNode('ofd:TemplatePage', { ID: id, BaseLoc: name, ZOrder: 'Background' }));
    }
  }

  idOf(ground: Ground | undefined): string | undefined {
    return ground === undefined ? undefined : this.#ids.get(ground);
  }
}

function dataOf(ground: Ground, newId: () => string): Uint8Array {
  const ids = Array.from({ length: ground.length + 1 }, () => newId());
  const firstId = Number(ids[0]);
  const known = WRITTEN.get(ground);
  if (known?.firstId === firstId) return known.data;
  let next = 0;
  const data = utf8(writeXml(groundNode(ground, () => ids[next++]!)));
  WRITTEN.set(ground, { firstId, data });
  return data;
}
