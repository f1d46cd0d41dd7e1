import { describe, expect, it } from 'vitest';
import { drawnPictures, openPdf, type PdfDict } from '../../../src/formats/pdf/index.ts';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { buildPdf } from './build-pdf.ts';

const FIRST_ANNOTATION = 10_000;

/** So many pages that share one list of so many annotations, side by side. */
async function shared(pages: number, annotations: number) {
  const bodies: Record<number, string> = { 1: '<< /Type /Catalog /Pages 2 0 R >>' };
  const kids = Array.from({ length: pages }, (_, i) => 10 + i);
  const listed = Array.from({ length: annotations }, (_, i) => FIRST_ANNOTATION + i);
  const refs = (numbers: readonly number[]) => numbers.map((num) => `${num} 0 R`).join(' ');
  bodies[2] = `<< /Type /Pages /Kids [${refs(kids)}] /Count ${pages} >>`;
  bodies[3] = `[${refs(listed)}]`;
  for (const num of kids)
    bodies[num] = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 3 0 R >>';
  for (const [i, num] of listed.entries())
    bodies[num] = `<< /Type /Annot /Subtype /Stamp /Rect [${i} 0 ${i + 1} 1] >>`;
  return openPdf(sourceFromBytes(buildPdf(bodies)));
}

describe('annotations that many pages share', () => {
  it('are looked through once, however many pages list them', async () => {
    const file = await shared(3_000, 3_000);
    let asked = 0;
    const drawn = await file.read((document) =>
      drawnPictures(document, undefined, (_dict: PdfDict, { num }) => {
        asked++;
        return num === FIRST_ANNOTATION + 7;
      }),
    );
    expect(asked).toBe(3_000);
    expect(drawn).toHaveLength(3_000);
    expect(drawn.every(({ covered }) => !covered)).toBe(true);
    expect(drawn.map(({ page }) => page)).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 1));
  });

  it('are not all compared with each other where there are too many: that is told', async () => {
    const file = await shared(1, 4_000);
    const drawn = await file.read((document) => drawnPictures(document, undefined, () => true));
    expect(drawn).toHaveLength(4_000);
    expect(drawn[0]!.problem).not.toBe('more annotations follow it than are compared');
    expect(
      drawn.filter(({ problem }) => problem === 'more annotations follow it than are compared').length,
    ).toBeGreaterThan(1_000);
  });

  it('are refused where pages and annotations multiply', async () => {
    const file = await shared(400, 400);
    const asked = file.read((document) => drawnPictures(document, undefined, () => true));
    await expect(asked).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});
