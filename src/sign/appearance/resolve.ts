import type { AnyAppearance, PdfFile, SignatureAppearance } from '../../formats/pdf/index.ts';
import type { VisibleSignature } from './options.ts';
import { placeOf } from './place.ts';

/** What the PDF room is to draw, and where: pictures read, fonts opened, keywords found. */
export async function resolveAppearance(
  file: PdfFile,
  appearance: SignatureAppearance | VisibleSignature | undefined,
): Promise<AnyAppearance | undefined> {
  if (appearance === undefined || 'image' in appearance) return appearance;
  // Fonts and codes are dear to load: who signs without them does not wait for them.
  const { drawLook } = await import('./draw-look.ts');
  return { draw: drawLook(appearance), ...(await placeOf(file, appearance)) };
}
