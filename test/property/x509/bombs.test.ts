import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { CountedBytes, viewsOf } from '../../support/counted-bytes.ts';
import {
  type DerNode,
  derTree,
  encodeTree,
  nodeAt,
  primitive,
  replaced,
  sizeOfTree,
} from '../../support/der-tree.ts';
import { runs } from '../../support/property.ts';
import { type ParserSample, parserSamples } from './samples.ts';

// Hostile sizes in every place of every structure: depth, number, length. A parser may refuse or read them, but its
// work stays in proportion to the bytes, and nothing but our error comes out of it.

/** Bytes of one bomb. */
const SIZE = 30_000;
/**
 * Views on the bytes for one byte of input, far above what is seen (0.3): the densest DER has a value in two bytes, and
 * a value may be looked at for each optional field that it could be, and again by the room that reads it.
 */
const VIEWS_PER_BYTE = 4;

const BOMBS: Readonly<Record<string, (node: DerNode) => readonly DerNode[]>> = {
  'sequences within sequences': () => [primitive(0x30, nested(0x30))],
  'context tags within context tags': ({ identifier }) => [primitive(identifier | 0x20, nested(0xa0))],
  'the value around itself': (node) => [
    primitive(node.identifier, nested(node.identifier, encodeTree(node))),
  ],
  'the value many times': (node) => many(node),
  'its first part many times': (node) => [
    node.children?.[0] === undefined ? node : { ...node, children: many(node.children[0]) },
  ],
  'its last part many times': (node) => {
    const part = node.children?.at(-1);
    return [
      part === undefined ? node : { ...node, children: [...node.children!.slice(0, -1), ...many(part)] },
    ];
  },
  'many empty values': ({ identifier }) => many(primitive(identifier)),
  'one endless value': ({ identifier }) => [primitive(identifier & ~0x20, new Uint8Array(SIZE).fill(0x5a))],
  'one endless number': () => [primitive(0x02, new Uint8Array(SIZE).fill(0x5a))],
  'one endless identifier': () => [primitive(0x06, new Uint8Array(SIZE).fill(0xff).fill(0x7f, SIZE - 1))],
  'one endless text': () => [primitive(0x0c, new Uint8Array(SIZE).fill(0x20))],
  'a length that lies': (node) => [{ ...node, length: Uint8Array.of(0x84, 0x7f, 0xff, 0xff, 0xff) }],
  'the greatest length': (node) => [{ ...node, length: Uint8Array.of(0x85, 0xff, 0xff, 0xff, 0xff, 0xff) }],
};

describe('bombs in certificates, CRLs, OCSP, CMS and timestamps', () => {
  let samples: readonly (ParserSample & { readonly tree: DerNode })[];
  const slowest = { ms: 0, views: 0, words: '' };

  beforeAll(async () => {
    samples = (await parserSamples()).map((sample) => ({ ...sample, tree: derTree(sample.bytes) }));
  });
  afterAll(() =>
    console.log(
      `bombs: slowest ${slowest.ms.toFixed(1)} ms (${slowest.words}); most views per byte ${slowest.views.toFixed(1)}`,
    ),
  );

  it.each(Object.keys(BOMBS))('%s: bounded, and only our errors', async (name) => {
    await fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 0.999999, noNaN: true }), (n, at) => {
        const { tree, parse, name: what } = samples[n % samples.length]!;
        const index = Math.floor(at * sizeOfTree(tree));
        const bytes = encodeTree(replaced(tree, index, BOMBS[name]!));
        const started = performance.now();
        const views = viewsOf(bytes, (counted) => onlyOurErrors(() => parse(counted)));
        const ms = performance.now() - started;
        if (ms > slowest.ms) {
          const tag = nodeAt(tree, index).identifier.toString(16);
          Object.assign(slowest, { ms, words: `${name} at value ${index}, tag ${tag}, of ${what}` });
        }
        slowest.views = Math.max(slowest.views, views / bytes.length);
        expect(views, `${name} at value ${index} of ${what}`).toBeLessThan(VIEWS_PER_BYTE * bytes.length);
      }),
      runs(40),
    );
  });

  it('are counted: a parser that looked twice as deep for each value would be found', () => {
    const quadratic = (bytes: Uint8Array): void => {
      for (let i = 0; i < bytes.length; i += 2) for (let j = 0; j < i; j += 2) bytes.subarray(j, j + 2);
    };
    const bytes = new Uint8Array(1000);
    expect(viewsOf(bytes, quadratic)).toBeGreaterThan(VIEWS_PER_BYTE * bytes.length);
    expect(CountedBytes.from([1, 2]).subarray(1)).toBeInstanceOf(CountedBytes);
  });
});

function many(node: DerNode): DerNode[] {
  const one = encodeTree(node).length;
  return new Array<DerNode>(Math.ceil(SIZE / one)).fill(node);
}

/** A value inside values of one tag, as deep as the size allows. */
function nested(identifier: number, innermost: Uint8Array = new Uint8Array(0)): Uint8Array {
  const headers: number[][] = [];
  let length = innermost.length;
  while (length < SIZE) {
    const octets =
      length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
    headers.push([identifier, ...octets]);
    length += 1 + octets.length;
  }
  return Uint8Array.from([...headers.reverse().flat(), ...innermost]);
}

function onlyOurErrors(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
}
