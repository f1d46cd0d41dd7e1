import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isYinxinError, toHex } from '../../../src/foundation/core/index.ts';
import { carryCode, readCode } from '../../../src/license/carrier/index.ts';
import { type CborKey, type CborValue, decodeCbor, encodeCbor } from '../../../src/license/cbor/index.ts';
import { isUscc, usccCheck } from '../../../src/license/codes/index.ts';
import { buildLicenseId, parseLicenseId } from '../../../src/license/identifier/index.ts';
import { buildFieldTree, discloseFields, verifyDisclosedField } from '../../../src/license/merkle/index.ts';
import { parseLicenseQr } from '../../../src/license/qr/index.ts';
import { runs } from '../../support/property.ts';

const USUAL = 300;
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((s) => !/\p{Cs}/u.test(s));
const cbor: fc.Arbitrary<CborValue> = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger().filter((n) => n > Number.MIN_SAFE_INTEGER),
    text,
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer(), text), tie('value')), { maxLength: 4 })
      .map((e) => new Map<CborKey, CborValue>(e)),
    fc.record({ tag: fc.nat(), value: tie('value') }),
  ),
})).value;

describe('deterministic CBOR, as properties', () => {
  it('brings every value back, in one form only', () => {
    fc.assert(
      fc.property(cbor, (value) => {
        const bytes = encodeCbor(value);
        expect(toHex(encodeCbor(decodeCbor(bytes, { maxBytes: 1 << 20 })))).toBe(toHex(bytes));
      }),
      runs(USUAL),
    );
  });

  it('throws only YinxinError on other bytes, and accepts only what it would write itself', () => {
    const mutated = fc.tuple(cbor, fc.nat(), fc.nat(255)).map(([value, at, byte]) => {
      const out = encodeCbor(value).slice();
      out[at % out.length] = byte;
      return out;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        try {
          expect(toHex(encodeCbor(decodeCbor(bytes, { maxBytes: 4096 })))).toBe(toHex(bytes));
        } catch (error) {
          if (!isYinxinError(error)) throw error;
        }
      }),
      runs(USUAL),
    );
  });
});

describe('the carriers of a code, as properties', () => {
  it('bring all bytes back from digits and from base45', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => {
        for (const carrier of [{ kind: 'url', host: 'zz.example.invalid' }, { kind: 'offline' }] as const) {
          expect(toHex(readCode(carryCode(bytes, carrier).text).bytes)).toBe(toHex(bytes));
        }
      }),
      runs(USUAL),
    );
  });

  it('have one text for some bytes: another text gives other bytes or is refused', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(digits, (given) => {
        try {
          const { bytes } = readCode(`https://zz.example.invalid/v#${given}`);
          const { text: again } = carryCode(bytes, { kind: 'url', host: 'zz.example.invalid' });
          expect(again.endsWith(`#${given}`)).toBe(true);
        } catch (error) {
          if (!isYinxinError(error)) throw error;
        }
      }),
      runs(USUAL),
    );
  });

  it('read any text without another error than YinxinError', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ maxLength: 200 }).map((s) => `LC1:${s}`),
      fc
        .string({ unit: fc.constantFrom(...'0123456789ABCDEF $%*+-./:'), maxLength: 200 })
        .map((s) => `LC1Z:${s}`),
      fc
        .uint8Array({ minLength: 1, maxLength: 300 })
        .map((bytes) => carryCode(bytes, { kind: 'offline' }).text),
    );
    fc.assert(
      fc.property(texts, (given) => {
        try {
          parseLicenseQr(given);
        } catch (error) {
          if (!isYinxinError(error)) throw error;
        }
      }),
      runs(USUAL),
    );
  });
});

describe('identifiers, as properties', () => {
  const uscc = fc
    .tuple(
      fc.constantFrom('11', '12', '91', 'N2'),
      fc.stringMatching(/^[0-9]{6}$/),
      fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{8}$/),
    )
    .map(([kind, region, body]) => {
      const weights = [3, 7, 9, 10, 5, 8, 4, 2];
      const sum = [...body].reduce((total, c, i) => total + CHARACTERS.indexOf(c) * weights[i]!, 0);
      const check = '0X987654321'[sum % 11] ?? '';
      return `${kind}${region}${body}${check}`;
    })
    .map((body) => `${body}${usccCheck(body) ?? ''}`)
    .filter(isUscc);

  it('come back as they were built, and no single changed character passes', () => {
    const parts = fc.record({
      typeCode: fc.tuple(uscc, fc.stringMatching(/^[0-9]{3}$/)).map((pair) => pair.join('')),
      issuerCode: uscc,
      serial: fc.stringMatching(/^[0-9A-Z]{1,32}$/),
      version: fc.integer({ min: 1, max: 999 }).map((n) => String(n).padStart(3, '0')),
    });
    fc.assert(
      fc.property(parts, fc.nat(), fc.constantFrom(...CHARACTERS), (given, at, character) => {
        const { text: identifier } = buildLicenseId(given);
        expect(parseLicenseId(identifier)).toMatchObject(given);
        const start = '1.2.156.3005.2.'.length;
        const place = start + (at % (identifier.length - start));
        const changed = identifier.slice(0, place) + character + identifier.slice(place + 1);
        if (changed !== identifier) expect(() => parseLicenseId(changed)).toThrow();
      }),
      runs(USUAL),
    );
  });
});

describe('disclosures, as properties', () => {
  it('prove exactly the fields of their tree', () => {
    const fields = fc.uniqueArray(fc.record({ key: fc.stringMatching(/^KZ_[A-Z]{1,6}$/), value: text }), {
      selector: ({ key }) => key,
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fields, fc.uint8Array({ minLength: 32, maxLength: 32 }), (given, seed) => {
        const tree = buildFieldTree('sha256', seed, given);
        for (const proof of discloseFields(
          tree,
          given.map(({ key }) => key),
        )) {
          expect(verifyDisclosedField(tree, proof)).toBe(true);
          expect(verifyDisclosedField(tree, { ...proof, value: `${String(proof.value)}x` })).toBe(false);
        }
      }),
      runs(300),
    );
  });
});
