import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { equalBytes, isYinxinError } from '../../../src/foundation/core/index.ts';
import type { TestAlgorithm } from '../../../src/testing/index.ts';
import { changeTree, derTree, encodeTree, treeChange } from '../../support/der-tree.ts';
import { runs } from '../../support/property.ts';
import { whole } from './signed-parts.ts';
import { type SignedStructure, signedStructures } from './structures.ts';

// No change of a signed structure is ever accepted. Where a format leaves bytes unsigned, the parts that are signed
// are named, and whatever is accepted has the same bytes in all of them.

describe.each<TestAlgorithm>(['P-256', 'RSA', 'SM2'])('a changed structure signed with %s', (algorithm) => {
  let structures: readonly SignedStructure[];
  beforeAll(async () => {
    structures = await signedStructures(algorithm);
  });

  const accepted = async (structure: SignedStructure, bytes: Uint8Array): Promise<boolean> => {
    try {
      return await structure.accepts(bytes);
    } catch (error) {
      if (isYinxinError(error)) return false;
      throw error;
    }
  };
  const expectRefused = async (structure: SignedStructure, bytes: Uint8Array): Promise<void> => {
    if (equalBytes(bytes, structure.bytes) || !(await accepted(structure, bytes))) return;
    expect(structure.parts(bytes), structure.name).toEqual(structure.parts(structure.bytes));
  };

  it('was accepted before', async () => {
    for (const structure of structures)
      expect(await structure.accepts(structure.bytes), structure.name).toBe(true);
  });

  it('would be noticed if everything were accepted', async () => {
    for (const structure of structures) {
      const credulous = { ...structure, accepts: async () => true };
      let noticed = 0;
      for (let at = 0; at < structure.bytes.length; at += 5) {
        const bytes = structure.bytes.slice();
        bytes[at]! ^= 1;
        await expectRefused(credulous, bytes).catch(() => noticed++);
      }
      // The timestamp is the larger part of one.
      expect((5 * noticed) / structure.bytes.length, structure.name).toBeGreaterThan(
        structure.parts === whole ? 0.99 : 0.35,
      );
    }
  });

  it('is not accepted with any byte changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (n, at, change) => {
          const structure = structures[n % structures.length]!;
          const bytes = structure.bytes.slice();
          bytes[Math.floor(at * bytes.length)]! ^= change;
          await expectRefused(structure, bytes);
        },
      ),
      runs(),
    );
  });

  it('is not accepted with bytes left out, put in or cut off', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.integer({ min: 0, max: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        async (n, at, out, put) => {
          const structure = structures[n % structures.length]!;
          const from = Math.floor(at * structure.bytes.length);
          const tail = structure.bytes.subarray(from + out);
          await expectRefused(
            structure,
            Uint8Array.from([...structure.bytes.subarray(0, from), ...put, ...tail]),
          );
        },
      ),
      runs(200),
    );
  });

  it('is not accepted with any value dropped, repeated, moved, retagged or put elsewhere', async () => {
    const trees = new Map(structures.map((structure) => [structure, derTree(structure.bytes)]));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(treeChange, { minLength: 1, maxLength: 3 }), async (n, changes) => {
        const structure = structures[n % structures.length]!;
        const tree = changes.reduce((node, change) => changeTree(node, change), trees.get(structure)!);
        await expectRefused(structure, encodeTree(tree));
      }),
      runs(),
    );
  });
});
