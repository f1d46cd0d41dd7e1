import { type TextGlyph, trueTypeSubset } from '../../formats/font/index.ts';
import { type NewOfdPage, type OfdPageItem, writeOfd } from '../../formats/ofd/index.ts';
import { toHex } from '../../foundation/core/index.ts';
import { AGENCY } from '../demo/scene.ts';
import type { Stage } from '../demo/stage.ts';

type Face = TextGlyph['face'];

const A4 = { width: 210, height: 297 };
const INK = [31, 26, 23] as const;

/** Text that the keyword sample stands on. */
export const KEYWORD = '公章';

/** An OFD of some pages to sign and seal: text, a frame, the place for the seal on the last page. */
export function sampleDocument(stage: Stage, pageCount: number): Uint8Array {
  return writeOfd<Face>({
    id: toHex(stage.random.bytes(16)),
    title: '许可证样章',
    author: AGENCY.name,
    creator: 'yinxin',
    createdAt: stage.at,
    pages: Array.from({ length: pageCount }, (_, i) => page(stage, i + 1, pageCount)),
    embedFont: (face, characters) => ({ name: face.postscriptName, data: trueTypeSubset(face, characters) }),
  });
}

function page(stage: Stage, number: number, count: number): NewOfdPage<Face> {
  const line = (text: string, x: number, y: number, size: number): OfdPageItem<Face> => ({
    kind: 'text',
    x,
    y,
    size,
    glyphs: stage.font.glyphs(text, 'sample'),
    colour: INK,
  });
  const { width, height } = A4;
  const frame: OfdPageItem<Face> = {
    kind: 'path',
    steps: [
      ['M', 15, 15],
      ['L', width - 15, 15],
      ['L', width - 15, height - 15],
      ['L', 15, height - 15],
      ['Z'],
    ],
    stroke: { colour: INK, width: 0.5 },
  };
  const last = number === count ? [line(KEYWORD, 140, 240, 6)] : [];
  return {
    ...A4,
    items: [frame, line(AGENCY.name, 30, 40, 7), line(`${number}/${count}`, 100, 275, 4), ...last],
  };
}
