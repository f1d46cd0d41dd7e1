import type { Check } from '../../foundation/core/index.ts';
import { attributeValue, type XmlElement } from '../xml/index.ts';
import { assertRoot, children, OFD_NAMESPACE, requiredAttribute, textOfChild } from './elements.ts';
import { locate, type OfdPackage } from './package.ts';

/** One line of Signatures.xml. The list is not signed: everything in it is a claim. */
export interface OfdSignatureEntry {
  /** Absent where the writer left it out. */
  readonly id?: string;
  /** As written; a missing one means `Seal` (GB/T 33190-2016 table 67). */
  readonly type?: string;
  /** Signature.xml as entry name. */
  readonly file: string;
  /** Identifier of the signature this one builds on (GM/T 0099-2020). */
  readonly relative?: string;
}

/** Signatures.xml as read. */
export interface OfdSignatureList {
  readonly name: string;
  readonly entries: readonly OfdSignatureEntry[];
  readonly maxSignId?: string;
  readonly checks: readonly Check[];
}

const CLAUSE = 'GB/T 33190-2016 18.1';

/** Reads Signatures.xml. OFD_INVALID where it is missing or names no files, XML_INVALID, ZIP_INVALID. */
export async function readSignatureList(ofd: OfdPackage, name: string): Promise<OfdSignatureList> {
  const root = await ofd.readXml(name);
  assertRoot(root, 'Signatures', name);
  const maxSignId = textOfChild(root, 'MaxSignId');
  const entries = children(root, 'Signature').map((element) => readEntry(element, name));
  return {
    name,
    entries,
    ...(maxSignId === undefined ? {} : { maxSignId }),
    checks: namespaceCheck(root, name),
  };
}

function readEntry(element: XmlElement, list: string): OfdSignatureEntry {
  const id = attributeValue(element, 'ID')?.trim();
  const type = attributeValue(element, 'Type')?.trim();
  const relative = attributeValue(element, 'Relative')?.trim();
  return {
    ...(id === undefined ? {} : { id }),
    ...(type === undefined ? {} : { type }),
    file: locate(requiredAttribute(element, 'BaseLoc'), list),
    ...(relative === undefined ? {} : { relative }),
  };
}

function namespaceCheck(root: XmlElement, name: string): Check[] {
  if (root.namespace === OFD_NAMESPACE) return [];
  const detail = `${name} is written in another namespace`;
  return [{ code: 'OFD_NAMESPACE', status: 'warning', detail, clause: CLAUSE }];
}
