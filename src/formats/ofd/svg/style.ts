import { attributeValue, type XmlElement } from '../../xml/index.ts';
import { readNumber } from '../box.ts';
import { readColour, type SvgColour } from './colour.ts';
import { svgNumber } from './numbers.ts';
import type { Scene } from './scene.ts';

/** How an object is painted. */
export interface Style {
  readonly fill?: SvgColour;
  readonly stroke?: SvgColour;
  readonly lineWidth: number;
  /** The object itself, then its DrawParams, nearest first. */
  readonly sources: readonly XmlElement[];
}

/** Chains of DrawParam (Relative): real ones have one or two. */
const MAX_CHAIN = 8;
/** Clause 8.2: in millimetres. */
const USUAL_LINE_MM = 0.353;

/** Colours and lines of an object, of its DrawParam, and of that of its layer (clause 8.2). */
export function readStyle(object: XmlElement, layer: XmlElement | undefined, scene: Scene): Style {
  const sources = [
    object,
    ...paramsOf(object, scene),
    ...(layer === undefined ? [] : paramsOf(layer, scene)),
  ];
  const pattern = (): void =>
    scene.canvas.leaveOut('OFD_PATTERN', 'patterns and gradients are drawn in grey');
  const colour = (name: string): SvgColour | undefined => {
    for (const source of sources) {
      const found = readColour(source, name, pattern);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const [fill, stroke] = [colour('FillColor'), colour('StrokeColor')];
  const width = attributeOf(sources, 'LineWidth');
  return {
    ...(fill === undefined ? {} : { fill }),
    ...(stroke === undefined ? {} : { stroke }),
    lineWidth: width === undefined ? USUAL_LINE_MM : readNumber(width),
    sources,
  };
}

/** An attribute of the nearest source that has it. */
export function attributeOf(sources: readonly XmlElement[], name: string): string | undefined {
  for (const source of sources) {
    const value = attributeValue(source, name)?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Attributes of SVG for a fill, or for none. */
export function fillOf(colour: SvgColour | undefined): Record<string, string | undefined> {
  return colour === undefined ? { fill: 'none' } : { fill: colour.paint, 'fill-opacity': colour.opacity };
}

/** Attributes of SVG for a line. */
export function strokeOf({ stroke, lineWidth, sources }: Style): Record<string, string | undefined> {
  const join = attributeOf(sources, 'Join')?.toLowerCase();
  const cap = attributeOf(sources, 'Cap')?.toLowerCase();
  const dashes = attributeOf(sources, 'DashPattern');
  return {
    stroke: stroke?.paint ?? '#000000',
    'stroke-opacity': stroke?.opacity,
    'stroke-width': svgNumber(Math.max(0, lineWidth)),
    'stroke-linejoin': join === 'round' || join === 'bevel' ? join : undefined,
    'stroke-linecap': cap === 'round' || cap === 'square' ? cap : undefined,
    'stroke-dasharray': dashes
      ?.split(/[ \t\r\n]+/)
      .map((dash) => svgNumber(Math.abs(readNumber(dash))))
      .join(' '),
  };
}

function paramsOf(element: XmlElement, { resources }: Scene): XmlElement[] {
  const chain: XmlElement[] = [];
  let id = attributeValue(element, 'DrawParam')?.trim();
  while (id !== undefined && chain.length < MAX_CHAIN) {
    const param = resources.drawParams.get(id);
    if (param === undefined) break;
    chain.push(param);
    id = attributeValue(param, 'Relative')?.trim();
  }
  return chain;
}
