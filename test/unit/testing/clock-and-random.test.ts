import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from '../../../src/foundation/core/index.ts';
import { fixedClock, seededRandom } from '../../../src/testing/index.ts';

describe('fixedClock', () => {
  it('stands still, whoever changes the dates it took or gave', () => {
    const at = new Date('2026-11-23T04:00:00Z');
    const clock = fixedClock(at);
    at.setUTCFullYear(1999);
    clock.now().setUTCFullYear(1999);
    expect(clock.now().toISOString()).toBe('2026-11-23T04:00:00.000Z');
  });
});

describe('seededRandom', () => {
  it('gives the same stream for the same seed, however it is cut', () => {
    const whole = seededRandom('a').bytes(100);
    const random = seededRandom('a');
    const pieces = [1, 0, 31, 33, 35].map((length) => random.bytes(length));
    expect(toHex(concatBytes(...pieces))).toBe(toHex(whole));
  });

  it('gives other streams for other seeds', () => {
    const seeds = ['', 'a', 'b', 'a\n', 'A'];
    expect(new Set(seeds.map((seed) => toHex(seededRandom(seed).bytes(16)))).size).toBe(seeds.length);
  });

  it('gives copies: changing them changes nothing later', () => {
    const random = seededRandom('a');
    random.bytes(5).fill(0xff);
    expect(toHex(random.bytes(10))).toBe(toHex(seededRandom('a').bytes(15).subarray(5)));
  });

  it.each([-1, 1.5, Number.NaN])('refuses %d bytes', (length) => {
    expect(() => seededRandom('a').bytes(length)).toThrow('number of bytes');
  });
});
