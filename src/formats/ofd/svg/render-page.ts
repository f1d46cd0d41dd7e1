import type { Check } from '../../../foundation/core/index.ts';
import { attributeValue, writeXml, type XmlElement, type XmlNode, xmlNode } from '../../xml/index.ts';
import { type Box, parseBox } from '../box.ts';
import { type OfdDocument, type OfdPage, physicalBox } from '../document.ts';
import { assertRoot, children, malformed, only, requiredAttribute, textOfChild } from '../elements.ts';
import { folderOf, resolveLocation } from '../location.ts';
import type { OfdPackage } from '../package.ts';
import { isHidden } from '../page-text.ts';
import { Canvas } from './canvas.ts';
import { drawBlock } from './draw-object.ts';
import { svgNumber } from './numbers.ts';
import { attempt, readResources } from './resources.ts';
import type { MediaBook, Scene } from './scene.ts';

/** A picture drawn over a page: of a seal. Millimetres on the page. */
export interface PageStamp {
  /** Where the whole picture lies. */
  readonly box: Box;
  /** The part that is shown, on the page. Unset: all of it. */
  readonly shown?: Box;
  /** The picture as data URI; absent where it cannot be drawn: a frame stands in its place. */
  readonly href?: string;
  readonly title: string;
}

/** A drawing of one page. */
export interface RenderedPage {
  /** A document of its own: no programs, no references to the outside. */
  readonly svg: string;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  /** What is on the page and not in the drawing, or drawn otherwise: warnings. */
  readonly leftOut: readonly Check[];
}

/** Millimetres where nothing says how large a page is: A4. */
const USUAL_PAGE: Box = { x: 0, y: 0, width: 210, height: 297 };
/** Clause 7.7: in this order from below. */
const LAYERS: readonly string[] = ['Background', 'Body', 'Foreground'];

/**
 * One page as SVG (GB/T 33190-2016 clauses 7 to 11 and 15): templates, layers, text, paths, pictures, annotations, and over
 * all of it the stamps. Not drawn: composite graphics, patterns, clips of objects, videos; `leftOut` names what was
 * met. OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function renderPage(
  ofd: OfdPackage,
  document: OfdDocument,
  page: OfdPage,
  media: MediaBook,
  stamps: readonly PageStamp[] = [],
): Promise<RenderedPage> {
  const root = await ofd.readXml(page.name);
  assertRoot(root, 'Page', page.name);
  const canvas = new Canvas();
  const { below, above } = await templatesOf(ofd, document, root);
  const lists = [root, ...below, ...above].flatMap((part) =>
    children(part, 'PageRes').map((element) => resolveLocation(element.text, folderOf(page.name))),
  );
  const known = lists.filter((name): name is string => name !== undefined);
  const scene: Scene = { canvas, media, resources: await readResources(ofd, document, known) };
  const nodes: XmlNode[] = [];
  for (const part of [...below, root, ...above]) nodes.push(...(await drawContent(part, scene)));
  nodes.push(...(await drawAnnotations(ofd, document, page, scene)));
  nodes.push(...stamps.flatMap((stamp) => drawStamp(stamp, canvas)));
  const box = physicalBox(only(root, 'Area')) ?? document.pageBox ?? USUAL_PAGE;
  return {
    svg: svgDocument(box, nodes, canvas),
    width: box.width,
    height: box.height,
    leftOut: canvas.leftOut,
  };
}

interface Templates {
  readonly below: readonly XmlElement[];
  readonly above: readonly XmlElement[];
}

async function templatesOf(ofd: OfdPackage, document: OfdDocument, root: XmlElement): Promise<Templates> {
  const below: XmlElement[] = [];
  const above: XmlElement[] = [];
  for (const use of children(root, 'Template')) {
    const id = requiredAttribute(use, 'TemplateID');
    const template = document.templates.find((known) => known.id === id);
    if (template === undefined) throw malformed('a page uses a template that is not there');
    const drawn = await ofd.readXml(template.name);
    assertRoot(drawn, 'Page', template.name);
    (attributeValue(use, 'ZOrder') === 'Foreground' ? above : below).push(drawn);
  }
  return { below, above };
}

async function drawContent(page: XmlElement, scene: Scene): Promise<XmlNode[]> {
  const layers = children(page, 'Content').flatMap((content) => children(content, 'Layer'));
  const rank = (layer: XmlElement): number => {
    const found = LAYERS.indexOf(attributeValue(layer, 'Type') ?? 'Body');
    return found === -1 ? 1 : found;
  };
  const nodes: XmlNode[] = [];
  for (const layer of [...layers].sort((a, b) => rank(a) - rank(b))) {
    if (!isHidden(layer)) nodes.push(...(await drawBlock(layer, layer, scene)));
  }
  return nodes;
}

/** Clause 15: what annotations show, over the page. A list that cannot be read is told. */
async function drawAnnotations(
  ofd: OfdPackage,
  document: OfdDocument,
  page: OfdPage,
  scene: Scene,
): Promise<XmlNode[]> {
  const name = document.annotations;
  if (name === undefined) return [];
  const list = await attempt(() => ofd.readXml(name));
  const entries = list === undefined ? [] : children(list, 'Page');
  const nodes: XmlNode[] = [];
  for (const entry of entries.filter((one) => attributeValue(one, 'PageID')?.trim() === page.id)) {
    const file = resolveLocation(textOfChild(entry, 'FileLoc') ?? '', folderOf(name));
    const annotations = file === undefined ? undefined : await attempt(() => ofd.readXml(file));
    if (annotations === undefined) {
      scene.canvas.leaveOut('OFD_ANNOTATION', 'annotations of the page cannot be read');
      continue;
    }
    for (const annotation of children(annotations, 'Annot')) {
      if (isHidden(annotation)) continue;
      for (const appearance of children(annotation, 'Appearance'))
        nodes.push(...(await drawAppearance(appearance, scene)));
    }
  }
  return nodes;
}

