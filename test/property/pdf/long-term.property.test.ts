import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { PdfDict, PdfString } from '../../../src/formats/pdf/index.ts';
import { fromLatin1, type Modification } from '../../../src/foundation/core/index.ts';
import { extendPdf, signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';
import { contract, drawing, OBJ, update } from '../../support/pdf-history.ts';
import { runs } from '../../support/property.ts';

const NOW = new Date('2026-11-23T08:00:00Z');
const SOON = new Date(NOW.getTime() + 60_000);

/** Something that a holder of the document rightly does later, and what the first signature then sees. */
interface Act {
  readonly name: string;
  readonly does: 'ltv-update' | 'form-fill';
  run(file: Uint8Array, scene: Scene): Promise<Uint8Array>;
}

interface Scene {
  readonly pki: TestPki;
  readonly crls: readonly Uint8Array[];
  readonly signing: Omit<Parameters<typeof signPdf>[0], 'file'>;
  readonly extending: Omit<Parameters<typeof extendPdf>[0], 'file' | 'level'>;
}

const extensions: Act[] = (['B-T', 'B-LT', 'B-LTA'] as const).flatMap((level) =>
  [false, true].map((vri) => ({
    name: `extend to ${level}${vri ? ' with VRI' : ''}`,
    does: 'ltv-update',
    run: async (file, { extending }) => (await extendPdf({ ...extending, file, level, vri })).file,
  })),
);
const signatures: Act[] = (['B-B', 'B-T', 'B-LT', 'B-LTA'] as const).map((level) => ({
  name: `sign at ${level}`,
  does: 'form-fill',
  run: (file, { signing }) => signPdf({ ...signing, file, level }),
}));
const fillings: Act[] = ['Wang', 'Zhao'].map((value) => ({
  name: `fill in ${value}`,
  does: 'form-fill',
  run: (file) =>
    update(file, ({ add, change }) => {
      const text = new PdfString(fromLatin1(value));
      change(OBJ.buyerName, { V: text, AP: PdfDict.of({ N: add(drawing(value)) }) });
    }),
}));

const named = (acts: readonly Act[]): fc.Arbitrary<Act> => fc.constantFrom(...acts);
const historyOf = (...kinds: readonly (readonly Act[])[]): fc.Arbitrary<Act[]> =>
  fc.array(fc.oneof(...kinds.map(named)), { minLength: 1, maxLength: 5 });

/** What the first signature sees of all acts together. */
function expected(history: readonly Act[]): Modification {
  return history.some(({ does }) => does === 'form-fill') ? 'form-fill' : 'ltv-update';
}

describe('the life of a signature', () => {
  let scene: Scene;
  beforeAll(async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const validationData = await pki.validationData();
    const trust = { signers: [pki.root.certificate], timestamps: [pki.root.certificate] };
    const tsa = pki.timestampAuthority();
    const signing = {
      signer: await pki.signer.signer(),
      claimedTime: NOW,
      tsa,
      longTerm: { trust, validationData },
    };
    scene = { pki, crls: validationData.crls, signing, extending: { at: NOW, tsa, trust, validationData } };
  });

  const judged = (file: Uint8Array) =>
    verify(file, {
      at: SOON,
      trust: scene.extending.trust!,
      revocation: 'require',
      crls: scene.crls,
    });

  const passes = async (history: readonly Act[], certification?: 1 | 2 | 3): Promise<void> => {
    let file = await signPdf({
      ...scene.signing,
      file: contract(),
      level: 'B-B',
      ...(certification === undefined ? {} : { certification }),
    });
    for (const act of history) file = await act.run(file, scene);
    const report = await judged(file);
    expect(report.signatures.map(({ id, subIndication }) => [id, subIndication])).toEqual(
      report.signatures.map(({ id }) => [id, null]),
    );
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    // What changes nothing (an extension of what is extended) leaves no revision.
    const seen = report.signatures[0]!.modification;
    const isQuiet = report.signatures[0]!.coverage === 'whole-file';
    expect(seen).toBe(isQuiet ? 'none' : expected(history));
  };

  it('passes, whatever is rightly done to it', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(extensions, signatures, fillings), (history) => passes(history)),
      runs(12),
    );
  }, 240_000);

  it('passes under a certification that permits forms and signatures', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(extensions, signatures, fillings), (history) => passes(history, 2)),
      runs(8),
    );
  }, 240_000);

  it('passes under a certification that permits nothing, when it is extended alone', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(extensions), (history) => passes(history, 1)),
      runs(8),
    );
  }, 240_000);

  it('never passes with a byte changed that a document timestamp covers', async () => {
    const signed = await signPdf({ ...scene.signing, file: contract(), level: 'B-LTA' });
    const stamp = (await judged(signed)).signatures.at(-1);
    expect(stamp?.kind).toBe('document-timestamp');
    // The gap of the timestamp itself is covered by nothing; what stands in it is the token.
    const text = Buffer.from(signed).toString('latin1');
    const gap = text.lastIndexOf('/Contents <') + 10;
    const gapEnd = text.indexOf('>', gap) + 1;
    await fc.assert(
      fc.asyncProperty(fc.nat(signed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        fc.pre(at < gap || at >= gapEnd);
        const changed = signed.map((byte, i) => (i === at ? byte ^ mask : byte));
        const report = await judged(changed).catch((error: unknown) => error);
        const conclusion = (report as { conclusion?: { indication: string } }).conclusion;
        expect(conclusion?.indication).not.toBe('TOTAL_PASSED');
      }),
      runs(40),
    );
  }, 240_000);
});
