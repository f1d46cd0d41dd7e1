import { describe, expect, it } from 'vitest';
import { DerNode, der, readDer } from '../../../src/foundation/asn1/index.ts';

const filled = (length: number): Uint8Array => new Uint8Array(length).fill(7);

describe('DerNode', () => {
  // The short form of a length ends at 127 octets; the long one has one more octet from 256 and from 65,536 on.
  it.each([0, 1, 126, 127, 128, 129, 255, 256, 65_535, 65_536])(
    'writes a content of %d octets as the plain writer does',
    (length) => {
      const content = filled(length);
      const node = new DerNode(0x30, new DerNode(4, content), new DerNode(0xa0, der.octetString(content)));
      const plain = der.sequence(der.octetString(content), der.explicit(0, der.octetString(content)));
      expect(node.encode()).toEqual(plain);
      expect(node.length).toBe(plain.length);
      expect(readDer(node.encode()).raw.length).toBe(plain.length);
    },
  );

  it('sorts a SET OF, under any tag', () => {
    const parts = [der.integer(3), der.integer(1), der.integer(2)];
    expect(DerNode.setOf(0x31, parts).encode()).toEqual(der.setOf(parts));
    expect(DerNode.setOf(0xa1, parts).encode()).toEqual(der.implicit(1, der.setOf(parts)));
    expect(DerNode.setOf(0x31, []).encode()).toEqual(der.setOf([]));
  });

  it('gives bytes of its own each time', () => {
    const node = new DerNode(0x30, der.integer(1));
    node.encode().fill(0);
    expect(node.encode()).toEqual(der.sequence(der.integer(1)));
  });
});
