import { describe, expect, it } from 'vitest';
import {
  attributeValue,
  childElement,
  childElements,
  parseXml,
  writeXml,
  xmlNode,
} from '../../../src/formats/xml/index.ts';
import { DEFAULT_LIMITS, fromUtf8, utf8 } from '../../../src/foundation/core/index.ts';

const parse = (text: string) => parseXml(utf8(text));

describe('parsing XML', () => {
  it('gives names, namespaces, attributes in order, text and CDATA', () => {
    const root = parse(
      '<?xml version="1.0" encoding="UTF-8"?><a:根 xmlns:a="u:1" xmlns="u:2" z="1" a:y="2"><b>甲<!-- x -->乙<![CDATA[<丙>]]></b><a:b/></a:根>',
    );
    expect([root.name, root.prefix, root.localName, root.namespace]).toEqual(['a:根', 'a', '根', 'u:1']);
    expect(root.attributes.map((a) => a.name)).toEqual(['xmlns:a', 'xmlns', 'z', 'a:y']);
    expect(attributeValue(root, 'y')).toBeUndefined();
    expect(attributeValue(root, 'y', 'u:1')).toBe('2');
    expect(attributeValue(root, 'z')).toBe('1');
    expect(childElement(root, 'b', 'u:2')?.text).toBe('甲乙<丙>');
    expect(childElements(root, 'b')).toHaveLength(2);
    expect(childElements(root, 'b', 'u:1')[0]?.name).toBe('a:b');
  });

  it.each(['', '\ufeff'])('gives byte offsets that cut out the element as it stands (prefix %j)', (bom) => {
    const bytes = utf8(`${bom}<r>\r\n汉字𠀀é<签名 属性="值">文本</签名 > <空/></r>`);
    const root = parseXml(bytes);
    const slice = (name: string): string => {
      const element = childElement(root, name)!;
      return fromUtf8(bytes.subarray(element.start, element.end));
    };
    expect(slice('签名')).toBe('<签名 属性="值">文本</签名 >');
    expect(slice('空')).toBe('<空/>');
    expect(root.end).toBe(bytes.length);
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'DOCTYPE'],
    ['an unknown entity', '<a>&x;</a>', 'entity'],
    ['a double attribute', '<a b="1" b="2"/>', 'duplicate'],
    ['a double attribute by namespace', '<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>', 'duplicate'],
    ['an unbound prefix', '<x:a/>', 'prefix'],
    ['a control character', '<a>\u0001</a>', 'character'],
    ['a control character by reference', '<a>&#1;</a>', 'character'],
    ['an open element', '<a>', 'unclosed'],
    ['crossing elements', '<a><b></a></b>', 'tag'],
    ['two roots', '<a/><b/>', 'one root'],
    ['text behind the root', '<a/>x', 'text'],
    ['another encoding', '<?xml version="1.0" encoding="GBK"?><a/>', 'encoding'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', '1.0'],
    ['nothing', '', 'element'],
  ])('refuses %s', (_what, text, why) => {
    expect(() => parse(text)).toThrow(new RegExp(why, 'i'));
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'XML_INVALID' }));
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseXml(new Uint8Array([0x3c, 0x61, 0x3e, 0xc9, 0xea]))).toThrow('not UTF-8');
    expect(() => parseXml(new Uint8Array([0xff, 0xfe, 0x3c, 0, 0x61, 0]))).toThrow('not UTF-8');
  });

  it('keeps its limits of depth and elements', () => {
    const deep = `${'<a>'.repeat(129)}${'</a>'.repeat(129)}`;
    expect(() => parse(deep)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
    expect(() => parseXml(utf8('<a><b/><b/></a>'), { ...DEFAULT_LIMITS, xmlElements: 2 })).toThrow(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
    );
  });

  it('parses in linear time', () => {
    const many = `<a>${'<b c="汉">字</b>'.repeat(100_000)}</a>`;
    expect(childElements(parse(many))).toHaveLength(100_000);
  });

  it('is not fooled by names of the prototype', () => {
    const root = parse('<__proto__ constructor="1" __proto__="2"/>');
    expect(attributeValue(root, '__proto__')).toBe('2');
    expect(root.name).toBe('__proto__');
  });
});

describe('writing XML', () => {
  it('keeps attribute order and escapes so that a parser gives back the same', () => {
    const value = 'a<b>&"\'\t\r\n 汉𠀀';
    const text = writeXml(xmlNode('r', { z: value, a: '1', gone: undefined }, [xmlNode('t', {}, [value])]));
    expect(text).toContain('<r z="a&lt;b&gt;&amp;&quot;\'&#9;&#13;&#10; 汉𠀀" a="1">');
    const root = parse(text);
    expect(attributeValue(root, 'z')).toBe(value);
    expect(childElement(root, 't')?.text).toBe(value);
  });

  it('sets elements on lines only where no text is', () => {
    const text = writeXml(xmlNode('r', {}, [xmlNode('t', {}, ['x']), xmlNode('u')]), {
      indent: true,
      declaration: false,
    });
    expect(text).toBe('<r>\n  <t>x</t>\n  <u/>\n</r>\n');
  });

  it.each([
    ['a name with a space', xmlNode('a b'), 'no name'],
    ['an unbound prefix', xmlNode('x:a'), 'bound'],
    ['an unbound attribute prefix', xmlNode('a', { 'x:b': '1' }), 'bound'],
    ['a control character', xmlNode('a', {}, ['\u0001']), 'U\\+0001'],
    ['a lone surrogate', xmlNode('a', { b: '\ud800' }), 'U\\+D800'],
    ['U+FFFE', xmlNode('a', {}, ['\ufffe']), 'U\\+FFFE'],
  ])('refuses %s', (_what, node, why) => {
    expect(() => writeXml(node)).toThrow(new RegExp(why));
  });
});