async function drawAppearance(appearance: XmlElement, scene: Scene): Promise<XmlNode[]> {
  const boundary = attributeValue(appearance, 'Boundary');
  const drawn = await drawBlock(appearance, undefined, scene);
  if (boundary === undefined || drawn.length === 0) return drawn;
  const { x, y } = parseBox(boundary);
  return [xmlNode('g', { transform: `translate(${svgNumber(x)} ${svgNumber(y)})` }, drawn)];
}

function drawStamp({ box, shown, href, title }: PageStamp, canvas: Canvas): XmlNode[] {
  if (box.width === 0 || box.height === 0) return [];
  canvas.spend(href?.length ?? 0);
  const place = rectangle(box);
  const picture =
    href === undefined
      ? xmlNode('rect', {
          ...place,
          fill: 'none',
          stroke: '#cc0000',
          'stroke-width': '0.3',
          'stroke-dasharray': '1 1',
        })
      : xmlNode('image', { href, ...place, preserveAspectRatio: 'none' });
  if (href === undefined)
    canvas.leaveOut('SEAL_PICTURE', 'the picture of a seal is not drawn: a frame stands in its place');
  const name = xmlNode('title', {}, [title]);
  if (shown === undefined) return [xmlNode('g', {}, [name, picture])];
  const clip = canvas.define('clipPath', [xmlNode('rect', rectangle(shown))]);
  return [xmlNode('g', { 'clip-path': `url(#${clip})` }, [name, picture])];
}

function rectangle({ x, y, width, height }: Box): Record<string, string> {
  return { x: svgNumber(x), y: svgNumber(y), width: svgNumber(width), height: svgNumber(height) };
}

function svgDocument(box: Box, nodes: readonly XmlNode[], canvas: Canvas): string {
  const paper = xmlNode('rect', { ...rectangle(box), fill: '#ffffff' });
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: `${svgNumber(box.width)}mm`,
    height: `${svgNumber(box.height)}mm`,
    viewBox: [box.x, box.y, box.width, box.height].map(svgNumber).join(' '),
  };
  const definitions = canvas.definitions.length === 0 ? [] : [xmlNode('defs', {}, canvas.definitions)];
  return writeXml(xmlNode('svg', attributes, [...definitions, paper, ...nodes]));
}
