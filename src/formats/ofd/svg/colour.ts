import { attributeValue, type XmlElement } from '../../xml/index.ts';
import { only } from '../elements.ts';
import { readNumbers, svgNumber } from './numbers.ts';

/** A colour as SVG writes it. */
export interface SvgColour {
  readonly paint: string;
  readonly opacity?: string;
}

const BLACK: SvgColour = { paint: '#000000' };

/**
 * CT_Color (clause 8.3.2): grey, RGB or CMYK by the number of values. Patterns and gradients are drawn in a middle grey
 * and told.
 */
export function readColour(parent: XmlElement, name: string, onPattern: () => void): SvgColour | undefined {
  const element = only(parent, name);
  if (element === undefined) return undefined;
  const alpha = opacityOf(element);
  const value = attributeValue(element, 'Value');
  if (value === undefined) {
    const isPattern = element.children.some((child) => child.kind === 'element');
    if (!isPattern) return { ...BLACK, ...alpha };
    onPattern();
    return { paint: '#808080', ...alpha };
  }
  return { paint: paintOf(readValues(value)), ...alpha };
}

/** Alpha of 0 to 255 as opacity; absent where it is full. */
export function opacityOf(element: XmlElement): { readonly opacity?: string } {
  const text = attributeValue(element, 'Alpha');
  const [alpha] = text === undefined ? [] : readNumbers(text);
  if (alpha === undefined || alpha >= 255) return {};
  return { opacity: svgNumber(Math.max(0, alpha) / 255) };
}

/** `#FF 0 0` stands beside `255 0 0` in real files. */
function readValues(text: string): number[] {
  return text
    .trim()
    .split(/[ \t\r\n]+/)
    .flatMap((word) =>
      /^#[0-9a-fA-F]{1,2}$/.test(word) ? [Number.parseInt(word.slice(1), 16)] : readNumbers(word),
    );
}

function paintOf(values: readonly number[]): string {
  const [a = 0, b = 0, c = 0, d = 0] = values;
  if (values.length === 1) return hex(a, a, a);
  if (values.length === 4) {
    const key = 1 - d / 255;
    return hex(...([a, b, c].map((ink) => 255 * (1 - ink / 255) * key) as [number, number, number]));
  }
  return hex(a, b, c);
}

function hex(...parts: readonly [number, number, number]): string {
  const byte = (part: number): string =>
    Math.round(Math.max(0, Math.min(255, part)))
      .toString(16)
      .padStart(2, '0');
  return `#${parts.map(byte).join('')}`;
}
