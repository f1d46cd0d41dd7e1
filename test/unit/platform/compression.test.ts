import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { concatBytes, fromHex, toHex, utf8 } from '../../../src/foundation/core/index.ts';

const text = utf8('电子证照 '.repeat(500));

describe('inflate', () => {
  it('gives back what was deflated, and says where the stream ended', () => {
    const trailing = utf8('what follows');
    for (const [pack, unpack] of [
      [platform.deflate, platform.inflate],
      [platform.deflateRaw, platform.inflateRaw],
    ] as const) {
      const packed = pack(text);
      const { bytes, consumed } = unpack(concatBytes(packed, trailing), text.length);
      expect(toHex(bytes)).toBe(toHex(text));
      expect(consumed).toBe(packed.length);
    }
  });

  it('stops at the limit, not after it', () => {
    const packed = platform.deflate(text);
    expect(() => platform.inflate(packed, text.length - 1)).toThrowError(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
    expect(() => platform.inflateRaw(platform.deflateRaw(new Uint8Array(10_000_000)), 1000)).toThrowError(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  it('inflates nothing to nothing under a limit of nothing', () => {
    expect(platform.inflateRaw(platform.deflateRaw(new Uint8Array(0)), 0).bytes.length).toBe(0);
    expect(() => platform.inflateRaw(platform.deflateRaw(Uint8Array.of(1)), 0)).toThrowError(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  it('refuses every truncation', () => {
    const packed = platform.deflate(utf8('短 short 短 short'));
    for (let length = 0; length < packed.length; length++) {
      expect(() => platform.inflate(packed.subarray(0, length), 1000)).toThrowError(
        expect.objectContaining({ code: 'INFLATE_INVALID' }),
      );
    }
  });

  it.each([
    ['a reserved block type', '07'],
    ['a stored block whose lengths disagree', '010100000061'],
    ['a distance before the start', '4b04 02'.replace(' ', '')],
    ['an over-subscribed code', '05e0810100000000'],
    ['no input', ''],
  ])('refuses %s', (_, hex) => {
    expect(() => platform.inflateRaw(fromHex(hex), 1000)).toThrowError(
      expect.objectContaining({ code: 'INFLATE_INVALID' }),
    );
  });

  it('refuses a wrong checksum, a preset dictionary and a header of another method', () => {
    const packed = platform.deflate(text);
    const checksum = packed.slice();
    checksum[checksum.length - 1]! ^= 1;
    const dictionary = packed.slice();
    dictionary.set([0x78, 0xbb]);
    const method = packed.slice();
    method.set([0x77, 0x85]);
    for (const broken of [checksum, dictionary, method]) {
      expect(() => platform.inflate(broken, 100_000)).toThrowError(
        expect.objectContaining({ code: 'INFLATE_INVALID' }),
      );
    }
  });

  it('deflates to the same bytes every time', () => {
    expect(toHex(platform.deflateRaw(text))).toBe(toHex(platform.deflateRaw(text)));
  });
});
