import { loadFontChain, trueTypeSubset } from '../../src/formats/font/index.ts';
import { demoFontBytes } from './demo-font.ts';

/** A font for a character of Extension G (U+30EDD) alone; its picture is that of another: no free font has it here. */
export function farPlaneFont(): Uint8Array {
  const [face] = loadFontChain([demoFontBytes()]).faces;
  return trueTypeSubset(face!, [{ codePoint: 0x30edd, glyph: face!.glyphOf('面'.codePointAt(0)!) }]);
}
