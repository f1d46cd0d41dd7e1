import { YinxinError } from '../../../foundation/core/index.ts';
import { type PdfPage, pages } from '../pages.ts';
import type { PdfFile } from '../pdf-file.ts';
import { type SeenBox, seenBox } from '../placement.ts';
import { keywordHits } from './keyword-hits.ts';
import { type FontCache, type PlacedText, placedText } from './placed-text.ts';

/**
 * Gives the text of pages with its places. The library's own reads fonts by their ToUnicode maps and encodings; another
 * extractor (pdfjs, an OCR) may stand in for files whose fonts tell nothing.
 */
export interface TextSearch {
  /** Text of a page (from 1) in default user space, in any order. */
  placedText(page: number): Promise<readonly PlacedText[]>;
}

/** Which text, and where to look. */
export interface KeywordQuery {
  /** As a person reads it on one line; white space and compatibility forms (NFKC) make no difference. */
  readonly keyword: string;
  /** Pages to look on, from 1; unset: from the first, to the last. */
  readonly pages?: { readonly first?: number; readonly last?: number };
  /** Default: the library's own. */
  readonly search?: TextSearch;
}

/** A place where a keyword stands: millimetres of the page as it is seen, from its top left corner. */
export interface KeywordHit extends SeenBox {
  /** From 1. */
  readonly page: number;
}

/** Options of {@link placeByKeyword}. */
export interface PlaceByKeyword extends KeywordQuery {
  /**
   * Which hit, page by page from top left: 1 is the first, -1 the last. Unset: there must be one only, because a
   * signature at the wrong one cannot be taken back.
   */
  readonly occurrence?: number;
  /** Millimetres to the right and downwards. */
  readonly offset?: { readonly x?: number; readonly y?: number };
}

/** A point on a page as it is seen, in millimetres from its top left corner. */
export interface KeywordPlace {
  /** From 1. */
  readonly page: number;
  /** The middle of the keyword, moved by the offset. */
  readonly x: number;
  readonly y: number;
  /** The keyword itself. */
  readonly hit: KeywordHit;
}

/** The library's own {@link TextSearch} over an opened file. Fonts are opened once for all pages. */
export function ownTextSearch(file: PdfFile): TextSearch {
  const fonts: FontCache = new Map();
  let all: Promise<readonly PdfPage[]> | undefined;
  return {
    placedText: async (number) => {
      all ??= listPages(file);
      const page = (await all)[number - 1];
      return page === undefined ? [] : file.read((document) => placedText(document, page, fonts));
    },
  };
}

function listPages(file: PdfFile): Promise<readonly PdfPage[]> {
  return file.read((document) => [...pages(document)]);
}

/**
 * All places of a keyword, page by page, on each from the top and from the left. A keyword that wraps onto a second line
 * is not found. Hits outside the visible page are left out. ARGUMENT_INVALID (an empty keyword), PDF_INVALID (content
 * that cannot be read), LIMIT_EXCEEDED, PDF_ENCRYPTED.
 */
export async function findKeyword(file: PdfFile, query: KeywordQuery): Promise<KeywordHit[]> {
  if (query.keyword.trim() === '') throw new YinxinError('ARGUMENT_INVALID', 'the keyword is empty');
  await assertReadable(file);
  const search = query.search ?? ownTextSearch(file);
  const { first = 1, last = Number.POSITIVE_INFINITY } = query.pages ?? {};
  const hits: KeywordHit[] = [];
  for (const page of await listPages(file)) {
    const number = page.index + 1;
    if (number < first || number > last) continue;
    const found = keywordHits(await search.placedText(number), query.keyword);
    const boxes = found.map((rectangle) => seenBox(page, rectangle)).filter((box) => isSeen(box, page));
    for (const box of inReadingOrder(boxes)) hits.push({ page: number, ...box });
  }
  return hits;
}

async function assertReadable(file: PdfFile): Promise<void> {
  if (await file.read((document) => document.locked)) {
    throw new YinxinError(
      'PDF_ENCRYPTED',
      'the PDF is encrypted: its text cannot be searched without a password',
    );
  }
}

/** The middle of the box lies on the visible page. */
function isSeen(box: SeenBox, page: PdfPage): boolean {
  const { width, height } = seenBox(page, page.visibleBox);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

/** From the top; those whose middles lie within one box of the first of a row, from the left. */
function inReadingOrder(boxes: readonly SeenBox[]): SeenBox[] {
  const middle = (box: SeenBox): number => box.y + box.height / 2;
  const rows: SeenBox[][] = [];
  for (const box of [...boxes].sort((a, b) => middle(a) - middle(b))) {
    const first = rows.at(-1)?.[0];
    if (first !== undefined && middle(box) - middle(first) < first.height / 2) rows.at(-1)!.push(box);
    else rows.push([box]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.x - b.x));
}

/**
 * The place that a keyword marks: where a signature or seal goes (signer’s name, 盖章处). As {@link findKeyword}, and
 * ARGUMENT_INVALID where the keyword is not there that often, or stands in several places and none was chosen
 * (`details.hits` counts them).
 */
export async function placeByKeyword(file: PdfFile, options: PlaceByKeyword): Promise<KeywordPlace> {
  const { occurrence, offset } = options;
  const hits = await findKeyword(file, options);
  const index = occurrence === undefined ? 0 : occurrence > 0 ? occurrence - 1 : hits.length + occurrence;
  const hit = occurrence === undefined && hits.length > 1 ? undefined : hits[index];
  if (hit === undefined) {
    const several = hits.length > 1 && occurrence === undefined;
    throw new YinxinError(
      'ARGUMENT_INVALID',
      several
        ? 'the keyword stands in several places: say which occurrence'
        : 'the keyword is not on these pages',
      { details: { hits: hits.length, occurrence } },
    );
  }
  return {
    page: hit.page,
    x: hit.x + hit.width / 2 + (offset?.x ?? 0),
    y: hit.y + hit.height / 2 + (offset?.y ?? 0),
    hit,
  };
}
