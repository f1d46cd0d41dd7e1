import type { OfdPackage } from '../package.ts';
import type { Canvas } from './canvas.ts';
import { dataUri } from './pictures.ts';
import { attempt, type Resources } from './resources.ts';

/** A font that gives outlines. */
export interface OutlineFont {
  /** Glyph of a code point; 0 where there is none. */
  glyphOf(codePoint: number): number;
  /** SVG path data of a glyph, one em = 1, y downwards. Empty for blanks. */
  outline(glyph: number): string;
}

/** Opens an embedded font; `undefined` for what cannot be drawn from. */
export type OpenOutlineFont = (bytes: Uint8Array) => OutlineFont | undefined;

/** Fonts above this are not opened: a complete Chinese font takes 20 MB. */
const MAX_FONT_BYTES = 32 * 1024 * 1024;

/** Fonts and pictures of a package, each opened once for all pages. */
export class MediaBook {
  readonly #ofd: OfdPackage;
  readonly #openFont: OpenOutlineFont | undefined;
  readonly #fonts = new Map<string, Promise<OutlineFont | undefined>>();
  readonly #pictures = new Map<string, Promise<string | undefined>>();

  constructor(ofd: OfdPackage, openFont: OpenOutlineFont | undefined) {
    this.#ofd = ofd;
    this.#openFont = openFont;
  }

  font(file: string): Promise<OutlineFont | undefined> {
    const known = this.#fonts.get(file) ?? this.#readFont(file);
    this.#fonts.set(file, known);
    return known;
  }

  /** A picture as data URI. */
  picture(file: string): Promise<string | undefined> {
    const known = this.#pictures.get(file) ?? this.#readPicture(file);
    this.#pictures.set(file, known);
    return known;
  }

  async #readFont(file: string): Promise<OutlineFont | undefined> {
    const size = this.#ofd.zip.find(file)?.size ?? 0;
    if (this.#openFont === undefined || size === 0 || size > MAX_FONT_BYTES) return undefined;
    const bytes = await attempt(() => this.#ofd.read(file));
    return bytes === undefined ? undefined : this.#openFont(bytes);
  }

  async #readPicture(file: string): Promise<string | undefined> {
    const bytes = await attempt(() => this.#ofd.read(file));
    return bytes === undefined ? undefined : dataUri(bytes);
  }
}

/** What objects of one page are drawn with. */
export interface Scene {
  readonly canvas: Canvas;
  readonly resources: Resources;
  readonly media: MediaBook;
}
