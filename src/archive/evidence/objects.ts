import { concatBytes, type FileInput, toSource, YinxinError } from '../../foundation/core/index.ts';
import {
  type CurrentDigestName,
  createHasher,
  digest,
  digestLength,
  type Hasher,
} from '../../foundation/crypto/index.ts';
import { distinct, nodeOver } from '../../foundation/evidence/index.ts';
import type { ObjectDigests } from './digest-manifest.ts';

/** Digests of one document by algorithm. */
export type DocumentDigests = Readonly<Partial<Record<CurrentDigestName, Uint8Array>>>;

/** A document: its digests by all algorithms of the store, or the document itself, which is hashed in pieces. */
export type EvidenceDocument = { readonly digests: DocumentDigests } | { readonly source: FileInput };

/**
 * An object to be anchored: the digest of a document by the one algorithm of the store (the quickest form), a document,
 * or a data group of documents that belong together.
 */
export type EvidenceInput = Uint8Array | EvidenceDocument | { readonly group: readonly EvidenceDocument[] };

/** Documents in one data group. */
const MAX_DOCUMENTS = 10_000;
const CHUNK = 1 << 20;

/** Reads an input: digests of its documents by all algorithms. ARGUMENT_INVALID for missing or wrong ones. */
export async function digestsOfInput(
  input: EvidenceInput,
  algorithms: readonly CurrentDigestName[],
): Promise<ObjectDigests> {
  if (input instanceof Uint8Array) {
    if (algorithms.length > 1) {
      throw new YinxinError('ARGUMENT_INVALID', 'give digests by name: the store records several algorithms');
    }
    return [[input]];
  }
  const documents = 'group' in input ? input.group : [input];
  if (documents.length === 0 || documents.length > MAX_DOCUMENTS) {
    throw new YinxinError('ARGUMENT_INVALID', `a data group has 1 to ${MAX_DOCUMENTS} documents`);
  }
  const found: Uint8Array[][] = [];
  for (const document of documents) {
    found.push(
      'source' in document
        ? await digestsOfFile(document.source, algorithms)
        : algorithms.map((name) => given(document.digests, name)),
    );
  }
  return found;
}

/** All digests of a file in one pass. */
export async function digestsOfFile(
  file: FileInput,
  algorithms: readonly CurrentDigestName[],
): Promise<Uint8Array[]> {
  const source = toSource(file);
  const hashers: Hasher[] = algorithms.map((name) => createHasher(name));
  for (let at = 0; at < source.size; at += CHUNK) {
    const chunk = await source.read(at, Math.min(CHUNK, source.size - at));
    for (const hasher of hashers) hasher.update(chunk);
  }
  return hashers.map((hasher) => hasher.digest());
}

function given(digests: DocumentDigests, name: CurrentDigestName): Uint8Array {
  const value = digests[name];
  if (value?.length !== digestLength(name)) {
    throw new YinxinError('ARGUMENT_INVALID', `give the digest by ${name} of each document`, {
      details: { algorithm: name },
    });
  }
  return value;
}

/** Values of an object in a tree by one of the algorithms: its documents and, where there is one, their manifest. */
export function valuesOf(
  digests: ObjectDigests,
  algorithms: readonly CurrentDigestName[],
  hash: CurrentDigestName,
  manifest: Uint8Array | undefined,
): Uint8Array[] {
  const place = algorithms.indexOf(hash);
  const values = digests.map((document) => document[place]!);
  if (manifest !== undefined) values.push(digest(hash, manifest));
  return distinct(values);
}

/** The leaf over the values of an object. */
export function leafOf(hash: CurrentDigestName, values: readonly Uint8Array[]): Uint8Array {
  return values.length === 1 ? values[0]! : nodeOver(hash, values);
}

/** Digests in a row, as stored at ingest. */
export function packDigests(digests: ObjectDigests): Uint8Array {
  return concatBytes(...digests.flat());
}

/** What {@link packDigests} made. EVIDENCE_CORRUPT where it is none. */
export function unpackDigests(bytes: Uint8Array, algorithms: readonly CurrentDigestName[]): ObjectDigests {
  const lengths = algorithms.map((name) => digestLength(name));
  const perDocument = lengths.reduce((sum, length) => sum + length, 0);
  if (bytes.length === 0 || bytes.length % perDocument !== 0) {
    throw new YinxinError('EVIDENCE_CORRUPT', 'the digests of an object have another length: restore them');
  }
  const documents: Uint8Array[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const document: Uint8Array[] = [];
    for (const length of lengths) {
      document.push(bytes.slice(at, at + length));
      at += length;
    }
    documents.push(document);
  }
  return documents;
}

/** Values of a first hash list in a row, as stored. */
export function unpackValues(bytes: Uint8Array, hash: CurrentDigestName): Uint8Array[] {
  return unpackDigests(bytes, [hash]).map(([value]) => value!);
}
