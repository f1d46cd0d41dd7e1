import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isYinxinError, toHex } from '../../../src/foundation/core/index.ts';
import { platform as portable } from '../../../src/foundation/platform/default/index.ts';
import { platform as native } from '../../../src/foundation/platform/node/index.ts';
import { runs } from '../../support/property.ts';

/** Outcome of one inflate: the bytes and where it stopped, or the code of the refusal. */
function outcome(run: () => { bytes: Uint8Array; consumed: number }): string {
  try {
    const { bytes, consumed } = run();
    return `${consumed} ${toHex(bytes)}`;
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

describe('inflate in TypeScript and by zlib', () => {
  it('agree on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcome(() => portable.inflateRaw(bytes, 5000))).toBe(
          outcome(() => native.inflateRaw(bytes, 5000)),
        );
      }),
      runs(3000),
    );
  });

  it('agree on streams with changed bytes', () => {
    const input = fc.tuple(
      fc.array(fc.constantFrom('印', '章', 'a', 'ab', '   ', '证照'), { maxLength: 300 }),
      fc.constantFrom(1, 6, 9),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(input, ([words, level, at, value]) => {
        const packed = Uint8Array.from(deflateRawSync(words.join(''), { level }));
        packed[at % packed.length] = value;
        expect(outcome(() => portable.inflateRaw(packed, 5000))).toBe(
          outcome(() => native.inflateRaw(packed, 5000)),
        );
      }),
      runs(3000),
    );
  });
});
