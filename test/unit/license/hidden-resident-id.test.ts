import { describe, expect, it } from 'vitest';
import { containsResidentId } from '../../../src/license/index.ts';

const ID = '11010519491231002X';
const digits = (zero: number): string =>
  ID.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

describe('a resident identity number in disguise', () => {
  it.each([
    ['zero-width spaces', [...ID].join('\u200b')],
    ['bidirectional marks', `${ID.slice(0, 9)}\u202e${ID.slice(9)}`],
    ['a soft hyphen', `${ID.slice(0, 6)}\u00ad${ID.slice(6)}`],
    ['a dash', `${ID.slice(0, 6)}–${ID.slice(6)}`],
    ['a non-breaking hyphen', `${ID.slice(0, 6)}\u2011${ID.slice(6)}`],
    ['full-width digits', digits(0xff10)],
    ['mathematical digits', digits(0x1d7ce)],
  ])('is found with %s', (_, text) => expect(containsResidentId(text)).toBe(true));
});
