import { readFileSync } from 'node:fs';
import { type FontChain, loadFontChain } from '../../src/formats/font/index.ts';

/** Bytes of the demo font. */
export const demoFontBytes = (): Uint8Array =>
  new Uint8Array(readFileSync(new URL('../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url)));

/** A chain of the demo font alone. */
export const demoFontChain = (): FontChain => loadFontChain([{ bytes: demoFontBytes(), name: 'demo' }]);
