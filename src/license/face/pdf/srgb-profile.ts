import { concatBytes, utf8 } from '../../../foundation/core/index.ts';

/** 16.16 numbers of matrix, white point and adaptation to D50 (IEC 61966-2-1 with the Bradford transform). */
const COLORANTS = {
  rXYZ: [0.436066, 0.222488, 0.013916],
  gXYZ: [0.385147, 0.716873, 0.097076],
  bXYZ: [0.143066, 0.060608, 0.714096],
} as const;
const WHITE = [0.9642, 1, 0.8249] as const;
const ADAPTATION = [
  1.047882, 0.022919, -0.050201, 0.029587, 0.990479, -0.017059, -0.009232, 0.015076, 0.751678,
];
/** Parameters g a b c d of the curve of type 3. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
const HEADER = 128;
const NAME = 'sRGB IEC61966-2.1';

/** An ICC profile of sRGB (ICC.1:2004, version 4.2, three-component matrix), written from its definition. */
export function srgbProfile(): Uint8Array {
  const curve = padded(concatBytes(tag('para'), u16(3), u16(0), ...CURVE.map(fixed)));
  const tags: readonly (readonly [name: string, data: Uint8Array])[] = [
    ['desc', localised(NAME)],
    ['cprt', localised('No copyright, use freely')],
    ['wtpt', xyz(WHITE)],
    ['chad', concatBytes(tag('sf32'), ...ADAPTATION.map(fixed))],
    ...Object.entries(COLORANTS).map(([name, values]) => [name, xyz(values)] as const),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  let at = HEADER + 4 + 12 * tags.length;
  const places = new Map<Uint8Array, number>();
  const bodies: Uint8Array[] = [];
  const entries = tags.map(([name, data]) => {
    if (!places.has(data)) {
      places.set(data, at);
      bodies.push(data);
      at += data.length;
    }
    return concatBytes(utf8(name), u32(places.get(data)!), u32(data.length));
  });
  return concatBytes(header(at), u32(tags.length), ...entries, ...bodies);
}

function header(size: number): Uint8Array {
  const date = [2026, 1, 1, 0, 0, 0].map(u16);
  const out = new Uint8Array(HEADER);
  const put = (offset: number, ...parts: readonly Uint8Array[]): void =>
    out.set(concatBytes(...parts), offset);
  put(0, u32(size), new Uint8Array(4), u32(0x04200000), utf8('mntrRGB XYZ '), ...date, utf8('acsp'));
  put(68, ...WHITE.map(fixed));
  return out;
}

function xyz(values: readonly number[]): Uint8Array {
  return concatBytes(tag('XYZ '), ...values.map(fixed));
}

/** multiLocalizedUnicodeType with one record. */
function localised(text: string): Uint8Array {
  const letters = Array.from(text, (letter) => u16(letter.charCodeAt(0)));
  return padded(
    concatBytes(tag('mluc'), u32(1), u32(12), utf8('enUS'), u32(2 * text.length), u32(28), ...letters),
  );
}

/** Type signature and four reserved bytes. */
function tag(type: string): Uint8Array {
  return concatBytes(utf8(type), new Uint8Array(4));
}

function fixed(value: number): Uint8Array {
  return u32(Math.round(value * 0x10000) >>> 0);
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function padded(data: Uint8Array): Uint8Array {
  return concatBytes(data, new Uint8Array(-data.length & 3));
}
