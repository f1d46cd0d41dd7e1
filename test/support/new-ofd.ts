import { type TextGlyph, trueTypeSubset } from '../../src/formats/font/index.ts';
import { type NewOfd, type OfdPageItem, writeOfd } from '../../src/formats/ofd/index.ts';
import { utf8 } from '../../src/foundation/core/index.ts';
import { demoFontChain } from './demo-font.ts';
import { PIXEL } from './seal-ofd.ts';

type Face = TextGlyph['face'];

const chain = demoFontChain();

/** A line of text in the demo font. */
export function lineOfText(text: string, x: number, y: number, size = 5): OfdPageItem<Face> {
  return { kind: 'text', x, y, size, glyphs: chain.glyphs(text, 'test') };
}

/** A document of two pages with one of everything that is written. */
export function newOfd(more: Partial<NewOfd<Face>> = {}): Uint8Array {
  return writeOfd<Face>({
    id: '0123456789abcdef0123456789abcdef',
    title: '示例市许可证（样）',
    author: '示例市数据资源管理局',
    creator: 'yinxin',
    createdAt: new Date('2026-07-01T02:03:04Z'),
    customData: [{ name: 'metadata', value: '<a> & "b"' }],
    pages: [
      {
        width: 210,
        height: 297,
        items: [
          lineOfText('示例市许可证', 80, 40, 8),
          { ...lineOfText('公章', 140, 250), colour: [200, 0, 0] } as OfdPageItem<Face>,
          {
            kind: 'path',
            steps: [
              ['M', 20, 50],
              ['L', 190, 50],
            ],
            stroke: { colour: [0, 0, 0], width: 0.35 },
          },
          {
            kind: 'path',
            steps: [['M', 30, 200], ['C', 30, 190, 50, 190, 50, 200], ['Q', 40, 215, 30, 200], ['Z']],
            fill: [200, 0, 0],
            fillRule: 'even-odd',
          },
          { kind: 'image', format: 'PNG', data: PIXEL, x: 20, y: 60, width: 25, height: 35 },
        ],
      },
      {
        width: 297,
        height: 210,
        items: [
          lineOfText('编号 2026', 20, 20),
          { kind: 'image', format: 'PNG', data: PIXEL, x: 1, y: 1, width: 2, height: 2 },
        ],
      },
    ],
    attachments: [{ name: 'metadata.xml', data: utf8('<metadata/>'), visible: false, usage: 'metadata' }],
    embedFont: (face, characters) => ({
      name: face.postscriptName,
      data: trueTypeSubset(face, characters),
    }),
    ...more,
  });
}
