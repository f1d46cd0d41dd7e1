import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/formats/png/index.ts';
import { drawSealImage, type SealImage } from '../../../src/seal/image/index.ts';
import { demoFontChain } from '../../support/demo-font.ts';

const font = demoFontChain();
const NAME = '示例市行政审批局样章';
const alpha = ({ rgba }: SealImage, xMm: number, yMm: number, mm = 42): number => {
  const at = (v: number): number => Math.min(rgba.width - 1, Math.floor((v / mm) * rgba.width));
  return rgba.data[(at(yMm) * rgba.width + at(xMm)) * 4 + 3] as number;
};

describe('drawSealImage', () => {
  const image = drawSealImage({ kind: 'round', name: NAME, font });

  it('of 42 mm at 300 dpi is 496 pixels wide and says so', () => {
    expect([image.rgba.width, image.rgba.height, image.widthMm, image.heightMm]).toEqual([496, 496, 42, 42]);
    const png = PNG.sync.read(Buffer.from(image.png));
    expect(new Uint8Array(png.data)).toEqual(image.rgba.data);
    expect(Buffer.from(image.png).includes('pHYs')).toBe(true);
  });

  it('has a ring of one millimetre, a star in the centre, and a transparent ground', () => {
    expect(alpha(image, 21, 0.5)).toBe(255);
    expect(alpha(image, 21, 1.5)).toBe(0);
    expect(alpha(image, 0.5, 21)).toBe(255);
    expect(alpha(image, 41.5, 21)).toBe(255);
    expect(alpha(image, 21, 21)).toBe(255);
    expect(alpha(image, 21, 30)).toBe(0);
    expect(alpha(image, 1, 1)).toBe(0);
  });

  it('covers the area of ring and star within a pixel of truth', () => {
    const bare = drawSealImage({ kind: 'round', name: '\u3000', font });
    const pixelsPerMm = 496 / 42;
    const inked =
      bare.rgba.data.reduce((sum, value, i) => (i % 4 === 3 ? sum + value / 255 : sum), 0) / pixelsPerMm ** 2;
    const ringArea = Math.PI * (21 ** 2 - 20 ** 2);
    // A pentagram of radius R has the area 1.12257 R².
    expect(inked).toBeCloseTo(ringArea + 1.12257 * 7.2 ** 2, 0);
  });

  it('is the same to the byte for the same input, and these bytes since the first release', () => {
    const again = drawSealImage({ kind: 'round', name: NAME, font: demoFontChain() });
    expect(again.png).toEqual(image.png);
    expect(again.svg).toBe(image.svg);
    expect(createHash('sha256').update(image.rgba.data).digest('hex')).toBe(
      'b410244320a44d6352198062b7f7b41fad88e54a22561bb636a1b62005834469',
    );
  });

  it.each([4, 8, 12, 16, 20, 25, 30])(
    'sets %i characters without one touching another, star, ring or lower text',
    (count) => {
      // 国 is a closed box: each character is one island of ink (with its inner strokes inside its hull).
      const seal = drawSealImage({ kind: 'round', name: '国'.repeat(count), lowerText: '口口', font });
      expect(islandHulls(seal)).toBe(count + 4);
    },
  );

  it('takes an emblem or nothing in the centre, other sizes and colours', () => {
    const none = drawSealImage({
      kind: 'round',
      name: NAME,
      font,
      centre: 'none',
      diameterMm: 50,
      color: '#112233',
    });
    expect(alpha(none, 25, 25, 50)).toBe(0);
    expect(Array.from(none.rgba.data.subarray(0, 3))).toEqual([0x11, 0x22, 0x33]);
    const square = { path: [['M', -2, -2], ['L', 2, -2], ['L', 2, 2], ['L', -2, 2], ['Z']] } as const;
    expect(alpha(drawSealImage({ kind: 'round', name: NAME, font, centre: square }), 21, 21)).toBe(255);
    expect(none.svg).toContain('width="50mm"');
  });

  it('refuses what cannot be engraved, drawn or is out of range', () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => drawSealImage({ kind: 'round', name: '局'.repeat(60), font })).toThrow(
      code('TEXT_OVERFLOW'),
    );
    expect(() => drawSealImage({ kind: 'round', name: NAME, lowerText: '专'.repeat(40), font })).toThrow(
      code('TEXT_OVERFLOW'),
    );
    expect(() => drawSealImage({ kind: 'round', name: '龘', font })).toThrow(code('GLYPH_MISSING'));
    for (const bad of [{ diameterMm: 500 }, { dpi: 5 }, { color: 'red' }, { name: '' }]) {
      expect(() => drawSealImage({ kind: 'round', name: NAME, font, ...bad })).toThrow(
        code('ARGUMENT_INVALID'),
      );
    }
  });
});

