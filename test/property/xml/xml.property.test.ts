import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseXml,
  writeXml,
  type XmlElement,
  type XmlNode,
  xmlNode,
} from '../../../src/formats/xml/index.ts';
import { utf8, YinxinError } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';

const name = fc
  .stringMatching(/^[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_.\u4e00-\u9fff-]{0,8}$/)
  .filter((n) => !/^xml/i.test(n));
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no form for these
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((t) => !FORBIDDEN.test(t));

const { node } = fc.letrec<{ node: XmlNode }>((tie) => ({
  node: fc
    .tuple(
      name,
      fc.dictionary(name, text, { maxKeys: 3 }),
      fc.array(
        fc.oneof(
          { depthSize: 'small' },
          text.filter((t) => t !== ''),
          tie('node'),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([n, attributes, children]) => xmlNode(n, attributes, children)),
}));

function simplify(element: XmlElement): unknown {
  return [
    element.name,
    element.attributes.map((a) => [a.name, a.value]),
    element.children.map((c) => (c.kind === 'text' ? c.text : simplify(c))),
  ];
}

function expected(element: XmlNode): unknown {
  const children: unknown[] = [];
  for (const child of element.children) {
    if (typeof child !== 'string') children.push(expected(child));
    else if (typeof children.at(-1) === 'string') children.push(`${children.pop() as string}${child}`);
    else children.push(child);
  }
  return [element.name, element.attributes, children];
}

describe('XML, for any input', () => {
  it('parses what it wrote into the same tree', () => {
    fc.assert(
      fc.property(node, (root) => {
        expect(simplify(parseXml(utf8(writeXml(root))))).toEqual(expected(root));
      }),
      runs(300),
    );
  });

  it('cuts out each element by its offsets so that it parses alone', () => {
    fc.assert(
      fc.property(node, (root) => {
        const bytes = utf8(writeXml(root));
        const walk = (element: XmlElement): void => {
          expect(simplify(parseXml(bytes.subarray(element.start, element.end)))).toEqual(simplify(element));
          for (const child of element.children) if (child.kind === 'element') walk(child);
        };
        walk(parseXml(bytes));
      }),
      runs(100),
    );
  });

  it('throws nothing but YinxinError on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.string({ maxLength: 40 }), (bytes, noise) => {
        for (const input of [
          bytes,
          utf8(`<a b="${noise.replace(/\p{Surrogate}/gu, '')}">${noise.replace(/\p{Surrogate}/gu, '')}</a>`),
        ]) {
          try {
            parseXml(input);
          } catch (error) {
            expect(error).toBeInstanceOf(YinxinError);
          }
        }
      }),
      runs(300),
    );
  });
});
