import {
  type Box,
  dataUri,
  MediaBook,
  type OfdBody,
  type OfdPackage,
  openOfd,
  type PageStamp,
  type RenderedPage,
  readDocument,
  renderPage,
} from '../../formats/ofd/index.ts';
import {
  type ByteSource,
  type Check,
  type FileInput,
  isYinxinError,
  type Limits,
  sourceFromBytes,
  toBase64,
  toSource,
  utf8,
} from '../../foundation/core/index.ts';
import { readSesSignature, type SealPicture } from '../ses/index.ts';
import { readListed, readLists, readNamed } from './listed.ts';
import { openOutlineFont } from './outline-font.ts';

/** Options of {@link renderOfd}. */
export interface RenderOfdOptions {
  /** Pages to draw, from 1, counted over all documents. Unset: all. */
  readonly pages?: readonly number[];
  /** Unset: true. Without, the pages are drawn as they are under the seals. */
  readonly seals?: boolean;
  readonly limits?: Limits;
}

/** A drawing of one page of an OFD. */
export interface RenderedOfdPage extends RenderedPage {
  /** From 1, over all documents of the package. */
  readonly page: number;
}

/** Pictures of seals that are OFDs themselves are drawn one deep. */
const MAX_SEAL_DEPTH = 1;
const SVG_TYPE = 'data:image/svg+xml;base64,';

/**
 * Draws the pages of an OFD and the seals on them as SVG, one after the other, so that a person can look. Every drawing is
 * a document of its own: no programs, no references to the outside, all text escaped, bounded in size.
 *
 * Nothing is verified: a seal is drawn because it is there. A page that cannot be read is an empty one that says so in
 * `leftOut`. ZIP_INVALID, XML_INVALID, OFD_INVALID, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function* renderOfd(
  file: FileInput,
  options: RenderOfdOptions = {},
): AsyncGenerator<RenderedOfdPage, void, undefined> {
  yield* renderPackage(toSource(file), options, 0);
}

async function* renderPackage(
  source: ByteSource,
  options: RenderOfdOptions,
  depth: number,
): AsyncGenerator<RenderedOfdPage, void, undefined> {
  const ofd = await openOfd(source, options.limits);
  const { stamps, leftOut } = options.seals === false ? NO_STAMPS : await stampsOrNone(ofd, depth);
  const media = new MediaBook(ofd, openOutlineFont);
  let number = 0;
  for (const body of documentsOf(ofd)) {
    const document = await readDocument(ofd, body);
    for (const page of document.pages) {
      number++;
      if (options.pages !== undefined && !options.pages.includes(number)) continue;
      const over = stamps.get(keyOf(body, page.id)) ?? [];
      const drawn = await drawnOrEmpty(() => renderPage(ofd, document, page, media, over));
      yield { ...drawn, page: number, leftOut: [...leftOut, ...drawn.leftOut] };
    }
  }
}

/** Several bodies may name one document. */
function documentsOf({ bodies }: OfdPackage): OfdBody[] {
  return [...new Map(bodies.map((body) => [body.document, body])).values()];
}

async function drawnOrEmpty(draw: () => Promise<RenderedPage>): Promise<RenderedPage> {
  try {
    return await draw();
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
    const leftOut: Check = {
      code: error.code,
      status: 'warning',
      detail: error.message,
      clause: 'GB/T 33190-2016 7.7',
    };
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297"/>';
    return { svg, width: 210, height: 297, leftOut: [leftOut] };
  }
}

interface Stamps {
  readonly stamps: ReadonlyMap<string, readonly PageStamp[]>;
  readonly leftOut: readonly Check[];
}

const NO_STAMPS: Stamps = { stamps: new Map(), leftOut: [] };

/** A list of signatures that cannot be read takes the seals away, not the pages. */
async function stampsOrNone(ofd: OfdPackage, depth: number): Promise<Stamps> {
  try {
    return { stamps: await stampsOf(ofd, depth), leftOut: [] };
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
    const detail = `the seals are not drawn: ${error.message}`;
    const check: Check = { code: 'OFD_SEALS', status: 'warning', detail, clause: 'GB/T 33190-2016 18.1' };
    return { stamps: new Map(), leftOut: [check] };
  }
}

function keyOf(body: OfdBody, pageId: string): string {
  return `${body.document} ${pageId}`;
}

/** The stamps of all signatures that hold a seal, by page, in the order of the lists. */
async function stampsOf(ofd: OfdPackage, depth: number): Promise<Map<string, PageStamp[]>> {
  const found = new Map<string, PageStamp[]>();
  for (const { body, file } of await readListed(ofd, await readLists(ofd))) {
    const value =
      file === undefined || file.stamps.length === 0 ? undefined : await readNamed(ofd, file.signedValue);
    if (file === undefined || value === undefined || !('bytes' in value)) continue;
    const seal = sealOf(value.bytes);
    if (seal === undefined) continue;
    const href = await pictureOf(seal.picture, depth);
    for (const { pageRef, boundary, clip } of file.stamps) {
      const shown: Box | undefined =
        clip === undefined ? undefined : { ...clip, x: boundary.x + clip.x, y: boundary.y + clip.y };
      const stamp: PageStamp = {
        box: boundary,
        ...(shown === undefined ? {} : { shown }),
        ...(href === undefined ? {} : { href }),
        title: seal.name,
      };
      const key = keyOf(body, pageRef);
      const known = found.get(key);
      if (known === undefined) found.set(key, [stamp]);
      else known.push(stamp);
    }
  }
  return found;
}

function sealOf(value: Uint8Array): { readonly name: string; readonly picture: SealPicture } | undefined {
  try {
    return readSesSignature(value).seal;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** An SVG as picture runs no programs and fetches nothing (SVG 2, 2.2 secure static mode). */
async function pictureOf({ type, data }: SealPicture, depth: number): Promise<string | undefined> {
  const kind = type.toUpperCase();
  if (kind === 'SVG') return `${SVG_TYPE}${toBase64(data)}`;
  if (kind !== 'OFD') return dataUri(data);
  if (depth >= MAX_SEAL_DEPTH) return undefined;
  try {
    const pages = renderPackage(sourceFromBytes(data), { pages: [1] }, depth + 1);
    const first = (await pages.next()).value;
    return first === undefined ? undefined : `${SVG_TYPE}${toBase64(utf8(first.svg))}`;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
