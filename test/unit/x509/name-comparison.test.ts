import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { isWithinName, type Name, nameKey, parseName, sameName } from '../../../src/foundation/x509/index.ts';
import { runs } from '../../support/property.ts';

const O = '2.5.4.10';
const DC = '0.9.2342.19200300.100.1.25';
const EMAIL = '1.2.840.113549.1.9.1';
const attribute = (oid: string, value: Uint8Array): Uint8Array => der.sequence(der.oid(oid), value);
const name = (...rdns: Uint8Array[][]): Name =>
  parseName(readDer(der.sequenceOf(rdns.map((r) => der.setOf(r)))));
const one = (oid: string, value: Uint8Array): Name => name([attribute(oid, value)]);
const text = (value: string): Name => one(O, der.utf8String(value));

describe('comparing names (RFC 5280 7.1)', () => {
  it.each([
    ['case', '示例 CA', '示例 ca'],
    ['case outside ASCII', 'ÄÖ ΣΩ Я', 'äö σω я'],
    ['white space', '  示例 \t CA ', '示例 CA'],
    ['wide spaces', '示例\u3000CA', '示例 CA'],
    ['compatibility forms', 'ＣＡ ﬁ', 'CA fi'],
    ['composition', 'e\u0301', '\u00e9'],
    ['invisible characters', '示\u200b例\u00ad\u200d\ufe0f\u2060', '示例'],
  ])('passes over %s', (_, a, b) => {
    expect(sameName(text(a), text(b))).toBe(true);
    expect(nameKey(text(a))).toBe(nameKey(text(b)));
  });

  it.each([
    ['示例 CA', '示例CA'],
    ['示例', '示例 '.repeat(2)],
    ['a', 'b'],
    ['', 'a'],
    ['ß', 'ss'],
    ['а', 'a'],
  ])('tells %j from %j', (a, b) => {
    expect(sameName(text(a), text(b))).toBe(false);
  });

  it('goes by the type of string: IA5String only where it is the type of the attribute', () => {
    expect(sameName(one(DC, der.ia5String('Example')), one(DC, der.ia5String('eXample')))).toBe(true);
    expect(
      sameName(one(EMAIL, der.ia5String('A@example.cn')), one(EMAIL, der.ia5String('a@Example.cn'))),
    ).toBe(true);
    expect(sameName(one(O, der.ia5String('A')), one(O, der.ia5String('a')))).toBe(false);
    expect(sameName(one(O, der.ia5String('A')), one(O, der.ia5String('A')))).toBe(true);
  });

  it('never takes one value for two, or the end of one for the next', () => {
    const [a, b] = [attribute(O, der.utf8String('a')), attribute('2.5.4.11', der.utf8String('b'))];
    const distinct = [
      name([a], [b]),
      name([b], [a]),
      name([a, b]),
      name([a]),
      name([attribute(O, der.utf8String('a+2.5.4.11=1:b'))]),
      name([attribute(O, der.utf8String('a,2.5.4.11=1:b'))]),
      name([attribute(O, der.utf8String('a')), attribute(O, der.utf8String('a'))]),
      name(),
    ];
    expect(new Set(distinct.map(nameKey)).size).toBe(distinct.length);
    expect(sameName(name([a, b]), name([b, a]))).toBe(true);
  });

  it('agrees with its key, and a name lies within its own beginnings alone', () => {
    const part = fc.tuple(
      fc.constantFrom(O, DC, '2.5.4.11'),
      fc.constantFrom('a', 'A', 'b', 'a b', ' a  b', 'ａ'),
    );
    const any = fc.array(part, { maxLength: 4 });
    const made = (parts: readonly (readonly [string, string])[]): Name =>
      name(...parts.map(([oid, value]) => [attribute(oid, der.utf8String(value))]));
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(sameName(made(a), made(b))).toBe(nameKey(made(a)) === nameKey(made(b)));
        expect(isWithinName(made([...a, ...b]), made(a))).toBe(true);
        if (isWithinName(made(a), made(b))) expect(sameName(made(a.slice(0, b.length)), made(b))).toBe(true);
      }),
      runs(),
    );
  });
});
