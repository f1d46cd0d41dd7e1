import { describe, expect, it } from 'vitest';
import { addSignature, edited, look, sealedFiles, testPki } from '../support/ofd.ts';
import { type Cut, documentOf, evenCuts, stampsOf } from '../support/ofd-riding.ts';

const REFUSED = 'INDETERMINATE SIG_CONSTRAINTS_FAILURE';

async function ridden(cuts: readonly Cut[], pages = 4, more = '') {
  const files = documentOf(pages);
  await addSignature(files, await testPki(), { stamps: stampsOf(cuts) + more });
  return files;
}

describe('a riding seal on an OFD, signed as it stands,', () => {
  const cuts = evenCuts([1, 2, 3, 4]);
  const changed = (index: number, by: Partial<Cut>) =>
    cuts.map((cut, i) => (i === index ? { ...cut, ...by } : cut));

  it('passes where its slices make the picture', async () => {
    const { verdict, judgement } = await look(await ridden(cuts));
    expect(verdict).toBe('TOTAL_PASSED');
    const seal = judgement.signatures[0]!;
    expect(seal.checks.find(({ code }) => code === 'RIDING_SEAL')?.status).toBe('passed');
    expect(seal.seal!.placements[1]).toEqual({ page: 2, x: 199.5, y: 100, width: 10.5, height: 42 });
  });

  it.each<readonly [string, readonly Cut[], number, string]>([
    ['with a slice missing', cuts.slice(1), 4, 'RIDING_GAP'],
    [
      'with slices exchanged',
      changed(1, { page: 3 }).map((c, i) => (i === 2 ? { ...c, page: 2 } : c)),
      4,
      'RIDING_GAP',
    ],
    ['with a slice shifted by 1 mm', changed(2, { dy: 1 }), 4, 'RIDING_OFFSET'],
    ['with a slice 1 mm from the edge', changed(2, { dx: -1 }), 4, 'RIDING_EDGE'],
    ['with a slice drawn smaller', changed(2, { scale: 0.9 }), 4, 'RIDING_SCALE'],
    ['with a page taken out', cuts, 3, 'RIDING_HIDDEN'],
    [
      'with a page put in',
      [cuts[0]!, ...cuts.slice(1).map((c) => ({ ...c, page: c.page + 1 }))],
      5,
      'RIDING_PAGE_WITHOUT',
    ],
  ])('%s is not passed, and says why', async (_, forged, pages, code) => {
    const { verdict, codes } = await look(await ridden(forged, pages));
    expect(codes).toContain(`failed ${code}`);
    expect(verdict).toBe(REFUSED);
  });

  it('is measured on each page as large as that page is', async () => {
    const files = edited(documentOf(4), 'Doc_0/Pages/P_2.xml', (xml) =>
      xml.replace(
        '<ofd:Content',
        '<ofd:Area><ofd:PhysicalBox>0 0 205 297</ofd:PhysicalBox></ofd:Area><ofd:Content',
      ),
    );
    await addSignature(files, await testPki(), { stamps: stampsOf(cuts) });
    const { verdict, codes } = await look(files);
    expect(codes).toEqual(expect.arrayContaining(['failed RIDING_GAP']));
    expect(verdict).toBe(REFUSED);
  });

  it('changed afterwards is a changed file', async () => {
    const moved = edited(await ridden(cuts), 'Doc_0/Signs/Sign_0/Signature.xml', (xml) =>
      xml.replace('100.000', '101.000'),
    );
    expect((await look(moved)).verdict).toBe('TOTAL_FAILED HASH_FAILURE');
    const fewer = edited(await ridden(cuts), 'Doc_0/Document.xml', (xml) =>
      xml.replace(/<ofd:Page ID="103"[^>]*>/, ''),
    );
    expect((await look(fewer)).verdict).toBe('TOTAL_FAILED HASH_FAILURE');
  });
});

describe('a seal on an OFD over which a later one is drawn', () => {
  const at = (x: number, id: number) => ({
    stamps: `<ofd:StampAnnot ID="${id}" PageRef="1" Boundary="${x} 20 42 42"/>`,
  });

  it('is told where they touch or lie on one another', async () => {
    for (const [x, codes] of [
      [62, []],
      [50, ['warning SEAL_STAMP_OVERLAPPED']],
      [20, ['warning SEAL_STAMP_COVERED']],
    ] as const) {
      const seen = await look(await sealedFiles(at(20, 2), at(x, 4)));
      expect([seen.verdict, seen.codes]).toEqual(['TOTAL_PASSED', codes]);
    }
  });

  it('is not passed where a slice of it has nothing left that can be seen', async () => {
    const files = documentOf(2);
    await addSignature(files, await testPki(), { stamps: stampsOf(evenCuts([1, 2])) });
    const slice = '<ofd:StampAnnot ID="4" PageRef="102" Boundary="168 90 42 60"/>';
    await addSignature(files, await testPki(), { stamps: slice });
    const { codes, judgement } = await look(files);
    expect(codes).toContain('failed SEAL_STAMP_COVERED');
    const verdicts = judgement.signatures.map((s) => `${s.indication} ${s.subIndication}`);
    expect(verdicts).toEqual([REFUSED, 'TOTAL_PASSED null']);
  });

  it('does not hold up a reader where tens of thousands of its own lie on one another', async () => {
    const stamps = '<ofd:StampAnnot ID="2" PageRef="1" Boundary="20 20 42 42"/>'.repeat(20_000);
    const file = await sealedFiles({ stamps });
    const start = performance.now();
    expect((await look(file)).verdict).toBe('TOTAL_PASSED');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('with more stamps than anybody can look at says that it did not', async () => {
    const many = '<ofd:StampAnnot ID="2" PageRef="1" Boundary="20 20 42 42"/>'.repeat(600);
    const { facts } = await look(await sealedFiles({ stamps: many }, at(20, 4)));
    expect(facts.signatures[0]!.notChecked.map(({ code }) => code)).toEqual(['SEAL_OVERLAY']);
  });
});
