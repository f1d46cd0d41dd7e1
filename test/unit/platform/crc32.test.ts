import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { crc32 as portable } from '../../../src/foundation/platform/portable/index.ts';
import { runs } from '../../support/property.ts';

describe('CRC-32', () => {
  it('has the check value of ISO 3309, and that of nothing is 0', () => {
    expect(platform.crc32(utf8('123456789'), 0)).toBe(0xcbf43926);
    expect(platform.crc32(new Uint8Array(0), 0)).toBe(0);
  });

  it('continues from the value over earlier bytes, and is the same in both builds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 100 }), (bytes, at) => {
        const whole = platform.crc32(bytes, 0);
        expect(platform.crc32(bytes.subarray(at), platform.crc32(bytes.subarray(0, at), 0))).toBe(whole);
        expect(portable(bytes, 0)).toBe(whole);
        expect(portable(bytes.subarray(at), portable(bytes.subarray(0, at), 0))).toBe(whole);
      }),
      runs(200),
    );
  });
});
