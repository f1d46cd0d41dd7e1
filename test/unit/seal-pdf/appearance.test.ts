import { describe, expect, it } from 'vitest';
import { type DrawnPicture, drawnPictures, openPdf } from '../../../src/formats/pdf/index.ts';
import { encodePng } from '../../../src/formats/png/index.ts';
import { sourceFromBytes } from '../../../src/foundation/core/index.ts';
import { checkAppearance } from '../../../src/signatures/pades/seal-picture.ts';
import type { SealPicture } from '../../../src/signatures/ses/index.ts';
import { buildPdf } from '../pdf/build-pdf.ts';

const RGBA = Uint8Array.from({ length: 16 }, (_, i) => (i * 40) % 256);
const SEAL: SealPicture = {
  type: 'PNG',
  data: encodePng({ width: 2, height: 2, data: RGBA, kind: 'rgba' }),
  widthMm: 20,
  heightMm: 20,
};
const rgb = RGBA.filter((_, i) => i % 4 !== 3);
const alpha = RGBA.filter((_, i) => i % 4 === 3);
const hex = (bytes: Uint8Array): string => `${Buffer.from(bytes).toString('hex')}>`;

interface Change {
  readonly annotation?: string;
  readonly form?: string;
  readonly content?: string;
  readonly image?: string;
  readonly mask?: string;
  readonly samples?: string;
  readonly annotations?: string;
  readonly more?: Record<number, string>;
  readonly page?: string;
}

