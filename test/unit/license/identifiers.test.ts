import { describe, expect, it } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { buildLicenseId, nextLicenseVersion, parseLicenseId } from '../../../src/license/identifier/index.ts';
import { packIdentifier, unpackIdentifier } from '../../../src/license/qr/pack-identifier.ts';
import { seededRandom, TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import { TYPE_CODE } from './fixture.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const COUNT = 100_000;
const random = seededRandom('identifiers');

/** Serials of 20 characters, some with leading zeros. */
function serials(count: number): string[] {
  const bytes = random.bytes(count * 20);
  return Array.from({ length: count }, (_, i) =>
    Array.from(bytes.subarray(i * 20, i * 20 + 20), (byte, k) =>
      k === 0 ? ALPHABET[byte % 3] : ALPHABET[byte % 36],
    ).join(''),
  );
}

const idOf = (serial: string, n: number): string =>
  buildLicenseId({
    typeCode: TYPE_CODE,
    issuerCode: TEST_AGENCY_CODE,
    serial,
    version: String(1 + (n % 998)).padStart(3, '0'),
  }).text;

function refused(text: string): boolean {
  try {
    parseLicenseId(text);
    return false;
  } catch (error) {
    if (isYinxinError(error, 'LICENSE_ID_INVALID')) return true;
    throw error;
  }
}

/** Places of the characters under the check character, and its own. */
function placesOf(text: string): number[] {
  const start = '1.2.156.3005.2.'.length;
  return Array.from({ length: text.length - start }, (_, i) => start + i).filter((at) => text[at] !== '.');
}

describe('identifiers of licenses', () => {
  it(`come back, ${COUNT} at random, from their text and from a code`, () => {
    const seen = new Set<string>();
    for (const [n, serial] of serials(COUNT).entries()) {
      const text = idOf(serial, n);
      const { serial: again, version, check, findings } = parseLicenseId(text);
      if (again !== serial || !text.endsWith(`.${version}.${check}`) || findings.length > 0)
        expect.fail(text);
      if (n % 20 === 0) {
        expect(unpackIdentifier(packIdentifier(text))).toBe(text);
        const next = nextLicenseVersion(parseLicenseId(text));
        expect([next.serial, Number(next.version)]).toEqual([serial, Number(version) + 1]);
      }
      seen.add(text);
    }
    expect(seen.size).toBe(COUNT);
  }, 60_000);

  it('are refused with any one character wrong', () => {
    for (const [n, serial] of serials(40).entries()) {
      const text = idOf(serial, n);
      for (const at of placesOf(text)) {
        const others = [...ALPHABET].filter((character) => character !== text[at]);
        const passed = others.filter(
          (character) => !refused(text.slice(0, at) + character + text.slice(at + 1)),
        );
        expect(passed, text).toEqual([]);
      }
    }
  }, 60_000);

  it('are refused with two neighbours swapped, but for the few swaps that keep the check character', () => {
    let swaps = 0;
    let passed = 0;
    for (const [n, serial] of serials(100).entries()) {
      const text = idOf(serial, n);
      for (const at of placesOf(text)) {
        const [one, other] = [text[at]!, text[at + 1] ?? '.'];
        if (other === '.' || other === one) continue;
        swaps++;
        if (!refused(text.slice(0, at) + other + one + text.slice(at + 2))) passed++;
      }
    }
    expect(swaps).toBeGreaterThan(4000);
    // A hybrid system (ISO/IEC 7064, MOD 37,36) promises nearly all of them.
    expect(passed / swaps).toBeLessThan(0.003);
  }, 60_000);
});
