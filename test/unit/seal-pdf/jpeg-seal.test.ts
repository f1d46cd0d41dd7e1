import { describe, expect, it } from 'vitest';
import type { DrawnPicture, DrawnSamples } from '../../../src/formats/pdf/index.ts';
import { fromBase64, isYinxinError } from '../../../src/foundation/core/index.ts';
import { makeSeal, type SealPdfOptions, sealPdf } from '../../../src/seal/index.ts';
import { checkAppearance } from '../../../src/signatures/pades/seal-picture.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { NOW } from '../../support/life.ts';
import { judged, pagesPdf } from '../../support/seal-pdf.ts';

/** A red square on white, 16 × 16. */
const JPEG = fromBase64(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4' +
    'x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAQ' +
    'ABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAcEAACAgIDAAAAAAAAAAAAAAABBAIDIUFR4fD/xAAVAQEBAAAAAAAAAAAAAA' +
    'AAAAADBP/EABwRAAEDBQAAAAAAAAAAAAAAAAAREvATIiMx0f/aAAwDAQACEQMRAD8Aon3rBaE0QJtTGTqocn3ZB6w2lN4CDUBg6tHI90fRsNoc' +
    'RIg1AZGrRwfdEEbBaXHiJtTGBqocD3Z3OK8VKKvJs//Z',
);
const riding = { kind: 'riding', side: 'right' } as const;

async function sealingWith(type: string, data: Uint8Array, form: 'pades' | 'ses' = 'pades') {
  const pki = await createTestPki({ algorithm: 'SM2', now: NOW });
  const seal = await makeSeal({
    maker: await pki.sealMaker.signer(),
    id: '33990000000002',
    name: '样章',
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type, data, widthMm: 20, heightMm: 20 },
    createdAt: NOW,
  });
  const options: SealPdfOptions = {
    file: pagesPdf(3),
    seal,
    signer: await pki.sealSigner.signer(),
    claimedTime: NOW,
    placements: [{ kind: 'point', page: 1, x: 20, y: 20 }, riding],
    form,
  };
  return { pki, options };
}

async function codeOf(type: string, data: Uint8Array): Promise<string> {
  const { options } = await sealingWith(type, data);
  try {
    await sealPdf(options);
    return 'sealed';
  } catch (error) {
    if (isYinxinError(error)) return error.code;
    throw error;
  }
}

describe('a seal whose picture is a JPEG', () => {
  it.each(['pades', 'ses'] as const)(
    'is drawn as the file that it is, and compared with it: %s',
    async (form) => {
      const { pki, options } = await sealingWith('JPG', JPEG, form);
      const file = await sealPdf(options);
      const { verdict, report } = await judged(pki, file);
      expect(verdict).toBe('TOTAL_PASSED');
      expect(report.signatures[0]!.checks).toContainEqual(
        expect.objectContaining({ code: 'SEAL_APPEARANCE', status: 'passed' }),
      );
      // One picture, whatever the number of its places.
      expect(Buffer.from(file).toString('latin1').split('/DCTDecode')).toHaveLength(2);
    },
  );

  it('is no other file, no other size and no masked one', () => {
    const at = { x: 0, y: 0, width: 20, height: 20 };
    const verdict = (change: Partial<DrawnSamples>): string | undefined => {
      const samples = { width: 16, height: 16, kind: 'jpeg', data: JPEG, isKnown: false, ...change } as const;
      const drawn: DrawnPicture = {
        ...{ isWidget: true, page: 1, pageSize: { width: 210, height: 297 }, covered: false },
        ...{ shown: at, picture: at, samples },
      };
      const seal = { type: 'JPG', data: JPEG, widthMm: 20, heightMm: 20 };
      return checkAppearance({ drawn: [drawn], pageCount: 1, unplaced: false }, seal).formatFailure;
    };
    expect(verdict({})).toBeUndefined();
    expect(verdict({ data: JPEG.map((byte, i) => (i === 200 ? byte ^ 1 : byte)) })).toBe('FORMAT_FAILURE');
    expect(verdict({ width: 8 })).toBe('FORMAT_FAILURE');
    expect(verdict({ height: 32 })).toBe('FORMAT_FAILURE');
    expect(verdict({ alpha: new Uint8Array(256) })).toBe('FORMAT_FAILURE');
    expect(verdict({ kind: 'raw' })).toBe('FORMAT_FAILURE');
  });

  it.each([
    [
      'grey',
      'JPG',
      JPEG.map((byte, i) => (i > 160 && JPEG[i - 9] === 0xff && JPEG[i - 8] === 0xc0 ? 1 : byte)),
    ],
    ['cut short', 'JPEG', JPEG.subarray(0, 200)],
    ['called JPG and is none', 'JPG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ['an SVG', 'SVG', JPEG],
    ['an OFD', 'OFD', JPEG],
    ['a GIF', 'GIF', JPEG],
  ])('is refused before anybody signs where it is %s', async (_, type, data) => {
    expect(await codeOf(type, data)).toBe('IMAGE_INVALID');
  });
});
