import { create } from '@cantoo/fontkit';
import { describe, expect, it } from 'vitest';
import { loadFontChain } from '../../../src/formats/font/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { demoFontBytes, demoFontChain } from '../../support/demo-font.ts';

const thrown = (
  run: () => unknown,
): { code: string; details: Readonly<Record<string, unknown>>; message: string } => {
  try {
    run();
  } catch (error) {
    if (isYinxinError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

/** A copy of the demo font whose OS/2 fsType is `value`. */
const withRights = (value: number): Uint8Array => {
  const bytes = demoFontBytes();
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    if (view.getUint32(at) === 0x4f532f32) view.setUint16(view.getUint32(at + 8) + 8, value);
  }
  return bytes;
};

describe('font chain', () => {
  const chain = demoFontChain();

  it('finds characters beyond the basic plane by code point', () => {
    expect(chain.glyphs('𣲗𣲘𨱏', 'CZZT').map(({ codePoint }) => codePoint)).toEqual([
      0x23c97, 0x23c98, 0x28c4f,
    ]);
  });

  it('keeps U+F92C what it is', () => {
    expect(chain.glyphs('\uf92c\u90ce', 'CZZT').map(({ codePoint }) => codePoint)).toEqual([0xf92c, 0x90ce]);
  });

  it('names character, code point and field when no font has it, and lists all', () => {
    const error = thrown(() => chain.glyphs('示𠮷例龘𠮷', 'KZ_FDDBR'));
    expect(error.code).toBe('GLYPH_MISSING');
    expect(error.message).toContain('KZ_FDDBR');
    expect(error.message).toContain('“𠮷” U+20BB7');
    expect(error.details).toEqual({
      field: 'KZ_FDDBR',
      missing: [
        { character: '𠮷', codePoint: 'U+20BB7', reason: 'absent' },
        { character: '龘', codePoint: 'U+9F98', reason: 'absent' },
      ],
    });
  });

  it.each([
    ['\ue000', 'private-use'],
    ['\u{f0000}', 'private-use'],
    ['ب', 'needs-shaping'],
    ['བོད', 'needs-shaping'],
    ['e\u0301', 'needs-shaping'],
    ['\u202e', 'control'],
    ['\u200b', 'control'],
    ['\t', 'control'],
    ['\ud800', 'control'],
  ])('refuses %j as %s', (text, reason) => {
    const { code, details } = thrown(() => chain.glyphs(text, 'F'));
    expect(code).toBe('GLYPH_MISSING');
    expect((details['missing'] as { reason: string }[])[0]?.reason).toBe(reason);
  });

  it('takes a private-use character only from the font the caller bound it to', () => {
    const bound = loadFontChain([{ bytes: demoFontBytes(), name: 'demo' }], {
      privateUse: new Map([[0xe000, 'demo']]),
    });
    // The demo font has no such glyph: bound, it is merely absent.
    const { details } = thrown(() => bound.glyphs('\ue000', 'F'));
    expect((details['missing'] as { reason: string }[])[0]?.reason).toBe('absent');
  });

  it('prefers the first font that has the character', () => {
    const two = loadFontChain([
      { bytes: demoFontBytes(), name: 'first' },
      { bytes: demoFontBytes(), name: 'second' },
    ]);
    expect(two.glyphs('印', 'F')[0]?.face.name).toBe('first');
  });

  it('subsets so that two characters with one picture are two glyphs', () => {
    const glyph = chain.glyphs('郎', 'F')[0]?.glyph as number;
    const subset = chain.faces[0]?.subset([glyph, glyph]);
    expect(subset?.outlines).toBe('truetype');
    const reread = create(subset?.bytes as Uint8Array);
    expect('numGlyphs' in reread && reread.numGlyphs).toBe(3);
  });

  it('refuses what is no font, no fonts at all, and an unknown face', () => {
    expect(thrown(() => loadFontChain([])).code).toBe('FONT_INVALID');
    expect(thrown(() => loadFontChain([new Uint8Array(100)])).code).toBe('FONT_INVALID');
    expect(thrown(() => loadFontChain([demoFontBytes().subarray(0, 5000)])).code).toBe('FONT_INVALID');
  });

  it.each([
    [0x0002, 'forbids embedding'],
    [0x0100, 'forbids subsets'],
    [0x0200, 'bitmaps only'],
  ])('refuses fsType %i', (rights, words) => {
    const error = thrown(() => loadFontChain([withRights(rights)]));
    expect(error.code).toBe('FONT_INVALID');
    expect(error.message).toContain(words);
  });

  it.each([0, 4, 8])('accepts fsType %i', (rights) => {
    expect(loadFontChain([withRights(rights)]).glyphs('印', 'F')).toHaveLength(1);
  });
});
