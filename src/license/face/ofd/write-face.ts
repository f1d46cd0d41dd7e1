import { type FontFace, trueTypeSubset } from '../../../formats/font/index.ts';
import {
  type NewOfdPage,
  type OfdColour,
  type OfdPageItem,
  type OfdPathItem,
  type OfdPathStep,
  writeOfd,
} from '../../../formats/ofd/index.ts';
import { toHex, utf8 } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import {
  type DrawnCode,
  type DrawnPage,
  type DrawnPath,
  type DrawnText,
  type FaceDrawing,
  MM_PER_POINT,
} from '../layout/index.ts';
import { METADATA_FILE_NAME, QR_MARK } from '../marks.ts';
import type { Photo } from '../photo.ts';
import type { FaceBox } from '../template.ts';

/** What is written beside the drawing. */
export interface OfdFaceFile {
  readonly title: string;
  readonly metadataXml: Uint8Array;
  readonly at: Date;
  readonly photo?: Photo;
  /** Values by metadata key: they stand in the description of the document, too (GB/T 36905). */
  readonly fields: Readonly<Record<string, string>>;
}

const PROGRAM = 'yinxin';

/**
 * A face as OFD (GB/T 33190-2016): TrueType subsets, vector code, the ground as a template page, metadata attached and as
 * data of the document, each field tagged. Same input, same bytes.
 */
export function writeOfdFace(drawing: FaceDrawing, file: OfdFaceFile): Uint8Array {
  const customData = Object.entries(file.fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, value }));
  return writeOfd<FontFace>({
    id: documentId(drawing, file),
    title: file.title,
    creator: PROGRAM,
    createdAt: file.at,
    customData,
    pages: drawing.pages.map((page) => pageOf(page, file.photo)),
    attachments: [{ name: METADATA_FILE_NAME, data: file.metadataXml, visible: false, usage: 'metadata' }],
    embedFont: (face, characters) => ({
      name: face.postscriptName,
      data: trueTypeSubset(face, characters),
    }),
  });
}

/** From everything that is said, so that the same face has the same identifier. */
function documentId({ pages }: FaceDrawing, { metadataXml, at, title }: OfdFaceFile): string {
  const items = pages.flatMap((page) => page.items);
  const texts = items.flatMap((item) => (item.kind === 'text' ? [JSON.stringify(saidBy(item))] : []));
  const bars = items.flatMap((item) => (item.kind === 'code' ? item.bars : []));
  const places = Float64Array.from(bars.flatMap(({ x, y, width }) => [x, y, width]));
  const said = utf8(`${title}\n${at.toISOString()}\n${texts.join('\n')}`);
  return toHex(digest('sha256', said, new Uint8Array(places.buffer), metadataXml)).slice(0, 32);
}

function saidBy({ field, box, size, lines }: DrawnText): unknown {
  const text = lines.map(({ glyphs }) =>
    glyphs.map(({ codePoint }) => String.fromCodePoint(codePoint)).join(''),
  );
  return [field, box, size, text];
}

function pageOf(page: DrawnPage, photo: Photo | undefined): NewOfdPage<FontFace> {
  return {
    width: page.width,
    height: page.height,
    ground: groundOf(page.ground),
    items: page.items.flatMap((item): OfdPageItem<FontFace>[] => {
      if (item.kind === 'text') return textItems(item);
      if (item.kind === 'code') return codeItems(item);
      return photo === undefined ? [] : [{ kind: 'image', format: 'JPEG', data: photo.bytes, ...item.box }];
    }),
  };
}

const GROUNDS = new WeakMap<DrawnPage['ground'], readonly OfdPathItem[]>();

/** One list for one ground, so that the writer knows it again. */
function groundOf(ground: DrawnPage['ground']): readonly OfdPathItem[] {
  const items = GROUNDS.get(ground) ?? ground.map(pathItem);
  GROUNDS.set(ground, items);
  return items;
}

function pathItem({ steps, fill, stroke }: DrawnPath): OfdPathItem {
  return {
    kind: 'path',
    steps,
    ...(fill === undefined ? {} : { fill: colour(fill) }),
    ...(stroke === undefined ? {} : { stroke: { colour: colour(stroke.color), width: stroke.width } }),
  };
}

function textItems(text: DrawnText): OfdPageItem<FontFace>[] {
  return text.lines
    .filter(({ glyphs }) => glyphs.length > 0)
    .map(({ glyphs, x, baseline }) => ({
      kind: 'text',
      x,
      y: baseline,
      size: text.size * MM_PER_POINT,
      spacing: text.spacing * MM_PER_POINT,
      colour: colour(text.color),
      glyphs,
      ...(text.field === undefined ? {} : { tag: text.field }),
    }));
}

const WHITE: OfdColour = [255, 255, 255];
const BLACK: OfdColour = [0, 0, 0];

function codeItems({ box, bars }: DrawnCode): OfdPageItem<FontFace>[] {
  return [
    { kind: 'path', steps: corners(box), fill: WHITE },
    { kind: 'path', steps: bars.flatMap(corners), fill: BLACK, tag: QR_MARK },
  ];
}

function corners({ x, y, width, height }: FaceBox): OfdPathStep[] {
  return [['M', x, y], ['L', x + width, y], ['L', x + width, y + height], ['L', x, y + height], ['Z']];
}

function colour(text: string): OfdColour {
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as OfdColour;
}
