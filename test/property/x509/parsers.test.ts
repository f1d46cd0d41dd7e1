import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseSignedData } from '../../../src/foundation/cms/index.ts';
import { isYinxinError, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { inspectCms, signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import {
  anyTree,
  changeTree,
  type DerNode,
  derTree,
  encodeTree,
  replaced,
  sizeOfTree,
  treeChange,
} from '../../support/der-tree.ts';
import { runs } from '../../support/property.ts';
import { type ParserSample, parserSamples } from './samples.ts';

const NOW = new Date('2026-11-23T03:00:00Z');

let samples: readonly (ParserSample & { readonly tree: DerNode })[];

beforeAll(async () => {
  samples = (await parserSamples()).map((sample) => ({ ...sample, tree: derTree(sample.bytes) }));
});

/** Changes, cuts, repeats or inserts bytes. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
  kind: fc.constantFrom('set', 'cut', 'insert', 'repeat'),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});

function mutate(
  bytes: Uint8Array,
  changes: readonly { at: number; kind: string; bytes: Uint8Array }[],
): Uint8Array {
  let out = bytes;
  for (const change of changes) {
    const at = Math.floor(change.at * out.length);
    const [head, tail] = [out.subarray(0, at), out.subarray(at)];
    const rest = change.kind === 'cut' || change.kind === 'set' ? tail.subarray(change.bytes.length) : tail;
    const middle =
      change.kind === 'cut' ? [] : change.kind === 'repeat' ? tail.subarray(0, 40) : change.bytes;
    out = Uint8Array.from([...head, ...middle, ...rest]);
  }
  return out;
}

const onlyOurErrors = (run: () => unknown): void => {
  try {
    run();
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
};

describe('parsers of certificates, CRLs, OCSP, CMS and timestamps', () => {
  it('read what they are made for', () => {
    for (const { name, bytes, tree, parse } of samples) {
      expect(() => parse(bytes), name).not.toThrow();
      expect(encodeTree(tree), name).toEqual(bytes);
    }
  });

  it('throw only YinxinError on mutated input', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 4 }), (n, changes) => {
        const sample = samples[n % samples.length]!;
        onlyOurErrors(() => sample.parse(mutate(sample.bytes, changes)));
      }),
      runs(),
    );
  });

  it('throw only YinxinError on DER whose values were dropped, repeated, moved, retagged or put elsewhere', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(treeChange, { minLength: 1, maxLength: 4 }), (n, changes) => {
        const { tree, parse } = samples[n % samples.length]!;
        onlyOurErrors(() => parse(encodeTree(changes.reduce(changeTree, tree))));
      }),
      runs(),
    );
  });

  it('throw only YinxinError on DER of any shape, alone and in the place of a part', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 0.999999, noNaN: true }), anyTree, (n, at, any) => {
        const { tree, parse } = samples[n % samples.length]!;
        onlyOurErrors(() => parse(encodeTree(any)));
        const index = Math.floor(at * sizeOfTree(tree));
        onlyOurErrors(() => parse(encodeTree(replaced(tree, index, () => [any]))));
      }),
      runs(),
    );
  });

  it('throw only YinxinError on any bytes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ maxLength: 200 }), (n, bytes) => {
        const sample = samples[n % samples.length]!;
        onlyOurErrors(() => sample.parse(bytes));
        onlyOurErrors(() => sample.parse(Uint8Array.from([0x30, 0x81, bytes.length, ...bytes])));
      }),
      runs(),
    );
  });

  it('never make a mutated CMS intact with other content, and inspection never throws', async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const { cms } = await signCms({
      signer: await pki.signer.signer(),
      content: { bytes: utf8('内容') },
      detached: false,
      claimedTime: NOW,
      tsa: pki.timestampAuthority(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (changes) => {
        const mutated = mutate(cms, changes);
        const facts = await inspectCms(sourceFromBytes(mutated));
        const first = facts.signatures[0]!;
        if (first.cryptography !== 'intact' || first.formatFailure !== undefined) return;
        // What the value covers is unchanged then: the content and the signed attributes are still there.
        const [ours, theirs] = [parseSignedData(cms), parseSignedData(mutated)];
        expect(theirs.eContent).toEqual(ours.eContent);
        expect(theirs.signerInfos[0]!.signedAttributes!.encoded).toEqual(
          ours.signerInfos[0]!.signedAttributes!.encoded,
        );
      }),
      runs(500),
    );
  });
});