/** A page with one stamp of 20 × 20 mm that shows the picture of the seal, with one thing changed. */
async function drawn(change: Change = {}): Promise<DrawnPicture[]> {
  const content = change.content ?? 'q 56.6929 0 0 56.6929 0 0 cm /Im0 Do Q';
  const samples = change.samples ?? hex(rgb);
  const common = '/Type /XObject /Subtype /Image /Width 2 /Height 2 /Filter /ASCIIHexDecode';
  const mask = hex(alpha);
  const file = buildPdf({
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots ${change.annotations ?? '[4 0 R]'} ${change.page ?? ''} >>`,
    4: `<< /Type /Annot /Subtype /Stamp /NM (seal) /Rect [100 600 156.6929 656.6929] /AP << /N 5 0 R >> ${change.annotation ?? '/F 4'} >>`,
    5: `<< /Type /XObject /Subtype /Form /BBox [0 0 56.6929 56.6929] /Resources << /XObject << /Im0 6 0 R /Im1 6 0 R >> >> /Length ${content.length} ${change.form ?? ''} >>\nstream\n${content}\nendstream`,
    6: `<< ${common} ${change.image ?? '/ColorSpace /DeviceRGB /BitsPerComponent 8'} /SMask 7 0 R /Length ${samples.length} >>\nstream\n${samples}\nendstream`,
    7: `<< ${common} ${change.mask ?? '/ColorSpace /DeviceGray /BitsPerComponent 8'} /Length ${mask.length} >>\nstream\n${mask}\nendstream`,
    8: '<< /Type /Annot /Subtype /Square /Rect [150 650 300 700] >>',
    ...change.more,
  });
  const pdf = await openPdf(sourceFromBytes(file));
  return pdf.read((document) => drawnPictures(document, undefined, (_dict, ref) => ref.num === 4));
}

const judged = async (change: Change, picture: SealPicture = SEAL) => {
  const found = checkAppearance({ drawn: await drawn(change), pageCount: 1, unplaced: false }, picture);
  const codes = found.checks.map(({ code, status }) => `${code} ${status}`);
  return [...codes, ...found.notChecked.map(({ code }) => `${code} not-checked`), found.formatFailure]
    .join(' ')
    .trim();
};

describe('what a page shows of a seal', () => {
  it('is its picture, in its place and size', async () => {
    const [one] = await drawn();
    expect(one!.shown).toMatchObject({ x: expect.closeTo(35.28, 1), width: expect.closeTo(20, 3) });
    expect(one!.picture).toMatchObject({ width: expect.closeTo(20, 3), height: expect.closeTo(20, 3) });
    expect(await judged({})).toBe('SEAL_APPEARANCE passed');
    // Again: it is known by now, and not decoded.
    expect(await judged({})).toBe('SEAL_APPEARANCE passed');
  });

  it('fails the seal when it is another picture', async () => {
    const other = hex(rgb.map((value, i) => (i === 5 ? value ^ 1 : value)));
    expect(await judged({ samples: other })).toBe('SEAL_APPEARANCE failed FORMAT_FAILURE');
    expect(await judged({}, { ...SEAL, data: SEAL.data.subarray(1) })).toBe(
      'SEAL_APPEARANCE failed FORMAT_FAILURE',
    );
    expect(await judged({}, { ...SEAL, type: 'JPG' })).toBe('SEAL_APPEARANCE failed FORMAT_FAILURE');
  });

  it('leaves the seal undecided when it is more or less than the picture, turned, blended or malformed', async () => {
    const changes: Change[] = [
      { content: 'q 56 0 0 56 0 0 cm /Im0 Do Q BT ET' },
      { content: 'q 56 0 0 56 0 0 cm /Im0 Do /Im1 Do Q' },
      { content: 'q 56 0 0 56 0 0 cm /Im9 Do Q' },
      { content: '/GS0 gs q 56 0 0 56 0 0 cm /Im0 Do Q' },
      { content: 'q -56 0 0 56 56 0 cm /Im0 Do Q' },
      { content: 'q 0 56 -56 0 56 0 cm /Im0 Do Q' },
      { content: 'q 0 0 0 0 0 0 cm /Im0 Do Q' },
      { form: '/Group << /S /Transparency >>' },
      { form: '/OC 9 0 R' },
      { form: '/Matrix [1 0 0 1]' },
      { image: '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Decode [1 0 1 0 1 0]' },
      { image: '/ColorSpace /DeviceCMYK /BitsPerComponent 8' },
      { mask: '/ColorSpace /DeviceGray /BitsPerComponent 8 /Matte [0 0 0]' },
      { samples: '00>' },
      { samples: 'zz>' },
      { annotation: '/F 4 /AS /On' },
      { page: '/Rotate 90' },
    ];
    for (const [i, change] of changes.entries()) {
      expect([i, await judged(change)]).toEqual([i, 'SEAL_APPEARANCE failed SIG_CONSTRAINTS_FAILURE']);
    }
    const unplaced = checkAppearance({ drawn: await drawn(), pageCount: 1, unplaced: true }, SEAL);
    expect(unplaced).toMatchObject({ formatFailure: 'SIG_CONSTRAINTS_FAILURE' });
  });

  it('is told when nobody sees it, when it is scaled, and when it cannot be compared', async () => {
    for (const annotation of [
      '/F 2',
      '/F 32',
      '/F 1',
      '/F 4 /OC 9 0 R',
      '/F 4 /CA 0',
      '/F 4 /BM /Multiply',
    ]) {
      expect([annotation, await judged({ annotation })]).toEqual([
        annotation,
        'SEAL_APPEARANCE passed SEAL_NOT_SHOWN warning',
      ]);
      const other = hex(rgb.map((value, i) => (i === 5 ? value ^ 1 : value)));
      expect(await judged({ annotation, samples: other })).toBe('SEAL_APPEARANCE failed FORMAT_FAILURE');
    }
    expect(await judged({ annotations: '[]' })).toBe('SEAL_NOT_SHOWN warning');
    expect(await judged({}, { ...SEAL, widthMm: 42, heightMm: 42 })).toBe(
      'SEAL_APPEARANCE passed SEAL_STAMP_SCALED warning',
    );
    expect(await judged({}, { ...SEAL, type: 'OFD' })).toBe('SEAL_APPEARANCE not-checked');
  });

  it('leaves the seal undecided when something is drawn over it', async () => {
    expect(await judged({ annotations: '[8 0 R 4 0 R]' })).toBe('SEAL_APPEARANCE passed');
    expect(await judged({ annotations: '[4 0 R 8 0 R]' })).toBe(
      'SEAL_APPEARANCE passed SEAL_COVERED failed SIG_CONSTRAINTS_FAILURE',
    );
  });
});