describe('a seal of another shape', () => {
  it.each([4, 12, 20, 30])(
    'with a number on the rim and %i characters has no two of them touching',
    (count) => {
      const code = '3399000000001';
      const seal = drawSealImage({
        kind: 'round',
        name: '国'.repeat(count),
        lowerText: '口口',
        code,
        font,
        dpi: 600,
      });
      expect(islandHulls(seal)).toBe(count + 4 + code.length);
      expect(() => drawSealImage({ kind: 'round', name: NAME, code: 'W'.repeat(32), font })).toThrow(
        expect.objectContaining({ code: 'TEXT_OVERFLOW' }),
      );
      expect(() => drawSealImage({ kind: 'round', name: NAME, code: '编号', font })).toThrow(
        expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
      );
    },
  );

  it.each([4, 8, 12, 16, 20, 24])('is oval, 40 × 30 mm, with %i characters that do not touch', (count) => {
    const name = '国'.repeat(count);
    for (const options of [{}, { middleText: '0123456789' }] as const) {
      const seal = drawSealImage({ kind: 'oval', name, lowerText: '口口', font, ...options });
      expect([seal.rgba.width, seal.rgba.height, seal.widthMm, seal.heightMm]).toEqual([472, 354, 40, 30]);
      expect(islandHulls(seal)).toBe(1 + count + 2 + ('middleText' in options ? 10 : 0));
    }
    expect(() => drawSealImage({ kind: 'oval', name: '国'.repeat(80), font })).toThrow(
      expect.objectContaining({ code: 'TEXT_OVERFLOW' }),
    );
  });

  it('is a rectangle with lines, or a square read from the right', () => {
    const rectangle = drawSealImage({
      kind: 'rectangle',
      lines: ['国国国国', '国国国'],
      widthMm: 50,
      heightMm: 20,
      font,
    });
    expect([rectangle.rgba.width, rectangle.rgba.height]).toEqual([591, 236]);
    expect(islandHulls(rectangle)).toBe(1 + 7);
    const square = drawSealImage({ kind: 'square', name: '测试人', font });
    expect([square.rgba.width, square.rgba.height]).toEqual([236, 236]);
    // A line in one place tells which place a character is in: right top, right bottom, left top, left bottom.
    const inkAt = (name: string, column: 0 | 1, row: 0 | 1): number => {
      const { rgba } = drawSealImage({ kind: 'square', name, suffix: '', font });
      let sum = 0;
      for (let y = 0; y < 75; y++) {
        for (let x = 0; x < 75; x++) {
          const at = (30 + row * 100 + y) * rgba.width + 30 + column * 100 + x;
          sum += rgba.data[at * 4 + 3]!;
        }
      }
      return sum;
    };
    const places = [
      [1, 0],
      [1, 1],
      [0, 0],
      [0, 1],
    ] as const;
    for (const [index, [column, row]] of places.entries()) {
      const name = [...'一一一一'].map((c, i) => (i === index ? '国' : c)).join('');
      expect(inkAt(name, column, row)).toBeGreaterThan(2 * inkAt('一一一一', column, row));
    }
    const two = drawSealImage({ kind: 'square', name: '测试', font });
    expect(two.svg).toBe(drawSealImage({ kind: 'square', name: '测试之印', font }).svg);
  });

  it('takes an emblem as path of an SVG or as PNG, scaled into the circle of the star', () => {
    const square = drawSealImage({
      kind: 'round',
      name: NAME,
      font,
      centre: { svgPath: 'M10 10h80v80h-80z' },
    });
    expect([alpha(square, 21, 21), alpha(square, 21 + 4.9, 21), alpha(square, 21 + 5.4, 21)]).toEqual([
      255, 255, 0,
    ]);
    const curves = drawSealImage({
      kind: 'round',
      name: NAME,
      font,
      centre: { svgPath: 'M0,-1 C.55-1 1-.55 1 0 S.55 1 0 1 Q-1 1-1 0 T0-1 Z m-9,0' },
    });
    expect(curves.svg).toContain('C');
    const pixels = new Uint8Array(4 * 4 * 4).map((_, i) => (i % 4 === 3 ? 255 : 0));
    const png = encodePng({ width: 4, height: 4, data: pixels, kind: 'rgba' });
    const inked = drawSealImage({ kind: 'round', name: NAME, font, centre: { png }, color: '#112233' });
    expect([alpha(inked, 21, 21), alpha(inked, 21 + 4.9, 21), alpha(inked, 21 + 5.4, 21)]).toEqual([
      255, 255, 0,
    ]);
    expect(inked.svg).toContain('<image x="15.909" y="15.909"');
  });

  it('is refused when it is malformed', () => {
    const refused = (options: unknown) =>
      expect(() => drawSealImage(options as Parameters<typeof drawSealImage>[0]));
    const invalid = expect.objectContaining({ code: 'ARGUMENT_INVALID' });
    for (const svgPath of [
      '',
      'M1 1',
      'L1 1',
      'M1 1 A1 1 0 0 0 2 2',
      'M1',
      'M1 1 Z 3',
      'nonsense',
      'M 1e999 1 L2 2',
    ]) {
      refused({ kind: 'round', name: NAME, font, centre: { svgPath } }).toThrow(invalid);
    }
    for (const change of [
      { kind: 'triangle', name: '国' },
      { kind: 'square', name: '国' },
      { kind: 'square', name: '国国国国国' },
      { kind: 'square', name: '国国', suffix: '' },
      { kind: 'square', name: '国国', sizeMm: 400 },
      { kind: 'oval', name: '' },
      { kind: 'oval', name: '国国', widthMm: 1 },
      { kind: 'rectangle', lines: [], widthMm: 50, heightMm: 20 },
      { kind: 'rectangle', lines: [''], widthMm: 50, heightMm: 20 },
      { kind: 'rectangle', lines: ['国'], widthMm: 500, heightMm: 20 },
    ]) {
      refused({ font, ...change }).toThrow(invalid);
    }
    refused({ kind: 'rectangle', lines: ['国'.repeat(200)], widthMm: 50, heightMm: 20, font }).toThrow(
      expect.objectContaining({ code: 'TEXT_OVERFLOW' }),
    );
    refused({ kind: 'round', name: NAME, font, centre: { png: new Uint8Array(9) } }).toThrow(
      expect.objectContaining({ code: 'IMAGE_INVALID' }),
    );
  });
});

