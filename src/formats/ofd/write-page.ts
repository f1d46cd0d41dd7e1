import { YinxinError } from '../../foundation/core/index.ts';
import { type XmlNode, xmlNode } from '../xml/index.ts';
import type { Box } from './box.ts';
import { OFD_NAMESPACE } from './elements.ts';
import type {
  NewOfdPage,
  OfdColour,
  OfdGlyph,
  OfdImageItem,
  OfdPageItem,
  OfdPathItem,
  OfdPathStep,
  OfdTextItem,
} from './new-document.ts';
import { writeBox, writeMm } from './write-numbers.ts';

/** Identifiers of what pages share. */
export interface PageResources<F> {
  newId(): string;
  font(glyph: OfdGlyph<F>): string;
  image(item: OfdImageItem): string;
  /** Remembers that an object of the page being written bears a name. */
  tag(name: string, objectId: string): void;
}

/** A line of text reaches this far above and below its base line, as a share of its size: nothing is clipped. */
const ABOVE = 1;
const BELOW = 0.4;

/** Content.xml of one page (GB/T 33190-2016 clause 7.7): one layer. ARGUMENT_INVALID. */
export function pageNode<F>(
  page: NewOfdPage<F>,
  resources: PageResources<F>,
  templateId: string | undefined,
): XmlNode {
  if (!(page.width > 0 && page.height > 0)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a page has a width and a height in millimetres');
  }
  const box = writeBox({ x: 0, y: 0, width: page.width, height: page.height });
  const layer = xmlNode(
    'ofd:Layer',
    { ID: resources.newId(), Type: 'Body' },
    page.items.flatMap((item) => itemNodes(item, resources)),
  );
  return xmlNode('ofd:Page', { 'xmlns:ofd': OFD_NAMESPACE }, [
    ...(templateId === undefined
      ? []
      : [xmlNode('ofd:Template', { TemplateID: templateId, ZOrder: 'Background' })]),
    xmlNode('ofd:Area', {}, [xmlNode('ofd:PhysicalBox', {}, [box])]),
    xmlNode('ofd:Content', {}, [layer]),
  ]);
}

/** Content.xml of a template page: paths alone. */
export function groundNode(paths: readonly OfdPathItem[], newId: () => string): XmlNode {
  const layer = xmlNode(
    'ofd:Layer',
    { ID: newId(), Type: 'Background' },
    paths.map((path) => pathNode(path, newId())),
  );
  return xmlNode('ofd:Page', { 'xmlns:ofd': OFD_NAMESPACE }, [xmlNode('ofd:Content', {}, [layer])]);
}

function itemNodes<F>(item: OfdPageItem<F>, resources: PageResources<F>): readonly XmlNode[] {
  switch (item.kind) {
    case 'text':
      return textNodes(item, resources);
    case 'path':
      return [pathNode(item, taggedId(item, resources))];
    default:
      return [imageNode(item, resources)];
  }
}

function taggedId<F>({ tag }: { readonly tag?: string }, resources: PageResources<F>): string {
  const id = resources.newId();
  if (tag !== undefined) resources.tag(tag, id);
  return id;
}

/** One text object for each run of one font (clause 11.2): characters, and how far each is from the one before. */
function textNodes<F>(item: OfdTextItem<F>, resources: PageResources<F>): readonly XmlNode[] {
  const { size, spacing = 0, colour } = item;
  const nodes: XmlNode[] = [];
  let x = item.x;
  for (const run of runsOf(item.glyphs)) {
    const steps = run.map(({ advance }) => advance * size + spacing);
    const width = steps.reduce((sum, step) => sum + step, 0);
    const boundary = { x, y: item.y - ABOVE * size, width: width + size, height: (ABOVE + BELOW) * size };
    const code = xmlNode(
      'ofd:TextCode',
      {
        X: '0',
        Y: writeMm(ABOVE * size),
        DeltaX: run.length > 1 ? steps.slice(0, -1).map(writeMm).join(' ') : undefined,
      },
      [String.fromCodePoint(...run.map(({ codePoint }) => codePoint))],
    );
    const attributes = {
      ID: taggedId(item, resources),
      Boundary: writeBox(boundary),
      Font: resources.font(run[0]!),
      Size: writeMm(size),
    };
    const fill = colour === undefined ? [] : [colourNode('ofd:FillColor', colour)];
    nodes.push(xmlNode('ofd:TextObject', attributes, [...fill, code]));
    x += width;
  }
  return nodes;
}

