import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteOffsets } from '../../../src/formats/xml/byte-offsets.ts';
import type { XmlElement } from '../../../src/formats/xml/index.ts';
import { parseAny } from '../../../src/formats/xml/parse.ts';
import { parsePlainXml } from '../../../src/formats/xml/plain.ts';
import { DEFAULT_LIMITS, isYinxinError, type Limits } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SEEDS = [
  `${HEAD}<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>\n`,
  `${HEAD}<Signature xmlns="urn:a"><b xmlns="urn:b" c='d'/><e f="g" h="样章">印\n章</e ></Signature>`,
  '<a:b xmlns:a="urn:x"><a:c xmlns:a="urn:y" xmlns:d="urn:z"><d:e/></a:c><a:f/>\t</a:b>',
  `<?xml version="1.0" standalone="yes" ?><a><b i="1" j="2" k="3">x > y</b><b/><b></b></a> \n`,
];
/** What makes a document odd, or another one: each of these is put in, or in the place of something. */
const PIECES = [
  ...'<>/="\'&;:? \t\n\r]-!.0xa印\u0085\u2028\ufeff\ufffe\u0000\u{1f600}\ud800',
  ...['<!--', '-->', '<![CDATA[', ']]>', '<?p q?>', '<!DOCTYPE a>', '&lt;', '&#65;', '<a>', '</a>', '<a/>'],
  ...[
    ' xmlns="urn:q"',
    ' xmlns:q="urn:q"',
    ' xmlns:q=""',
    ' xmlns:xml="urn:q"',
    ' xml:lang="zh"',
    ' q:r="s"',
  ],
  ...[
    ' xmlns=""',
    ' xmlns:xmlns="urn:q"',
    ' i="1"',
    ' i="2"',
    ' __proto__="1"',
    ' constructor="1"',
    'xmlns:',
  ],
  ...[' xmlns:p="http://www.w3.org/XML/1998/namespace"', ' xmlns="http://www.w3.org/2000/xmlns/"'],
  ...['version="1.1"', 'encoding="GBK"', '<q:a/>', '<xmlns:a/>', '<xml:a/>', ' = ', "=''"],
];

const edits = fc.array(
  fc.record({ at: fc.nat(), cut: fc.nat({ max: 3 }), piece: fc.constantFrom('', ...PIECES) }),
  { maxLength: 4 },
);
const document = fc.tuple(fc.constantFrom(...SEEDS), edits).map(([seed, changes]) =>
  changes.reduce((text, { at, cut, piece }) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + piece + text.slice(from + cut);
  }, seed),
);

const offsetsOf = (text: string): ByteOffsets =>
  new ByteOffsets(text, new TextEncoder().encode(text).length, 0);
const plain = (text: string, limits: Limits = DEFAULT_LIMITS): XmlElement | undefined =>
  parsePlainXml(text, offsetsOf(text), limits);

function bySaxes(text: string, limits: Limits = DEFAULT_LIMITS): XmlElement | string {
  try {
    return parseAny(text, offsetsOf(text), limits);
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    return 'not well-formed';
  }
}

describe('XML of the plainest kind', () => {
  it('is read to the same tree as by saxes, or left to it', () => {
    let read = 0;
    fc.assert(
      fc.property(document, (text) => {
        const tree = plain(text);
        if (tree === undefined) return;
        read++;
        expect(tree).toEqual(bySaxes(text));
      }),
      runs(3000),
    );
    // Were everything left to saxes, nothing would have been compared.
    expect(read).toBeGreaterThan(300);
  });

  it('is read here where nothing is odd', () => {
    for (const seed of SEEDS.filter((text) => !text.includes('</e >'))) expect(plain(seed)).toBeDefined();
  });

  it.each([
    ['a comment', '<a><!-- b --></a>'],
    ['a CDATA section', '<a><![CDATA[b]]></a>'],
    ['a processing instruction', '<a><?b c?></a>'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>'],
    ['a reference', '<a>&lt;</a>'],
    ['the end of a CDATA section in text', '<a>]]></a>'],
    ['an unbound prefix', '<a:b/>'],
    ['an attribute with a prefix', '<a xmlns:b="urn:b" b:c="d"/>'],
    ['an attribute given twice', '<a b="c" b="d"/>'],
    ['a reserved prefix', '<a xmlns:xml="urn:b"/>'],
    ['a reserved namespace', '<a xmlns:b="http://www.w3.org/2000/xmlns/"/>'],
    ['an empty namespace for a prefix', '<a xmlns:b=""/>'],
    ['an end tag of another element', '<a><b></a></b>'],
    ['a missing end tag', '<a><b></b>'],
    ['a second root', '<a/><b/>'],
    ['text behind the root', '<a/>b'],
    ['text before the root', 'b<a/>'],
    ['a carriage return', '<a>\r\n</a>'],
    ['a line end in a value', '<a b="c\nd"/>'],
    ['a control character', '<a>\u0001</a>'],
    ['a lone surrogate', '<a>\ud800</a>'],
    ['another version', '<?xml version="1.1"?><a/>'],
    ['another encoding', '<?xml version="1.0" encoding="GBK"?><a/>'],
    ['white space before the declaration', ' <?xml version="1.0"?><a/>'],
    ['no element', ''],
    ['a declaration alone', '<?xml version="1.0"?>'],
    [
      'more attributes than are compared',
      `<a${Array.from({ length: 17 }, (_, i) => ` b${i}=""`).join('')}/>`,
    ],
  ])('leaves %s to saxes', (_, text) => {
    expect(plain(text)).toBeUndefined();
  });

  it('leaves what is too deep, or has too many elements, to saxes, which refuses it', () => {
    const deep = { ...DEFAULT_LIMITS, xmlDepth: 3 };
    expect(plain('<a><a><a/></a></a>', deep)).toBeDefined();
    expect(plain('<a><a><a><a/></a></a></a>', deep)).toBeUndefined();
    expect(bySaxes('<a><a><a><a/></a></a></a>', deep)).toBe('LIMIT_EXCEEDED');
    const few = { ...DEFAULT_LIMITS, xmlElements: 3 };
    expect(plain('<a><b/><b/></a>', few)).toBeDefined();
    expect(plain('<a><b/><b/><b/></a>', few)).toBeUndefined();
    expect(bySaxes('<a><b/><b/><b/></a>', few)).toBe('LIMIT_EXCEEDED');
  });
});
