import { attributeValue, type XmlElement } from '../xml/index.ts';
import { type Box, parseBox, readNumber } from './box.ts';
import type { OfdDocument, OfdPage } from './document.ts';
import { assertRoot, children, malformed, requiredAttribute } from './elements.ts';
import type { OfdPackage } from './package.ts';
import { type PlacedCharacter, placeCharacters } from './text-code.ts';

/** One text object of a page. Coordinates in millimetres from the top left corner of the page, y downwards. */
export interface OfdText {
  /** Identifier in the document; empty where the object has none. */
  readonly id: string;
  readonly text: string;
  /** Base points of the characters. */
  readonly characters: readonly PlacedCharacter[];
  /** Size of the font in millimetres, before any transformation. */
  readonly size: number;
  readonly boundary: Box;
  /** From a template under or over the page, not from the page itself. */
  readonly fromTemplate: boolean;
  /** Not drawn: `Visible` is false, or it is wholly transparent. Text that something else covers is not found out. */
  readonly hidden: boolean;
}

/** Text objects of one page with its templates; the largest page seen holds a few thousand. */
const MAX_OBJECTS = 100_000;

/**
 * The text of one page in the order of its file, templates first: text objects of layers and page blocks (GB/T 33190-2016
 * clauses 7.7 and 11). Text inside composite objects, annotations and pictures is not read, and neither is what lies
 * over what. OFD_INVALID, XML_INVALID, ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function readPageText(
  ofd: OfdPackage,
  document: OfdDocument,
  page: OfdPage,
): Promise<OfdText[]> {
  const root = await ofd.readXml(page.name);
  assertRoot(root, 'Page', page.name);
  const out: OfdText[] = [];
  for (const use of children(root, 'Template')) {
    const id = requiredAttribute(use, 'TemplateID');
    const template = document.templates.find((known) => known.id === id);
    if (template === undefined) throw malformed(`${page.name} uses a template that is not there`);
    const drawn = await ofd.readXml(template.name);
    assertRoot(drawn, 'Page', template.name);
    collect(drawn, true, out);
  }
  collect(root, false, out);
  return out;
}

function collect(page: XmlElement, fromTemplate: boolean, out: OfdText[]): void {
  for (const content of children(page, 'Content')) {
    for (const layer of children(content, 'Layer')) collectBlock(layer, fromTemplate, false, out);
  }
}

/** Depth is bounded by the limit of XML. */
function collectBlock(block: XmlElement, fromTemplate: boolean, hidden: boolean, out: OfdText[]): void {
  for (const element of block.children) {
    if (element.kind !== 'element' || element.namespace !== block.namespace) continue;
    const unseen = hidden || isHidden(element);
    if (element.localName === 'PageBlock') collectBlock(element, fromTemplate, unseen, out);
    else if (element.localName === 'TextObject') {
      if (out.length === MAX_OBJECTS) throw malformed('a page holds more text objects than any page');
      out.push(readText(element, fromTemplate, unseen));
    }
  }
}

function readText(element: XmlElement, fromTemplate: boolean, hidden: boolean): OfdText {
  const boundary = parseBox(requiredAttribute(element, 'Boundary'));
  const toPage = transformOf(element, boundary);
  const characters: PlacedCharacter[] = [];
  let before: { readonly x: number; readonly y: number } | undefined;
  for (const code of children(element, 'TextCode')) {
    const placed = placeCharacters(code, before);
    before = placed.start;
    for (const character of placed.characters) characters.push(toPage(character));
  }
  return {
    id: attributeValue(element, 'ID')?.trim() ?? '',
    text: characters.map(({ text }) => text).join(''),
    characters,
    size: readNumber(requiredAttribute(element, 'Size')),
    boundary,
    fromTemplate,
    hidden,
  };
}

/** CTM maps the object into its boundary, whose corner stands on the page (clause 8.5). */
function transformOf(element: XmlElement, boundary: Box): (character: PlacedCharacter) => PlacedCharacter {
  const text = attributeValue(element, 'CTM') ?? '1 0 0 1 0 0';
  const matrix = text
    .trim()
    .split(/[ \t\r\n]+/)
    .map(readNumber);
  if (matrix.length !== 6) throw malformed('a CTM is not six numbers');
  const [a, b, c, d, e, f] = matrix as [number, number, number, number, number, number];
  return ({ text: character, x, y }) => ({
    text: character,
    x: boundary.x + a * x + c * y + e,
    y: boundary.y + b * x + d * y + f,
  });
}

/** `Visible` is false, or the object is wholly transparent (clause 8.5). */
export function isHidden(element: XmlElement): boolean {
  return (
    /^(?:false|0)$/i.test(attributeValue(element, 'Visible')?.trim() ?? '') ||
    attributeValue(element, 'Alpha')?.trim() === '0'
  );
}
