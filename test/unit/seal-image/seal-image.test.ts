import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
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
