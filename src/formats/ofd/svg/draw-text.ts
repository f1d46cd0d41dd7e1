import { attributeValue, type XmlElement, type XmlNode, xmlNode } from '../../xml/index.ts';
import { readNumber } from '../box.ts';
import { children, requiredAttribute } from '../elements.ts';
import { type PlacedCharacter, placeCharacters } from '../text-code.ts';
import { readNumbers, svgNumber } from './numbers.ts';
import type { OutlineFont, Scene } from './scene.ts';
import { attributeOf, fillOf, readStyle, strokeOf } from './style.ts';

/** Families that systems have, behind the one that the file names. */
const FALLBACK = "'Noto Serif CJK SC', 'Noto Sans CJK SC', 'Source Han Serif SC', SimSun, 'Songti SC', serif";

/**
 * A text object (clause 11): outlines of the embedded font where it has the character, text in a font of the system
 * elsewhere. Positions are those of the file.
 */
export async function drawText(
  object: XmlElement,
  layer: XmlElement | undefined,
  scene: Scene,
): Promise<XmlNode[]> {
  const size = readNumber(requiredAttribute(object, 'Size'));
  const style = readStyle(object, layer, scene);
  const isFilled = attributeOf([object], 'Fill') !== 'false';
  const isStroked = attributeOf([object], 'Stroke') === 'true';
  const paint = {
    ...fillOf(isFilled ? (style.fill ?? { paint: '#000000' }) : undefined),
    ...(isStroked ? strokeOf(style) : {}),
  };
  const fontId = attributeValue(object, 'Font')?.trim() ?? '';
  const resource = scene.resources.fonts.get(fontId);
  const font = resource?.file === undefined ? undefined : await scene.media.font(resource.file);
  const stretch = attributeValue(object, 'HScale');
  const brush: Brush = {
    scene,
    size,
    paint,
    fontId,
    font,
    family: resource?.family ?? '',
    stretch: stretch === undefined ? 1 : readNumber(stretch),
    italic: attributeOf([object], 'Italic') === 'true',
    weight: attributeOf([object], 'Weight'),
  };
  const glyphs = glyphsOf(object);
  const nodes: XmlNode[] = [];
  let before: { readonly x: number; readonly y: number } | undefined;
  let index = 0;
  for (const code of children(object, 'TextCode')) {
    const placed = placeCharacters(code, before);
    before = placed.start;
    for (const character of placed.characters)
      nodes.push(...drawCharacter(character, glyphs.get(index++), brush));
  }
  return nodes;
}

interface Brush {
  readonly scene: Scene;
  readonly size: number;
  readonly paint: Readonly<Record<string, string | undefined>>;
  readonly fontId: string;
  readonly font: OutlineFont | undefined;
  readonly family: string;
  readonly stretch: number;
  readonly italic: boolean;
  readonly weight: string | undefined;
}

function drawCharacter({ text, x, y }: PlacedCharacter, named: number | undefined, brush: Brush): XmlNode[] {
  const { scene, size, paint, font, fontId, stretch } = brush;
  scene.canvas.spend(100);
  const glyph = named ?? font?.glyphOf(text.codePointAt(0)!) ?? 0;
  if (font === undefined || glyph === 0) return [systemText(text, x, y, brush)];
  const id = scene.canvas.glyph(`${fontId} ${glyph}`, () => font.outline(glyph));
  const slant = brush.italic ? -0.2 * size : 0;
  const matrix = [size * stretch, 0, slant, size, x, y].map(svgNumber).join(' ');
  // The outline is drawn in ems: so is its line.
  const width = paint['stroke-width'];
  const scaled = width === undefined ? {} : { 'stroke-width': svgNumber(Number(width) / size) };
  return [xmlNode('use', { href: `#${id}`, transform: `matrix(${matrix})`, ...paint, ...scaled })];
}

function systemText(
  text: string,
  x: number,
  y: number,
  { size, paint, family, italic, weight }: Brush,
): XmlNode {
  const name = family.replace(/[^\p{L}\p{N} _-]/gu, '').slice(0, 80);
  return xmlNode(
    'text',
    {
      x: svgNumber(x),
      y: svgNumber(y),
      'font-size': svgNumber(size),
      'font-family': name === '' ? FALLBACK : `'${name}', ${FALLBACK}`,
      'font-style': italic ? 'italic' : undefined,
      'font-weight': weight !== undefined && /^[1-9]00$/.test(weight) ? weight : undefined,
      'xml:space': 'preserve',
      ...paint,
    },
    [text],
  );
}

/** CGTransform (clause 11.4): glyphs that stand for characters, by the position of the character. */
function glyphsOf(object: XmlElement): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const transform of children(object, 'CGTransform')) {
    const position = Number(attributeValue(transform, 'CodePosition') ?? '');
    const codes = Number(attributeValue(transform, 'CodeCount') ?? '1');
    const glyphs = readNumbers(children(transform, 'Glyphs')[0]?.text ?? '');
    // Several glyphs for one character, or one for several, are left to the font of the system.
    if (!Number.isSafeInteger(position) || codes !== glyphs.length) continue;
    for (const [i, glyph] of glyphs.entries()) {
      if (Number.isSafeInteger(glyph) && glyph > 0 && glyph < 65_536) found.set(position + i, glyph);
    }
  }
  return found;
}
