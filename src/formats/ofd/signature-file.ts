import { type Check, fromBase64, type Limits, YinxinError } from '../../foundation/core/index.ts';
import { attributeValue, parseXml, type XmlElement } from '../xml/index.ts';
import { type Box, parseBox } from './box.ts';
import {
  assertRoot,
  children,
  malformed,
  OFD_NAMESPACE,
  only,
  required,
  requiredAttribute,
  textOf,
  textOfChild,
} from './elements.ts';
import { locate } from './package.ts';

/** One signed file: the location as written, and the digest. */
export interface OfdReference {
  readonly fileRef: string;
  readonly checkValue: Uint8Array;
}

/** Where a stamp is shown: the identifier of a page object, and millimetres on that page. */
export interface OfdStamp {
  readonly id?: string;
  readonly pageRef: string;
  readonly boundary: Box;
  /** Part of the picture that is shown, relative to the boundary. */
  readonly clip?: Box;
}

/** Signature.xml as read (GB/T 33190-2016 clause 18.2, GM/T 0099-2020 B.2). */
export interface OfdSignatureFile {
  readonly name: string;
  /** The bytes as stored: what the signature is over. */
  readonly bytes: Uint8Array;
  /** SignedValue as entry name. */
  readonly signedValue: string;
  /** Seal file as entry name, where one is named. */
  readonly seal?: string;
  /** Picture for the stamps beside the seal's own (GM/T 0099-2020), as entry name. */
  readonly stampImage?: string;
  readonly signatureMethod?: string;
  /** Free text of the writer. */
  readonly signatureDateTime?: string;
  /** As written; the schema's default is MD5. */
  readonly checkMethod?: string;
  readonly references: readonly OfdReference[];
  readonly stamps: readonly OfdStamp[];
  readonly checks: readonly Check[];
}

const CLAUSE = 'GB/T 33190-2016 18.2';

/** Reads Signature.xml strictly. OFD_INVALID, XML_INVALID, LIMIT_EXCEEDED. */
export function parseSignatureFile(bytes: Uint8Array, name: string, limits?: Limits): OfdSignatureFile {
  const root = parseXml(bytes, limits);
  assertRoot(root, 'Signature', name);
  const info = required(root, 'SignedInfo');
  const references = required(info, 'References');
  const seal = only(info, 'Seal');
  const sealLocation = seal === undefined ? undefined : textOf(required(seal, 'BaseLoc'));
  const imageLocation = seal === undefined ? undefined : textOfChild(seal, 'ImageLoc');
  const checkMethod = attributeValue(references, 'CheckMethod')?.trim();
  return {
    name,
    bytes,
    signedValue: locate(textOf(required(root, 'SignedValue')), name),
    ...(sealLocation === undefined ? {} : { seal: locate(sealLocation, name) }),
    ...(imageLocation === undefined ? {} : { stampImage: locate(imageLocation, name) }),
    ...optional('signatureMethod', textOfChild(info, 'SignatureMethod')),
    ...optional('signatureDateTime', textOfChild(info, 'SignatureDateTime')),
    ...optional('checkMethod', checkMethod === '' ? undefined : checkMethod),
    references: readReferences(references),
    stamps: children(info, 'StampAnnot').map(readStamp),
    checks: [...namespaceCheck(root), ...providerChecks(info)],
  };
}

function readReferences(list: XmlElement): OfdReference[] {
  const references = children(list, 'Reference').map((element) => {
    // The method stands once, for all: a second one would be a second reading.
    if (attributeValue(element, 'CheckMethod') !== undefined)
      throw malformed('a Reference has a CheckMethod of its own');
    return {
      fileRef: requiredAttribute(element, 'FileRef'),
      checkValue: readBase64(required(element, 'CheckValue')),
    };
  });
  if (references.length === 0) throw malformed('the signature refers to no file');
  return references;
}

function readStamp(element: XmlElement): OfdStamp {
  const id = attributeValue(element, 'ID')?.trim();
  const clip = attributeValue(element, 'Clip');
  return {
    ...(id === undefined ? {} : { id }),
    pageRef: requiredAttribute(element, 'PageRef'),
    boundary: parseBox(requiredAttribute(element, 'Boundary')),
    ...(clip === undefined ? {} : { clip: parseBox(clip) }),
  };
}

function readBase64(element: XmlElement): Uint8Array {
  try {
    return fromBase64(textOf(element).replace(/[ \t\r\n]/g, ''));
  } catch (cause) {
    if (cause instanceof YinxinError && cause.code === 'OFD_INVALID') throw cause;
    throw new YinxinError('OFD_INVALID', 'a CheckValue is not base64', { cause });
  }
}

function namespaceCheck(root: XmlElement): Check[] {
  return root.namespace === OFD_NAMESPACE
    ? []
    : [warning('OFD_NAMESPACE', 'Signature.xml is written in another namespace')];
}

/** Who made the software is told by attributes; one product writes them as elements, some leave the name out. */
function providerChecks(info: XmlElement): Check[] {
  const provider = only(info, 'Provider');
  if (provider !== undefined && (attributeValue(provider, 'ProviderName') ?? '') !== '') return [];
  const asElement = provider === undefined ? undefined : only(provider, 'ProviderName');
  return asElement === undefined
    ? [warning('OFD_PROVIDER_MISSING', 'the signature does not name the software that made it')]
    : [warning('OFD_PROVIDER_FORM', 'the fields of Provider are written as elements, not as attributes')];
}

function warning(code: string, detail: string): Check {
  return { code, status: 'warning', detail, clause: CLAUSE };
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}
