import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { type Name, parseName } from '../../../src/foundation/x509/index.ts';
import { preparedText } from '../../../src/foundation/x509/name-comparison.ts';

const CN = '2.5.4.3';
const O = '2.5.4.10';

function nameOf(...values: readonly Uint8Array[]): Name {
  const rdns = values.map((value, i) => der.set(der.sequence(der.oid(i === 0 ? O : CN), value)));
  return parseName(readDer(der.sequenceOf(rdns)));
}

describe('a name', () => {
  it.each([
    ['UTF-8 that is none', der.tlv(12, Uint8Array.of(0x41, 0xff))],
    ['a PrintableString beyond ASCII', der.tlv(19, Uint8Array.of(0xe9))],
    ['an IA5String beyond ASCII', der.tlv(22, Uint8Array.of(0x80))],
    ['a BMPString of odd length', der.tlv(30, Uint8Array.of(0x4e, 0x2d, 0x00))],
    ['a UniversalString of odd length', der.tlv(28, Uint8Array.of(0, 0, 0))],
    ['a UniversalString beyond Unicode', der.tlv(28, Uint8Array.of(0, 0x11, 0, 0))],
    ['a constructed value of malformed parts', der.tlv(0x30, Uint8Array.of(5))],
  ])('with %s is refused when it is read, though nobody asks for its text', (_, value) => {
    expect(() => nameOf(value)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(DER|ENCODING)_/) }),
    );
  });

  it.each([
    ['示例市数据资源管理局', 'O=示例市数据资源管理局'],
    ['Test Office 1', 'O=Test Office 1'],
    [' leading', 'O=\\ leading'],
    ['trailing ', 'O=trailing\\ '],
    ['two  spaces', 'O=two  spaces'],
    ['#hash', 'O=\\#hash'],
    ['a,b+c', 'O=a\\,b\\+c'],
    ['line\nbreak', 'O=line\\0abreak'],
    ['示例（样）', 'O=示例（样）'],
  ])('of %j is written %j', (text, written) => {
    const name = nameOf(der.utf8String(text));
    expect(name.text).toBe(written);
    expect(name.attribute(O)).toBe(text);
    expect(name.commonName).toBeUndefined();
  });

  it('gives the same text each time, most specific part first', () => {
    const name = nameOf(der.utf8String('示例市'), der.tlv(12, utf8('测试人甲')));
    expect([name.text, name.text]).toEqual(['CN=测试人甲,O=示例市', 'CN=测试人甲,O=示例市']);
    expect(name.commonName).toBe('测试人甲');
  });
});

describe('unified ideographs', () => {
  it('are changed by no step of string preparation, each of them', () => {
    for (let code = 0x4e00; code <= 0x9fff; code++) {
      const character = String.fromCharCode(code);
      expect(character.normalize('NFKC')).toBe(character);
      expect(character.toLowerCase()).toBe(character);
      expect(preparedText(character)).toBe(character);
    }
  });
});
