import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createEvidence,
  evidenceRecordFor,
  memoryEvidenceStore,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import { isYinxinError, toHex } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import { distinct, nodeOver, parseEvidenceRecord } from '../../../src/foundation/evidence/index.ts';
import { runs } from '../../support/property.ts';
import { day, documentOf, documents, trusting, tsaAt } from '../../unit/evidence/world.ts';

const AT = day('2027-01-01');

/** The tree by the book, recursively: what the streaming builder must make too. */
function rootOf(leaves: readonly Uint8Array[], arity: number): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  const parents: Uint8Array[] = [];
  for (let i = 0; i < leaves.length; i += arity) {
    const group = distinct(leaves.slice(i, i + arity));
    parents.push(group.length === 1 ? group[0]! : nodeOver('sha256', group));
  }
  return rootOf(parents, arity);
}

describe('evidence', () => {
  let record: Uint8Array;
  beforeAll(async () => {
    const store = memoryEvidenceStore();
    await createEvidence({ objects: documents(7), store, tsa: await tsaAt(0, day('2026-07-01')) });
    record = (await evidenceRecordFor(store, 4)).record;
  });

  it('of any leaves, equal ones among them, has the root of the book and a record for each', async () => {
    const leaf = fc.integer({ min: 0, max: 12 }).map((n) => digest('sha256', Uint8Array.of(n)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(leaf, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 2, max: 16 }),
        async (leaves, arity) => {
          const store = memoryEvidenceStore();
          const tsa = await tsaAt(0, day('2026-07-01'));
          const { root } = await createEvidence({ objects: leaves, store, arity, tsa });
          expect(toHex(root)).toBe(toHex(rootOf(leaves, arity)));
          for (const i of new Set([0, leaves.length - 1, leaves.length >> 1])) {
            const issued = await evidenceRecordFor(store, i);
            const data = [{ digest: async () => leaves[i]! }];
            const report = await verifyEvidenceRecord(issued.record, { ...(await trusting(AT)), data });
            expect(report.conclusion.indication).toBe('TOTAL_PASSED');
          }
        },
      ),
      runs(40),
    );
  }, 120_000);

  it('that was cut, grown or changed is our error or a report, and never proves another object', async () => {
    const options = { ...(await trusting(AT)), data: [documentOf(5)] };
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 400 }),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'grow', 'double'),
        async (at, value, how) => {
          const bytes = Uint8Array.from(record);
          if (how === 'flip') bytes[at]! ^= value;
          const changed =
            how === 'cut'
              ? bytes.slice(0, at)
              : how === 'grow'
                ? Uint8Array.of(...bytes, value)
                : how === 'double'
                  ? Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at >> 1))
                  : bytes;
          try {
            // Over another object: whatever the bytes say, it is never proved.
            const report = await verifyEvidenceRecord(changed, options);
            expect(report.provedSince).toBeNull();
          } catch (error) {
            expect(isYinxinError(error), String(error)).toBe(true);
          }
        },
      ),
      runs(400),
    );
  }, 120_000);

  it('read from any bytes throws our error alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          parseEvidenceRecord(bytes);
        } catch (error) {
          expect(isYinxinError(error)).toBe(true);
        }
      }),
      runs(500),
    );
  });
});
