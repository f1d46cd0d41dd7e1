import { isPdfArray, nameOf, type PdfDict, type PdfObject } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';

/** ISO 32000-1, tables 136 and 137. */
const BLEND_MODES = new Set([
  ...[
    'Normal',
    'Compatible',
    'Multiply',
    'Screen',
    'Overlay',
    'Darken',
    'Lighten',
    'ColorDodge',
    'ColorBurn',
  ],
  ...['HardLight', 'SoftLight', 'Difference', 'Exclusion', 'Hue', 'Saturation', 'Color', 'Luminosity'],
]);
const INTENTS = new Set(['RelativeColorimetric', 'AbsoluteColorimetric', 'Perceptual', 'Saturation']);
/** Keys of a graphics state that tell one without /Type from other dictionaries. */
const TELLING = ['TR', 'TR2', 'HTP', 'BM', 'SMask', 'CA', 'ca', 'RI'] as const;

/** Graphics state parameters (6.2.5, 6.2.6, 6.2.10). Dictionaries of annotations may carry some of the same keys. */
export function checkGraphicsState(file: PdfACase, dict: PdfDict, num: number): void {
  const type = nameOf(dict.get('Type'));
  const subtype = nameOf(dict.get('Subtype'));
  const isState =
    type === 'ExtGState' ||
    (type === undefined && subtype === undefined && TELLING.some((key) => dict.get(key) !== undefined));
  if (!isState) return;
  if (dict.get('TR') !== undefined) file.find('PDFA_GRAPHICS_STATE', 'a transfer function (/TR)', num);
  if (dict.get('HTP') !== undefined) file.find('PDFA_GRAPHICS_STATE', 'a halftone phase (/HTP)', num);
  const second = dict.get('TR2');
  if (second !== undefined && nameOf(file.resolve(second)) !== 'Default') {
    file.find('PDFA_GRAPHICS_STATE', 'a transfer function (/TR2)', num);
  }
  const intent = dict.get('RI');
  if (intent !== undefined) checkIntent(file, nameOf(file.resolve(intent)), num);
  checkBlending(file, dict, num);
}

/** 6.2.6: the four of ISO 32000-1, table 70. */
export function checkIntent(file: PdfACase, name: string | undefined, num?: number): void {
  if (name === undefined || !INTENTS.has(name))
    file.find('PDFA_RENDERING_INTENT', 'an unknown rendering intent', num);
}

function checkBlending(file: PdfACase, dict: PdfDict, num: number): void {
  const mode = file.resolve(dict.get('BM'));
  const modes: readonly PdfObject[] = mode === undefined ? [] : isPdfArray(mode) ? mode : [mode];
  for (const one of modes) {
    const name = nameOf(file.resolve(one));
    if (name === undefined || !BLEND_MODES.has(name))
      file.find('PDFA_BLEND_MODE', 'an unknown blend mode', num);
    if (name !== 'Normal' && name !== 'Compatible') file.transparency = true;
  }
  const opaque = (key: string): boolean =>
    [undefined, 1].includes(file.resolve(dict.get(key)) as number | undefined);
  if (!opaque('CA') || !opaque('ca')) file.transparency = true;
  const mask = file.resolve(dict.get('SMask'));
  if (mask !== undefined && nameOf(mask) !== 'None') file.transparency = true;
}
