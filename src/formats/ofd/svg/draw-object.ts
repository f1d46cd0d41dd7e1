import { attributeValue, type XmlElement, type XmlNode, xmlNode } from '../../xml/index.ts';
import { parseBox } from '../box.ts';
import { requiredAttribute, textOfChild } from '../elements.ts';
import { isHidden } from '../page-text.ts';
import { opacityOf } from './colour.ts';
import { drawText } from './draw-text.ts';
import { svgMatrix, svgNumber } from './numbers.ts';
import { svgPathData } from './path-data.ts';
import type { Scene } from './scene.ts';
import { attributeOf, fillOf, readStyle, strokeOf } from './style.ts';

/** Blocks inside blocks, of pages and annotations (clause 7.7). Depth is bounded by the limit of XML. */
export async function drawBlock(
  block: XmlElement,
  layer: XmlElement | undefined,
  scene: Scene,
): Promise<XmlNode[]> {
  const nodes: XmlNode[] = [];
  for (const element of block.children) {
    if (element.kind !== 'element' || element.namespace !== block.namespace || isHidden(element)) continue;
    if (element.localName === 'PageBlock') nodes.push(...(await drawBlock(element, layer, scene)));
    else nodes.push(...(await drawObject(element, layer, scene)));
  }
  return nodes;
}

const KINDS: ReadonlySet<string> = new Set(['TextObject', 'PathObject', 'ImageObject', 'CompositeObject']);

async function drawObject(
  object: XmlElement,
  layer: XmlElement | undefined,
  scene: Scene,
): Promise<XmlNode[]> {
  if (!KINDS.has(object.localName)) return [];
  scene.canvas.spend(0);
  if (object.children.some((child) => child.kind === 'element' && child.localName === 'Clips')) {
    scene.canvas.leaveOut('OFD_CLIP', 'objects are drawn whole where the file clips them');
  }
  const drawn = await shapesOf(object, layer, scene);
  if (drawn.length === 0) return [];
  const { x, y } = parseBox(requiredAttribute(object, 'Boundary'));
  const matrix = attributeValue(object, 'CTM');
  const place = `translate(${svgNumber(x)} ${svgNumber(y)})${matrix === undefined ? '' : ` ${svgMatrix(matrix)}`}`;
  return [xmlNode('g', { transform: place, ...opacityOf(object) }, drawn)];
}

async function shapesOf(object: XmlElement, layer: XmlElement | undefined, scene: Scene): Promise<XmlNode[]> {
  switch (object.localName) {
    case 'TextObject':
      return drawText(object, layer, scene);
    case 'PathObject':
      return drawPath(object, layer, scene);
    case 'ImageObject':
      return drawImage(object, scene);
    default:
      scene.canvas.leaveOut('OFD_COMPOSITE', 'composite graphics are not drawn');
      return [];
  }
}

/** Clause 9: stroked unless it says otherwise, filled only where it says so. */
function drawPath(object: XmlElement, layer: XmlElement | undefined, scene: Scene): XmlNode[] {
  const data = svgPathData(textOfChild(object, 'AbbreviatedData') ?? '');
  scene.canvas.spend(data.length);
  const style = readStyle(object, layer, scene);
  const isFilled = attributeOf([object], 'Fill') === 'true';
  const isStroked = attributeOf([object], 'Stroke') !== 'false';
  const attributes = {
    d: data,
    'fill-rule': attributeOf([object], 'Rule') === 'Even-Odd' ? 'evenodd' : undefined,
    // Without a colour a fill is transparent (clause 9.1).
    ...fillOf(isFilled ? style.fill : undefined),
    ...(isStroked ? strokeOf(style) : {}),
  };
  return data === '' ? [] : [xmlNode('path', attributes)];
}

/** Clause 10: a unit square, placed by CTM. */
async function drawImage(object: XmlElement, scene: Scene): Promise<XmlNode[]> {
  const file = scene.resources.images.get(attributeValue(object, 'ResourceID')?.trim() ?? '');
  const href = file === undefined ? undefined : await scene.media.picture(file);
  if (href === undefined) {
    scene.canvas.leaveOut(
      'OFD_IMAGE',
      'a picture is missing or of a type that is not drawn: a frame stands in its place',
    );
    return [
      xmlNode('rect', {
        width: '1',
        height: '1',
        fill: '#eeeeee',
        stroke: '#999999',
        'stroke-width': '0.01',
      }),
    ];
  }
  scene.canvas.spend(href.length);
  return [xmlNode('image', { href, width: '1', height: '1', preserveAspectRatio: 'none' })];
}
