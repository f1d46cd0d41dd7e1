import {
  folderOf,
  type OfdBody,
  type OfdDocument,
  type OfdPackage,
  openOfd,
  ROOT_NAME,
  readDocument,
  resolveLocation,
} from '../../formats/ofd/index.ts';
import { type ByteSource, DEFAULT_LIMITS, toSource, YinxinError } from '../../foundation/core/index.ts';
import { assertFree, type ExistingSignatures, readExisting } from './existing.ts';
import type { OfdSigningOptions } from './options.ts';

/** A package that may be signed, and where the signature will stand. Names are entry names. */
export interface OpenedOfd {
  readonly source: ByteSource;
  readonly ofd: OfdPackage;
  /** Index of the body that gets the signature. */
  readonly index: number;
  readonly body: OfdBody;
  readonly document: OfdDocument;
  readonly existing: ExistingSignatures;
  /** Signatures.xml, there or not. */
  readonly list: string;
  /** Folder of the new signature, ending in `/`. */
  readonly folder: string;
}

/**
 * Opens a package to sign it. Refused: bytes that no entry owns, names that cannot be referred to, and signatures or
 * lists that nothing names (OFD_INVALID); encrypted files (OFD_ENCRYPTED); a document that forbids signatures, or that
 * an earlier signature closed (OFD_CHANGES_FORBIDDEN); what cannot be read (ZIP_INVALID, XML_INVALID, LIMIT_EXCEEDED).
 */
export async function openForSigning(options: OfdSigningOptions): Promise<OpenedOfd> {
  const source = toSource(options.file);
  const ofd = await openOfd(source, { ...DEFAULT_LIMITS, ...options.limits });
  const index = (options.document ?? 1) - 1;
  const body = ofd.bodies[index];
  if (body === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'the package has no such document', {
      details: { documents: ofd.bodies.length },
    });
  }
  assertSound(ofd);
  const document = await readDocument(ofd, body);
  if (document.forbidsSignatures) {
    throw new YinxinError('OFD_CHANGES_FORBIDDEN', 'the document says that it must not be signed');
  }
  const existing = await readExisting(ofd, body.signatures);
  assertNothingHidden(ofd, existing);
  const list = body.signatures ?? `${folderOf(body.document)}Signs/Signatures.xml`;
  assertRoom(ofd, list, body.signatures !== undefined);
  // What a new signature changes: the list, and at first OFD.xml, which then names it.
  assertFree(body.signatures === undefined ? [ROOT_NAME, list] : [list], existing);
  return { source, ofd, index, body, document, existing, list, folder: freeFolder(ofd, list) };
}

function assertSound(ofd: OfdPackage): void {
  if (ofd.strayBytes) throw unfit('bytes of the file belong to no entry, so that no signature covers them');
  const unnameable = ofd.files.find(({ name }) => resolveLocation(`/${name}`, '') !== name);
  if (unnameable !== undefined) throw unfit('the name of an entry cannot be written as a location');
  if (ofd.bodies.some(({ encryptions }) => encryptions !== undefined)) {
    throw new YinxinError('OFD_ENCRYPTED', 'files of the package are encrypted: decrypt it first');
  }
}

/** A signature that no list names is taken for one that was taken out of it: the file would never verify. */
function assertNothingHidden(ofd: OfdPackage, existing: ExistingSignatures): void {
  const hidden = ofd.files.find(
    ({ name }) => /(?:^|\/)signature\.xml$/i.test(name) && !existing.files.has(name),
  );
  if (hidden !== undefined) throw unfit(`${hidden.name} is a signature that no list names`);
}

/** Names that a new list and its folders need, on file systems without case too: found out before anybody signs. */
function assertRoom(ofd: OfdPackage, list: string, listed: boolean): void {
  const needed = new Set<string>(listed ? [] : [list.toLowerCase()]);
  for (let folder = folderOf(list); folder !== ''; folder = folderOf(folder.slice(0, -1))) {
    needed.add(folder.slice(0, -1).toLowerCase());
  }
  const taken = ofd.files.find(({ name }) => needed.has(name.toLowerCase()));
  if (taken !== undefined)
    throw unfit(`${taken.name} stands where signatures would, and OFD.xml does not name it`);
}

/** `Sign_N` beside the list, N from 0 (GB/T 33190-2016 clause 7.2). */
function freeFolder(ofd: OfdPackage, list: string): string {
  const taken = new Set<string>();
  const parent = folderOf(list);
  const start = `${parent}sign_`.toLowerCase();
  for (const { name } of ofd.zip.entries) {
    const lower = name.toLowerCase();
    if (lower.startsWith(start)) taken.add(lower.slice(start.length).split('/', 1)[0] ?? '');
  }
  let n = 0;
  while (taken.has(String(n))) n++;
  return `${parent}Sign_${n}/`;
}

function unfit(message: string): YinxinError {
  return new YinxinError('OFD_INVALID', `the OFD cannot be signed: ${message}`);
}
