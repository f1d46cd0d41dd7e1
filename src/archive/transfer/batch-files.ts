import { assertStoredNames } from '../../formats/zip/index.ts';
import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  equalBytes,
  isYinxinError,
  type Limits,
  readAll,
  sourceFromBytes,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type Closable, digestsOfFile } from '../evidence/index.ts';
import {
  type BatchFolder,
  CATALOGUE_NAME,
  CONTENT_FOLDER,
  EXPLANATION_NAME,
  HANDOVER_NAME,
  METADATA_FOLDER,
  type TransferItem,
} from './model.ts';

const CHUNK = 1 << 20;
const DIGESTS = ['sha256', 'sm3'] as const;

/** Digests of a file that goes with a batch: SHA-256 and SM3. */
export type BothDigests = readonly [sha256: Uint8Array, sm3: Uint8Array];

/** Where content and metadata of an item stand. */
export function pathsOf(item: TransferItem, number: number): { content: string; metadata: string } {
  return {
    content: `${CONTENT_FOLDER}${item.name}`,
    metadata: `${METADATA_FOLDER}${String(number).padStart(6, '0')}.xml`,
  };
}

/** Names of a batch are portable and clash with none. @throws ARGUMENT_INVALID. */
export function assertNames(items: readonly TransferItem[]): void {
  try {
    assertStoredNames(items.map(({ name }) => name));
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    throw new YinxinError('ARGUMENT_INVALID', error.message, { details: error.details, cause: error });
  }
}

/**
 * Nothing may lie in the folder but what an earlier run of the same batch left. @throws ARGUMENT_INVALID with the first
 * strange name.
 */
export async function assertOwnFolder(folder: BatchFolder, items: readonly TransferItem[]): Promise<void> {
  const own = new Set([EXPLANATION_NAME, CATALOGUE_NAME, HANDOVER_NAME]);
  for (const [i, item] of items.entries()) {
    const { content, metadata } = pathsOf(item, i + 1);
    own.add(content).add(metadata);
  }
  const strange = (await folder.list()).find((name) => !own.has(name));
  if (strange === undefined) return;
  throw new YinxinError('ARGUMENT_INVALID', 'the folder holds something else: name a new one', {
    details: { name: strange },
  });
}

/** Digests of a stored file; undefined where there is none. */
export async function digestsOf(
  folder: Pick<BatchFolder, 'open'>,
  names: ReadonlySet<string>,
  name: string,
): Promise<(BothDigests & { readonly size: number }) | undefined> {
  if (!names.has(name)) return undefined;
  const source: Closable = await folder.open(name);
  try {
    return Object.assign(await bothDigests(source), { size: source.size });
  } finally {
    await source.close?.();
  }
}

/** Bytes of a stored file; undefined where there is none. @throws LIMIT_EXCEEDED. */
export async function bytesOf(
  folder: Pick<BatchFolder, 'open'>,
  names: ReadonlySet<string>,
  name: string,
  limits: Limits = DEFAULT_LIMITS,
): Promise<Uint8Array | undefined> {
  if (!names.has(name)) return undefined;
  const source: Closable = await folder.open(name);
  try {
    assertWithin('inflatedBytes', source.size, limits);
    return await readAll(source);
  } finally {
    await source.close?.();
  }
}

/** Puts a file into the folder in pieces, unless an earlier run did so already. */
export async function putSource(
  folder: BatchFolder,
  names: ReadonlySet<string>,
  name: string,
  source: ByteSource,
): Promise<BothDigests> {
  const digests = await bothDigests(source);
  const stored = await digestsOf(folder, names, name);
  if (stored !== undefined && digests.every((value, i) => equalBytes(value, stored[i]!))) return digests;
  const sink = await folder.create(name);
  try {
    for (let at = 0; at < source.size; at += CHUNK) {
      await sink.write(await source.read(at, Math.min(CHUNK, source.size - at)));
    }
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
  await sink.close();
  return digests;
}

/** The same for bytes. */
export function putBytes(
  folder: BatchFolder,
  names: ReadonlySet<string>,
  name: string,
  bytes: Uint8Array,
): Promise<BothDigests> {
  return putSource(folder, names, name, sourceFromBytes(bytes));
}

/** SHA-256 and SM3 in one pass. */
export async function bothDigests(source: ByteSource): Promise<BothDigests> {
  return (await digestsOfFile(source, DIGESTS)) as unknown as BothDigests;
}
