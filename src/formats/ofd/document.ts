import type { XmlElement } from '../xml/index.ts';
import { type Box, parseBox } from './box.ts';
import {
  assertRoot,
  children,
  malformed,
  only,
  required,
  requiredAttribute,
  textOf,
  textOfChild,
} from './elements.ts';
import { locate, type OfdBody, type OfdPackage } from './package.ts';

/** A page or template: its identifier in the document, and the entry it is drawn from. */
export interface OfdPage {
  readonly id: string;
  readonly name: string;
}

/** What Document.xml says of one document (GB/T 33190-2016 clause 7.5). Names are entry names, resolved. */
export interface OfdDocument {
  readonly name: string;
  /** In the order of reading: the first is page 1. */
  readonly pages: readonly OfdPage[];
  readonly templates: readonly OfdPage[];
  /** PublicRes and DocumentRes. */
  readonly resources: readonly string[];
  readonly annotations?: string;
  readonly attachments?: string;
  readonly customTags?: string;
  readonly extensions?: string;
  /** Physical box of pages that state none. */
  readonly pageBox?: Box;
  /** The document says that it must not be signed (CT_Permission). */
  readonly forbidsSignatures: boolean;
}

/** Reads Document.xml of one body. OFD_INVALID, XML_INVALID, ZIP_INVALID. */
export async function readDocument(ofd: OfdPackage, body: OfdBody): Promise<OfdDocument> {
  const name = body.document;
  const root = await ofd.readXml(name);
  assertRoot(root, 'Document', name);
  const common = required(root, 'CommonData');
  const permissions = only(root, 'Permissions');
  const location = (localName: string): string | undefined => {
    const text = textOfChild(root, localName);
    return text === undefined || text === '' ? undefined : locate(text, name);
  };
  const page = (element: XmlElement): OfdPage => ({
    id: requiredAttribute(element, 'ID'),
    name: locate(requiredAttribute(element, 'BaseLoc'), name),
  });
  const pageBox = physicalBox(only(common, 'PageArea'));
  return {
    name,
    pages: children(required(root, 'Pages'), 'Page').map(page),
    templates: children(common, 'TemplatePage').map(page),
    resources: ['PublicRes', 'DocumentRes'].flatMap((kind) =>
      children(common, kind).map((element) => locate(textOf(element), name)),
    ),
    ...named('annotations', location('Annotations')),
    ...named('attachments', location('Attachments')),
    ...named('customTags', location('CustomTags')),
    ...named('extensions', location('Extensions')),
    ...(pageBox === undefined ? {} : { pageBox }),
    forbidsSignatures:
      permissions !== undefined && /^(?:false|0)$/i.test(textOfChild(permissions, 'Signature') ?? ''),
  };
}

/** PhysicalBox of a PageArea or Area. */
export function physicalBox(area: XmlElement | undefined): Box | undefined {
  const text = area === undefined ? undefined : textOfChild(area, 'PhysicalBox');
  if (text === undefined) return undefined;
  const box = parseBox(text);
  if (box.width === 0 || box.height === 0) throw malformed('a page has no area');
  return box;
}

/** The physical box of one page, from its own Area or that of the document; absent where neither states one. */
export async function pageBoxOf(
  ofd: OfdPackage,
  document: OfdDocument,
  page: OfdPage,
): Promise<Box | undefined> {
  const root = await ofd.readXml(page.name);
  assertRoot(root, 'Page', page.name);
  return physicalBox(only(root, 'Area')) ?? document.pageBox;
}

function named<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}
