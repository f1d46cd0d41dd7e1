import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asInteger, asOid, der, readDer, validateDer } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError, toHex } from '../../../src/foundation/core/index.ts';
import { runs } from '../../support/property.ts';

const tree: fc.Arbitrary<Uint8Array> = fc.letrec<{ node: Uint8Array }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map((n) => der.integer(n)),
    fc.uint8Array({ maxLength: 300 }).map((b) => der.octetString(b)),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map((s) => der.utf8String(s)),
    fc.array(tie('node'), { maxLength: 5 }).map((parts) => der.sequenceOf(parts)),
    fc.array(tie('node'), { maxLength: 5 }).map((parts) => der.setOf(parts)),
  ),
})).node;

describe('DER, as properties', () => {
  it('accepts whatever the writer writes', () => {
    fc.assert(
      fc.property(tree, (bytes) => validateDer(bytes)),
      runs(),
    );
  });

  it('brings integers and identifiers back as they were', () => {
    fc.assert(
      fc.property(fc.bigInt(), (n) => {
        expect(asInteger(readDer(der.integer(n)))).toBe(n);
      }),
      runs(),
    );
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 100n }), { maxLength: 6 }), (arcs) => {
        const id = ['2', '7', ...arcs].join('.');
        expect(asOid(readDer(der.oid(id)))).toBe(id);
      }),
      runs(),
    );
  });

  it('throws only YinxinError on mutated and random bytes, and has one form for a value', () => {
    const mutated = fc.tuple(tree, fc.nat(), fc.nat(255)).map(([bytes, at, value]) => {
      const out = bytes.slice();
      out[at % out.length] = value;
      return out;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 64 })), (bytes) => {
        try {
          validateDer(bytes);
          expect(toHex(readDer(bytes).raw)).toBe(toHex(bytes));
        } catch (error) {
          if (!isYinxinError(error)) throw error;
        }
      }),
      runs(),
    );
  });
});