/** Longest run of one object: real lines are shorter, and arguments of a call are bounded. */
const MAX_RUN = 1000;

function runsOf<F>(glyphs: readonly OfdGlyph<F>[]): readonly (readonly OfdGlyph<F>[])[] {
  const runs: OfdGlyph<F>[][] = [];
  for (const glyph of glyphs) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]!.face === glyph.face && run.length < MAX_RUN) run.push(glyph);
    else runs.push([glyph]);
  }
  return runs;
}

/** Clause 9: coordinates are those of the boundary. */
function pathNode({ steps, fill, fillRule, stroke }: OfdPathItem, id: string): XmlNode {
  const box = boundsOf(steps, (stroke?.width ?? 0) / 2);
  const attributes = {
    ID: id,
    Boundary: writeBox(box),
    LineWidth: stroke === undefined ? undefined : writeMm(stroke.width),
    Stroke: stroke === undefined ? 'false' : undefined,
    Fill: fill === undefined ? undefined : 'true',
    Rule: fillRule === 'even-odd' ? 'Even-Odd' : undefined,
  };
  return xmlNode('ofd:PathObject', attributes, [
    ...(fill === undefined ? [] : [colourNode('ofd:FillColor', fill)]),
    ...(stroke === undefined ? [] : [colourNode('ofd:StrokeColor', stroke.colour)]),
    xmlNode('ofd:AbbreviatedData', {}, [steps.map((step) => stepText(step, box)).join(' ')]),
  ]);
}

/** Letters of table 35: B is the cubic curve, C closes. */
const LETTER = { M: 'M', L: 'L', Q: 'Q', C: 'B', Z: 'C' } as const;

function stepText(step: OfdPathStep, { x, y }: Box): string {
  const [letter, ...numbers] = step;
  return [LETTER[letter], ...numbers.map((value, index) => writeMm(value - (index % 2 === 0 ? x : y)))].join(
    ' ',
  );
}

/** Control points bound their curves. Whole micrometres, so that the corner is the one that is written. */
function boundsOf(steps: readonly OfdPathStep[], margin: number): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [, ...numbers] of steps) {
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      left = Math.min(left, numbers[i]!);
      right = Math.max(right, numbers[i]!);
      top = Math.min(top, numbers[i + 1]!);
      bottom = Math.max(bottom, numbers[i + 1]!);
    }
  }
  if (!(left <= right && top <= bottom)) throw new YinxinError('ARGUMENT_INVALID', 'a path has no points');
  const x = Math.floor((left - margin) * 1000) / 1000;
  const y = Math.floor((top - margin) * 1000) / 1000;
  return { x, y, width: right + margin - x, height: bottom + margin - y };
}

/** Clause 10: a unit square mapped onto the box. */
function imageNode<F>(item: OfdImageItem, resources: PageResources<F>): XmlNode {
  const { x, y, width, height } = item;
  return xmlNode('ofd:ImageObject', {
    ID: resources.newId(),
    Boundary: writeBox({ x, y, width, height }),
    CTM: `${writeMm(width)} 0 0 ${writeMm(height)} 0 0`,
    ResourceID: resources.image(item),
  });
}

function colourNode(name: string, colour: OfdColour): XmlNode {
  if (!colour.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a colour is three whole numbers from 0 to 255');
  }
  return xmlNode(name, { Value: colour.join(' ') });
}
