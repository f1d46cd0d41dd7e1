import {
  addToSignatureList,
  type Box,
  type ChangedEntry,
  nameSignatureList,
  newSignatureList,
  type OfdPackage,
  type OfdProvider,
  ROOT_NAME,
  writeChangedOfd,
  writeSignatureFile,
} from '../../formats/ofd/index.ts';
import { formatGeneralizedTime } from '../../foundation/asn1/index.ts';
import { createHasher, digest, oidOfDigest } from '../../foundation/crypto/index.ts';
import type { OpenedOfd } from './open.ts';
import type { OfdSigningOptions } from './options.ts';

/** What one signature brings with it. */
export interface NewSignature {
  readonly type: 'Seal' | 'Sign';
  /** OID of the signature algorithm. */
  readonly signatureMethod: string;
  /** Stamps on pages, from 0; boxes in millimetres. */
  readonly stamps: readonly { readonly page: number; readonly boundary: Box; readonly clip?: Box }[];
  /** DER of the seal, to stand beside the value as Seal.esl. */
  readonly sealFile?: Uint8Array;
}

/** An OFD that lacks only the signed value. Nothing of it is secret. */
export interface PreparedOfd {
  readonly opened: OpenedOfd;
  /** Signature.xml as entry name; `/` before it makes the property information of a seal. */
  readonly signatureName: string;
  /** Signature.xml: what is to be signed. */
  readonly signatureFile: Uint8Array;
  readonly valueName: string;
  /** Entries to change or add, without the value. */
  readonly changes: ReadonlyMap<string, ChangedEntry>;
  /** Bears the new entries. */
  readonly time: Date;
}

const PROVIDER: OfdProvider = { name: 'yinxin' };
const DIGEST = 'sm3';

/**
 * Everything of a signature but its value: OFD.xml names the list, the list the signature, and Signature.xml holds the
 * SM3 digest of every file of the package as it will be, but for its own and the value; in `continue` also but for the
 * list. LIMIT_EXCEEDED, ZIP_INVALID, XML_INVALID.
 */
export async function prepareOfd(
  opened: OpenedOfd,
  signature: NewSignature,
  options: OfdSigningOptions,
): Promise<PreparedOfd> {
  const { ofd, folder, list } = opened;
  const signatureName = `${folder}Signature.xml`;
  const valueName = `${folder}SignedValue.dat`;
  const sealName = `${folder}Seal.esl`;
  const changes = new Map<string, ChangedEntry>();
  if (opened.body.signatures === undefined) {
    changes.set(ROOT_NAME, asEntry(nameSignatureList(await ofd.read(ROOT_NAME), opened.index, list)));
  }
  changes.set(list, asEntry(await listWith(opened, signature, signatureName)));
  if (signature.sealFile !== undefined) changes.set(sealName, { data: signature.sealFile, stored: true });
  const lists = ofd.bodies.flatMap(({ signatures }) => (signatures === undefined ? [] : [signatures]));
  const left = new Set(options.mode === 'whole' ? [] : [list, ...lists]);
  const signatureFile = writeSignatureFile({
    provider: options.provider ?? PROVIDER,
    signatureMethod: signature.signatureMethod,
    signatureDateTime: formatGeneralizedTime(wholeSeconds(options.claimedTime)),
    checkMethod: oidOfDigest(DIGEST),
    references: await referencesOf(ofd, changes, left),
    stamps: signature.stamps.map(({ page, boundary, clip }, index) => ({
      id: idOf(opened.existing.highestId + 2 + index),
      pageRef: opened.document.pages[page]!.id,
      boundary,
      ...(clip === undefined ? {} : { clip }),
    })),
    ...(signature.sealFile === undefined ? {} : { seal: sealName }),
    signedValue: valueName,
  });
  changes.set(signatureName, asEntry(signatureFile));
  return { opened, signatureName, signatureFile, valueName, changes, time: options.claimedTime };
}

/** The finished file. The value is not looked at. LIMIT_EXCEEDED, ZIP_INVALID. */
export function completeOfd(prepared: PreparedOfd, value: Uint8Array): Promise<Uint8Array> {
  const { source, ofd } = prepared.opened;
  const changes = new Map(prepared.changes);
  // Pictures, certificates and random numbers: deflate gains next to nothing.
  changes.set(prepared.valueName, { data: value, stored: true });
  return writeChangedOfd(source, ofd, changes, prepared.time);
}

/** Deflating less than this takes longer than writing it. */
const WORTH_DEFLATING = 8192;

function asEntry(data: Uint8Array): ChangedEntry {
  return { data, stored: data.length < WORTH_DEFLATING };
}

async function listWith(
  { ofd, body, list, existing }: OpenedOfd,
  { type, stamps }: NewSignature,
  file: string,
): Promise<Uint8Array> {
  const entry = {
    id: idOf(existing.highestId + 1),
    type,
    file,
    maxSignId: idOf(existing.highestId + 1 + stamps.length),
  };
  return body.signatures === undefined
    ? newSignatureList(entry)
    : addToSignatureList(await ofd.read(list), entry);
}

async function referencesOf(
  ofd: OfdPackage,
  changes: ReadonlyMap<string, ChangedEntry>,
  left: ReadonlySet<string>,
): Promise<{ name: string; checkValue: Uint8Array }[]> {
  const references: { name: string; checkValue: Uint8Array }[] = [];
  for (const entry of ofd.files) {
    if (changes.has(entry.name) || left.has(entry.name)) continue;
    references.push({ name: entry.name, checkValue: await digestOf(ofd, entry) });
  }
  for (const [name, { data }] of changes) {
    if (left.has(name)) continue;
    references.push({ name, checkValue: digest(DIGEST, data) });
  }
  return references;
}

/** Larger ones are hashed in pieces. */
const MAX_WHOLE = 1024 * 1024;

async function digestOf(ofd: OfdPackage, entry: OfdPackage['files'][number]): Promise<Uint8Array> {
  if (entry.size <= MAX_WHOLE) return digest(DIGEST, await ofd.read(entry.name));
  const hasher = createHasher(DIGEST);
  for await (const chunk of ofd.zip.chunks(entry)) hasher.update(chunk);
  return hasher.digest();
}

/** Recommended form of identifiers: `s001` (GB/T 33190-2016 table 67). */
function idOf(number: number): string {
  return `s${String(number).padStart(3, '0')}`;
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
