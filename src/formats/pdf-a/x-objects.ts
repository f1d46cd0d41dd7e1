import { isPdfArray, nameOf, type PdfDict, type PdfObject } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';
import { checkIntent } from './graphics-state.ts';

/** Images and forms (6.2.8, 6.2.9), as dictionaries; colours are looked at where they are named. */
export function checkXObject(file: PdfACase, dict: PdfDict, num: number): void {
  const subtype = nameOf(file.resolve(dict.get('Subtype')));
  if (subtype === 'PS') file.find('PDFA_POSTSCRIPT', 'a PostScript XObject', num);
  if (subtype === 'Image') checkImage(file, dict, num);
  if (subtype === 'Form') checkForm(file, dict, num);
}

function checkImage(file: PdfACase, dict: PdfDict, num: number): void {
  if (dict.get('Alternates') !== undefined) file.find('PDFA_IMAGE', 'alternate images', num);
  if (dict.get('OPI') !== undefined) file.find('PDFA_IMAGE', 'OPI information', num);
  if (file.resolve(dict.get('Interpolate')) === true)
    file.find('PDFA_IMAGE', 'the image is to be interpolated', num);
  if (dict.get('Intent') !== undefined) checkIntent(file, nameOf(file.resolve(dict.get('Intent'))), num);
  if (dict.get('SMask') !== undefined) file.transparency = true;
  if (file.resolve(dict.get('ImageMask')) !== true) noteColourSpace(file, dict.get('ColorSpace'), 0, num);
}

function checkForm(file: PdfACase, dict: PdfDict, num: number): void {
  if (dict.get('OPI') !== undefined) file.find('PDFA_FORM_XOBJECT', 'OPI information', num);
  if (dict.get('Ref') !== undefined) file.find('PDFA_FORM_XOBJECT', 'a reference to another file', num);
  if (dict.get('PS') !== undefined || nameOf(file.resolve(dict.get('Subtype2'))) === 'PS') {
    file.find('PDFA_POSTSCRIPT', 'a form with PostScript', num);
  }
  const group = file.dict(dict.get('Group'));
  if (nameOf(file.resolve(group?.get('S'))) !== 'Transparency') return;
  file.transparency = true;
  if (group?.get('CS') !== undefined) noteColourSpace(file, group.get('CS'), 0, num);
}

const MAX_DEPTH = 8;
const DEVICE = {
  DeviceRGB: 'rgb',
  RGB: 'rgb',
  DeviceGray: 'grey',
  G: 'grey',
  DeviceCMYK: 'cmyk',
  CMYK: 'cmyk',
} as const;
const COMPONENTS: Readonly<Record<number, string>> = { 1: 'GRAY', 3: 'RGB ', 4: 'CMYK' };

/** Device colours, also those under Indexed, Separation, DeviceN and patterns (6.2.4.3, 6.2.4.4); profiles (6.2.4.2). */
export function noteColourSpace(
  file: PdfACase,
  value: PdfObject | undefined,
  depth: number,
  num?: number,
): void {
  const space = file.resolve(value);
  const parts = isPdfArray(space) ? space : [space];
  const name = nameOf(file.resolve(parts[0]));
  if (name === undefined || depth > MAX_DEPTH) return;
  if (Object.hasOwn(DEVICE, name)) file.deviceColours.add(DEVICE[name as keyof typeof DEVICE]);
  else if (name === 'ICCBased') checkProfile(file, parts[1], num);
  else if (name === 'Indexed' || name === 'I' || name === 'Pattern')
    noteColourSpace(file, parts[1], depth + 1, num);
  else if (name === 'Separation' || name === 'DeviceN') noteColourSpace(file, parts[2], depth + 1, num);
}

/** A profile that a colour space names: its header must say what the dictionary says. */
function checkProfile(file: PdfACase, value: PdfObject | undefined, num?: number): void {
  const fault = profileFault(file, value);
  if (fault !== undefined) file.find('PDFA_ICC_PROFILE', fault, num);
}

const HEADER_BYTES = 128;
const CLASSES = new Set(['prtr', 'mntr', 'scnr', 'spac']);

/** What is wrong with an ICC profile stream, if anything: class, colour space, version (below 5), signature. */
export function profileFault(file: PdfACase, value: PdfObject | undefined): string | undefined {
  const stream = file.resolve(value);
  if (
    stream === undefined ||
    stream === null ||
    typeof stream !== 'object' ||
    !('start' in stream && 'dict' in stream)
  ) {
    return 'there is no profile';
  }
  const data = file.data(stream);
  if (data === undefined || data.length < HEADER_BYTES) return 'the profile is too short';
  const text = (at: number): string => String.fromCharCode(...data.subarray(at, at + 4));
  const components = file.resolve(stream.dict.get('N'));
  if (text(36) !== 'acsp') return 'the profile has no signature';
  if (!CLASSES.has(text(12))) return 'the profile is of another class';
  if ((data[8] ?? 0) >= 5) return 'the profile is of version 5 or later';
  const space = typeof components === 'number' ? COMPONENTS[components] : undefined;
  if (space !== text(16) && !(components === 3 && text(16) === 'Lab ')) return '/N does not fit the profile';
  return undefined;
}