/** Outermost 8-connected islands of ink inside the ring, an island within another's bounding hull not counted. */
function islandHulls({ rgba }: SealImage): number {
  const { width, height, data } = rgba;
  const label = new Int32Array(width * height);
  const boxes: { left: number; right: number; top: number; bottom: number }[] = [];
  const inked = (i: number): boolean => (data[i * 4 + 3] as number) >= 64;
  for (let start = 0; start < label.length; start++) {
    if (!inked(start) || label[start] !== 0) continue;
    const box = { left: width, right: 0, top: height, bottom: 0 };
    boxes.push(box);
    const stack = [start];
    label[start] = boxes.length;
    while (stack.length > 0) {
      const i = stack.pop() as number;
      const [x, y] = [i % width, Math.floor(i / width)];
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [nx, ny] = [x + dx, y + dy];
          const next = ny * width + nx;
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || label[next] !== 0 || !inked(next)) continue;
          label[next] = boxes.length;
          stack.push(next);
        }
      }
    }
  }
  const ring = boxes.find((box) => box.left === 0 && box.right === width - 1);
  const inner = boxes.filter((box) => box !== ring);
  const within = (a: (typeof boxes)[number], b: (typeof boxes)[number]): boolean =>
    a !== b && a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  return 1 + inner.filter((box) => !inner.some((other) => within(box, other))).length;
}
