import { describe, expect, it } from 'vitest';
import {
  asBitString,
  asBoolean,
  asInteger,
  asOid,
  asSmallInteger,
  asText,
  asTime,
  asUnsignedBytes,
  childrenOf,
  DerReader,
  der,
  explicitOf,
  implicitAs,
  readDer,
  readDerPrefix,
  readSequence,
  TAG,
  validateDer,
} from '../../../src/foundation/asn1/index.ts';
import { fromHex, isYinxinError, toHex } from '../../../src/foundation/core/index.ts';

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

describe('the DER reader', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['an indefinite length', '30800000'],
    ['a length in more octets than needed', '04810101'],
    ['a length with a leading zero octet', '0482008101'],
    ['a cut value', '0405010203'],
    ['an empty input', ''],
    ['a lone tag', '30'],
    ['a primitive SEQUENCE', '100100'],
    ['a constructed OCTET STRING', '24030401ff'],
    ['end-of-contents octets', '0000'],
    ['a high tag that fits the low form', '9f1e00'],
    ['a high tag with a zero group', '9f801f00'],
    ['a length of six octets', '0486000000000001ff'],
  ];
  for (const [name, hex] of refused) {
    it(`refuses ${name}`, () => expect(codeOf(() => readDer(fromHex(hex)))).toBe('DER_INVALID'));
  }

  it('refuses bytes after the value, which the prefix reader leaves to its caller', () => {
    expect(codeOf(() => readDer(fromHex('05000000')))).toBe('DER_TRAILING_DATA');
    expect(readDerPrefix(fromHex('05000000')).raw.length).toBe(2);
  });

  it('keeps views on the original bytes', () => {
    const bytes = fromHex('3006020101020102');
    const value = readDer(bytes);
    expect(value.raw.buffer).toBe(bytes.buffer);
    expect(childrenOf(value).map(asSmallInteger)).toEqual([1, 2]);
  });

  it('bounds depth and number of values', () => {
    let nested = der.null();
    for (let i = 0; i < 100; i++) nested = der.sequence(nested);
    expect(codeOf(() => validateDer(nested))).toBe('LIMIT_EXCEEDED');
  });

  it('tells a missing element, a leftover and a wrong type apart from good ones', () => {
    const reader = readSequence(der.sequence(der.integer(1), der.null()), 'T');
    expect(asSmallInteger(reader.expect(TAG.integer))).toBe(1);
    expect(codeOf(() => reader.end())).toBe('DER_INVALID');
    expect(codeOf(() => reader.sequence())).toBe('DER_INVALID');
    expect(codeOf(() => reader.next())).toBe('DER_INVALID');
    expect(codeOf(() => new DerReader(readDer(der.null())))).toBe('DER_INVALID');
  });
});

describe('DER values', () => {
  it('reads integers of all signs and refuses padded ones', () => {
    for (const n of [0n, 1n, -1n, 127n, 128n, -128n, -129n, 255n, 256n, 1n << 200n, -(1n << 200n)]) {
      expect(asInteger(readDer(der.integer(n)))).toBe(n);
    }
    for (const hex of ['02020001', '0202ff80', '0200'])
      expect(codeOf(() => asInteger(readDer(fromHex(hex))))).toBe('DER_INVALID');
    expect(codeOf(() => asUnsignedBytes(readDer(der.integer(-1))))).toBe('DER_INVALID');
    expect(toHex(asUnsignedBytes(readDer(der.integer(255))))).toBe('ff');
    expect(toHex(der.integer(fromHex('0000ff')))).toBe('020200ff');
  });

  it('reads object identifiers exactly', () => {
    for (const id of [
      '1.2.156.10197.1.501',
      '2.25.329800735698586629295641978511506172918',
      '0.0',
      '2.999.3',
      '1.39.1',
    ]) {
      expect(asOid(readDer(der.oid(id)))).toBe(id);
    }
    expect(codeOf(() => asOid(readDer(fromHex('06022a80'))))).toBe('DER_INVALID');
    expect(codeOf(() => asOid(readDer(fromHex('06032a8001'))))).toBe('DER_INVALID');
    expect(codeOf(() => der.oid('1.40'))).toBe('ARGUMENT_INVALID');
  });

  it('refuses set padding bits, foreign booleans and non-ASCII in ASCII strings', () => {
    expect(codeOf(() => asBitString(readDer(fromHex('030207ff'))))).toBe('DER_INVALID');
    expect(codeOf(() => asBitString(readDer(fromHex('030108'))))).toBe('DER_INVALID');
    expect(codeOf(() => asBoolean(readDer(fromHex('010101'))))).toBe('DER_INVALID');
    expect(codeOf(() => asText(readDer(fromHex('1301e9'))))).toBe('DER_INVALID');
    expect(asText(readDer(fromHex('1e0453704fe1')))).toBe('印信');
  });

  it('reads times of both forms and refuses impossible ones', () => {
    expect(asTime(readDer(der.time(new Date('2049-12-31T23:59:59Z')))).toISOString()).toBe(
      '2049-12-31T23:59:59.000Z',
    );
    expect(readDer(der.time(new Date('2050-01-01T00:00:00Z'))).tag).toBe(TAG.generalizedTime);
    expect(
      asTime(readDer(der.generalizedTime(new Date('2026-01-02T03:04:05.120Z')))).getUTCMilliseconds(),
    ).toBe(120);
    for (const text of [
      '261301000000Z',
      '260230000000Z',
      '2601010000Z',
      '260101000000+0800',
      '260101000060Z',
    ]) {
      expect(codeOf(() => asTime(readDer(der.tlv(TAG.utcTime, new TextEncoder().encode(text)))))).toBe(
        'DER_INVALID',
      );
    }
    expect(codeOf(() => asTime(readDer(der.tlv(24, new TextEncoder().encode('20260101000000.10Z')))))).toBe(
      'DER_INVALID',
    );
  });

  it('re-tags implicitly and wraps explicitly', () => {
    const set = der.setOf([der.integer(2), der.integer(1)]);
    expect(toHex(set)).toBe('3106020101020102');
    const tagged = readDer(der.implicit(0, set));
    expect(tagged.tagClass).toBe('context');
    expect(toHex(implicitAs(tagged, TAG.set).raw)).toBe(toHex(set));
    expect(toHex(explicitOf(readDer(der.explicit(3, set))).raw)).toBe(toHex(set));
    expect(codeOf(() => explicitOf(readDer(fromHex('a000'))))).toBe('DER_INVALID');
  });

  it('re-tags a copy: a Node Buffer, whose slice() is no copy, stays as it is', () => {
    const buffer = Buffer.from('a003020101', 'hex');
    expect(toHex(implicitAs(readDer(buffer), TAG.sequence).raw)).toBe('3003020101');
    expect(toHex(der.implicit(1, buffer))).toBe('a103020101');
    expect(buffer.toString('hex')).toBe('a003020101');
  });
});
