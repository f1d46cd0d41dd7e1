import { describe, expect, it } from 'vitest';
import { type FittedText, fitText, measureText, type TextBox } from '../../../src/formats/font/index.ts';
import { demoFontChain } from '../../support/demo-font.ts';

const chain = demoFontChain();
const box: TextBox = { name: 'KZ_JYXM', width: 100, height: 30, size: 10, minSize: 5 };
const linesOf = (fitted: FittedText): string[] =>
  fitted.lines.map(({ glyphs }) => String.fromCodePoint(...glyphs.map(({ codePoint }) => codePoint)));

describe('text in a box', () => {
  it('stays on one line at its size when it fits', () => {
    const fitted = fitText(chain, '食品销售', box);
    expect([fitted.size, linesOf(fitted)]).toEqual([10, ['食品销售']]);
    expect(fitted.lines[0]?.width).toBeCloseTo(40, 5);
    expect(measureText(chain, '食品销售', 10, 'F')).toBeCloseTo(40, 5);
  });

  it('wraps before it shrinks and loses no character', () => {
    const text = '食品销售服务经营项目名称类别';
    const fitted = fitText(chain, text, box);
    expect(fitted.size).toBe(10);
    expect(linesOf(fitted)).toEqual(['食品销售服务经营项目', '名称类别']);
  });

  it('begins no line with a closing mark and ends none with an opening one', () => {
    expect(linesOf(fitText(chain, '食品销售服务经营项目，名称', box))[1]).toBe('目，名称');
    expect(linesOf(fitText(chain, '食品销售服务经营项（名称）', box))).toEqual([
      '食品销售服务经营项',
      '（名称）',
    ]);
  });

  it('keeps words whole, breaks at spaces, and breaks a word that is too long anywhere', () => {
    expect(linesOf(fitText(chain, 'Sample License Number One', box))).toEqual([
      'Sample License ',
      'Number One',
    ]);
    const long = linesOf(fitText(chain, 'M'.repeat(20), box));
    expect(long.length).toBeGreaterThan(1);
    expect(long.join('')).toBe('M'.repeat(20));
  });

  it('takes line ends of the caller', () => {
    expect(linesOf(fitText(chain, '住所\n经营', box))).toEqual(['住所', '经营']);
  });

  it('shrinks to what is needed, not below the minimum', () => {
    const fitted = fitText(chain, '项'.repeat(40), box);
    expect(fitted.size).toBeLessThan(10);
    expect(fitted.size).toBeGreaterThanOrEqual(5);
    expect(fitted.height).toBeLessThanOrEqual(box.height + 1e-6);
    for (const line of fitted.lines) expect(line.width).toBeLessThanOrEqual(box.width + 1e-4);
    expect(linesOf(fitted).join('')).toBe('项'.repeat(40));
  });

  it('is an error naming the box when it does not fit', () => {
    expect(() => fitText(chain, '项'.repeat(300), box)).toThrow(
      expect.objectContaining({
        code: 'TEXT_OVERFLOW',
        details: expect.objectContaining({ box: 'KZ_JYXM' }),
      }),
    );
    expect(() => fitText(chain, '项'.repeat(11), { ...box, minSize: 10, wrap: false })).toThrow(
      expect.objectContaining({ code: 'TEXT_OVERFLOW' }),
    );
    expect(() => fitText(chain, '项', { ...box, width: 4 })).toThrow(
      expect.objectContaining({ code: 'TEXT_OVERFLOW' }),
    );
  });
});
