import type { StampView } from '../../src/signatures/ses/index.ts';
import { edited, type OfdFiles, sampleDocument } from './ofd.ts';

/** Pages of A4, and a seal of 42 mm, as the sample seals have it. */
export const PAGE_SIZE = { width: 210, height: 297 };
export const SEAL_MM = 42;

/** The sample document with so many pages of A4; their identifiers are 101, 102, … */
export function documentOf(pages: number): OfdFiles {
  const files = sampleDocument();
  const numbers = Array.from({ length: pages }, (_, i) => i + 1);
  for (const n of numbers) files.set(`Doc_0/Pages/P_${n}.xml`, files.get('Doc_0/Tpls/Tpl_0/Content.xml')!);
  const list = numbers.map((n) => `<ofd:Page ID="${100 + n}" BaseLoc="Pages/P_${n}.xml"/>`).join('');
  return edited(files, 'Doc_0/Document.xml', (xml) =>
    xml.replace(/<ofd:Page .*\/><\/ofd:Pages>/, `${list}</ofd:Pages>`),
  );
}

/** One slice: the page, its part of the picture, and how far it is moved from its right place. */
export interface Cut {
  readonly page: number;
  readonly from: number;
  readonly to: number;
  readonly edge?: 'right' | 'left' | 'top' | 'bottom';
  readonly dx?: number;
  readonly dy?: number;
  readonly scale?: number;
}

/** Even slices over these pages, in their order. */
export function evenCuts(pages: readonly number[], edge: Cut['edge'] = 'right'): Cut[] {
  const width = SEAL_MM / pages.length;
  return pages.map((page, i) => ({ page, edge, from: i * width, to: (i + 1) * width }));
}

/** The slice on its page: the box of the whole picture, and the part of it that is drawn, relative to it. */
export function placed({ from, to, edge = 'right', dx = 0, dy = 0, scale = 1 }: Cut) {
  const size = SEAL_MM * scale;
  const upright = edge === 'right' || edge === 'left';
  const corner = {
    right: { x: PAGE_SIZE.width - to * scale, y: 100 },
    left: { x: -from * scale, y: 100 },
    top: { x: 80, y: -from * scale },
    bottom: { x: 80, y: PAGE_SIZE.height - to * scale },
  }[edge];
  const breadth = (to - from) * scale;
  return {
    box: { x: corner.x + dx, y: corner.y + dy, width: size, height: size },
    clip: upright
      ? { x: from * scale, y: 0, width: breadth, height: size }
      : { x: 0, y: from * scale, width: size, height: breadth },
  };
}

/** As a person sees it. */
export function viewOf(cut: Cut): StampView {
  const { box, clip } = placed(cut);
  const shown = { ...clip, x: box.x + clip.x, y: box.y + clip.y };
  return { page: cut.page, pageSize: PAGE_SIZE, picture: box, shown };
}

/** As StampAnnot on the pages of `documentOf`. */
export function stampsOf(cuts: readonly Cut[]): string {
  const numbers = (box: object): string =>
    Object.values(box)
      .map((n: number) => n.toFixed(3))
      .join(' ');
  return cuts
    .map((cut, i) => {
      const { box, clip } = placed(cut);
      return `<ofd:StampAnnot ID="${i + 2}" PageRef="${100 + cut.page}" Boundary="${numbers(box)}" Clip="${numbers(clip)}"/>`;
    })
    .join('');
}
