import {
  findKeyword,
  type KeywordHit,
  type PdfFile,
  type PdfStamp,
  pages,
  readFields,
  type SignatureAppearance,
  seenBox,
} from '../../formats/pdf/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { type Seal, stampNameOf } from '../../signatures/ses/index.ts';
import { type PlacedSeal, resolvePlacements, type SizeMm } from '../place/index.ts';
import type { SealPdfOptions } from './options.ts';
import { sealPicture } from './seal-picture.ts';

/** What the pages show: the picture of the signature field, and stamps for all further places. */
export interface SealDrawing {
  readonly appearance: SignatureAppearance;
  /** Without their names, which need that of the field. */
  readonly stamps: readonly Omit<PdfStamp, 'name'>[];
}

/**
 * The first place is the field's own; a signature field has one annotation only (ISO 32000-1 12.7.4.5), so the others
 * are stamp annotations under the same signature.
 */
export async function drawSeal(file: PdfFile, seal: Seal, options: SealPdfOptions): Promise<SealDrawing> {
  const placed = await placesOf(file, seal, options);
  const image = sealPicture(seal);
  const [first, ...further] = placed.map((one) => ({ image, ...drawnAt(one) }));
  if (further.length > 0) await assertNewField(file, options.field);
  return { appearance: first!, stamps: further.map((stamp) => ({ ...stamp, contents: seal.name })) };
}

/** Stamps with the names by which a reader finds them. */
export function namedStamps(drawing: SealDrawing, fieldName: string): PdfStamp[] {
  return drawing.stamps.map((stamp, index) => ({ ...stamp, name: stampNameOf(fieldName, index + 2) }));
}

async function placesOf(
  file: PdfFile,
  seal: Seal,
  { placements }: SealPdfOptions,
): Promise<readonly PlacedSeal[]> {
  const sizes = await file.read((document): SizeMm[] =>
    [...pages(document)].map((page) => {
      const { width, height } = seenBox(page, page.visibleBox);
      return { width, height };
    }),
  );
  const known = new Map<string, Promise<readonly KeywordHit[]>>();
  return resolvePlacements(placements, {
    pages: sizes,
    seal: { width: seal.picture.widthMm, height: seal.picture.heightMm },
    findText: async (keyword, page) => {
      const hits = known.get(keyword) ?? findKeyword(file, { keyword });
      known.set(keyword, hits);
      return (await hits).filter((hit) => hit.page === page);
    },
  });
}

function drawnAt({
  page,
  box,
  clip,
}: PlacedSeal): Required<Pick<SignatureAppearance, 'page' | 'place'>> & Pick<SignatureAppearance, 'window'> {
  const { x, y, width, height } = clip ?? { x: 0, y: 0, width: box.width, height: box.height };
  return {
    page,
    place: { corner: 'top-left', x: box.x + x, y: box.y + y, width, height },
    ...(clip === undefined
      ? {}
      : {
          window: {
            x: x / box.width,
            y: y / box.height,
            width: width / box.width,
            height: height / box.height,
          },
        }),
  };
}

/** A field that is there has a place of its own, which would not fit to the others. */
async function assertNewField(file: PdfFile, name: string | undefined): Promise<void> {
  const isThere = await file.read(
    (document) => name !== undefined && readFields(document).fields.some((field) => field.name === name),
  );
  if (!isThere) return;
  throw new YinxinError(
    'ARGUMENT_INVALID',
    'a seal on several places makes a field of its own: name none that is there',
    { details: { field: name } },
  );
}
