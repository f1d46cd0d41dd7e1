import { create, type Font } from '@cantoo/fontkit';
import { YinxinError } from '../../foundation/core/index.ts';
import type { TableRecord } from './glyph-tables.ts';

/** A font file of the caller: bytes alone, or with a name for messages and the face wanted from a collection. */
export type FontInput =
  | Uint8Array
  | {
      readonly bytes: Uint8Array;
      /** Used in messages and to bind private-use characters. Default: the PostScript name. */
      readonly name?: string;
      /** PostScript name of the face in a TTC or OTC. Default: its first face. */
      readonly face?: string;
    };

/** What the parser gives beyond its published types; each is checked before use. */
export interface RawFont extends Font {
  readonly 'OS/2'?: { readonly fsType?: EmbeddingRights; readonly sFamilyClass?: number };
  readonly directory: { readonly tables: Readonly<Record<string, TableRecord>> };
}

interface EmbeddingRights {
  readonly noEmbedding?: boolean;
  readonly viewOnly?: boolean;
  readonly editable?: boolean;
  readonly noSubsetting?: boolean;
  readonly bitmapOnly?: boolean;
}

/** Opens one face and checks that it may and can be embedded. Throws FONT_INVALID with what to do. */
export function openFont(
  input: FontInput,
  position: number,
): { name: string; font: RawFont; bytes: Uint8Array } {
  const { bytes, name, face } =
    input instanceof Uint8Array ? { bytes: input, name: undefined, face: undefined } : input;
  const label = name ?? `font ${position + 1}`;
  const font = parse(bytes, face, label);
  checkOutlines(font, label);
  checkRights(font['OS/2']?.fsType, label);
  return { name: name ?? font.postscriptName ?? label, font, bytes };
}

function parse(bytes: Uint8Array, face: string | undefined, label: string): RawFont {
  try {
    const opened = create(bytes);
    if (!('fonts' in opened)) return opened as RawFont;
    const chosen = face === undefined ? opened.fonts[0] : opened.getFont(face);
    if (chosen) return chosen as RawFont;
  } catch (cause) {
    throw invalid(label, 'is not a font that can be read; give a TrueType or OpenType file', cause);
  }
  throw invalid(
    label,
    `has no face named ${face ?? '(first)'}; give the PostScript name of one of its faces`,
  );
}

function checkOutlines(font: RawFont, label: string): void {
  const tables = font.directory.tables;
  if (font.type.startsWith('WOFF'))
    throw invalid(label, 'is a WOFF file; give the TTF or OTF it was made from');
  if (!('glyf' in tables) && !('CFF ' in tables)) {
    throw invalid(
      label,
      'has neither glyf nor CFF outlines; bitmap, colour and CFF2 fonts cannot be embedded',
    );
  }
}

/** OpenType OS/2 fsType. Preview-and-print is enough: what is made here is a finished document. */
function checkRights(rights: EmbeddingRights | undefined, label: string): void {
  if (rights === undefined) return;
  const remedy = 'use a font with installable rights (an OFL font) or get a licence for embedding';
  if (rights.noEmbedding && !rights.viewOnly && !rights.editable) {
    throw invalid(label, `forbids embedding (fsType restricted); ${remedy}`);
  }
  if (rights.noSubsetting) throw invalid(label, `forbids subsets (fsType 0x0100); ${remedy}`);
  if (rights.bitmapOnly) throw invalid(label, `allows bitmaps only (fsType 0x0200); ${remedy}`);
}

function invalid(label: string, what: string, cause?: unknown): YinxinError {
  return new YinxinError('FONT_INVALID', `${label} ${what}`, {
    details: { font: label },
    ...(cause === undefined ? {} : { cause }),
  });
}
