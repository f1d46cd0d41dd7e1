import {
  type ByteSource,
  sourceFromBytes,
  toHex,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import {
  assertNames,
  assertOwnFolder,
  type BothDigests,
  bothDigests,
  bytesOf,
  pathsOf,
  putBytes,
  putSource,
} from './batch-files.ts';
import { type CatalogueEntry, writeCatalogue } from './catalogue.ts';
import { type Handover, readHandover, writeHandover } from './documents.ts';
import { explanationText } from './explanation.ts';
import { itemMetadata } from './metadata.ts';
import {
  type BatchFolder,
  CATALOGUE_NAME,
  EXPLANATION_NAME,
  HANDOVER_NAME,
  MAX_ITEMS,
  type TransferItem,
  type TransferParty,
} from './model.ts';
import { contentOf, signDocument, type TransferSigning } from './signed-document.ts';

/** What {@link transferBatch} hands over. */
export interface TransferBatchInput extends TransferSigning {
  /** Number of the batch, unique between the two parties. */
  readonly id: string;
  readonly from: TransferParty;
  readonly to: TransferParty;
  readonly items: readonly TransferItem[];
  /** Empty, or left by an attempt that did not finish. */
  readonly folder: BatchFolder;
  /** Time of the batch, claimed by its signature. */
  readonly at: Date;
  /** Told the number of items written. */
  readonly onProgress?: (items: number) => void;
}

/** A batch that was made. */
export interface TransferredBatch {
  readonly handover: Handover;
  /** 移交凭证: CMS with the handover inside. */
  readonly document: Uint8Array;
}

/**
 * Makes a batch for another archive: every item with its metadata, the catalogue (目录文件) with the digests of both, the
 * explanation (说明文件), and last the handover (移交凭证), signed, over the digests of these. Killed at any instant the
 * same call goes on: files that are there and right are kept, and without the handover `receiveBatch` takes nothing. A
 * finished batch is not signed again.
 *
 * Not checked: the items themselves (`checkArchive`).
 *
 * @throws ARGUMENT_INVALID for names that are not portable or clash, a number given twice, wrong metadata, and a folder that holds anything
 * else; TRANSFER_INVALID where another batch is finished there; LIMIT_EXCEEDED over 100,000 items; what signer and folder
 * throw.
 */
export async function transferBatch(input: TransferBatchInput): Promise<TransferredBatch> {
  const { folder, items } = input;
  assertInput(input);
  await assertOwnFolder(folder, items);
  const names = new Set(await folder.list());
  const finished = await bytesOf(folder, names, HANDOVER_NAME);
  if (finished !== undefined) return sameBatch(input, finished);
  const { entries, bytes } = await takeItems(input, (name, source) => putSource(folder, names, name, source));
  const catalogue = writeCatalogue(input.id, entries);
  const catalogueDigests = await putBytes(folder, names, CATALOGUE_NAME, catalogue);
  const [sha256, sm3] = catalogueDigests.map(toHex) as [string, string];
  const { id, from, to, at } = input;
  const explanation = explanationText({ id, from, to, madeAt: at, items: items.length, bytes });
  const [explained] = await putBytes(folder, names, EXPLANATION_NAME, explanation);
  const handover: Handover = {
    batch: id,
    from,
    to,
    madeAt: at,
    items: items.length,
    bytes,
    catalogue: { sha256, sm3 },
    explanation: { sha256: toHex(explained) },
  };
  const document = await signDocument(writeHandover(handover), at, input);
  await putBytes(folder, names, HANDOVER_NAME, document);
  return { handover, document };
}

/** Every item and its metadata go through `put`, which answers with their digests. */
async function takeItems(
  { items, onProgress }: TransferBatchInput,
  put: (name: string, source: ByteSource) => Promise<BothDigests>,
): Promise<{ readonly entries: readonly CatalogueEntry[]; readonly bytes: number }> {
  const entries: CatalogueEntry[] = [];
  let bytes = 0;
  for (const [i, item] of items.entries()) {
    const { content, metadata } = pathsOf(item, i + 1);
    const [described] = await put(metadata, sourceFromBytes(itemMetadata(item)));
    const source = toSource(item.source);
    const [sha256, sm3] = (await put(content, source)).map(toHex) as [string, string];
    const { recordCode, title } = item;
    const metadataSha256 = toHex(described);
    entries.push({
      recordCode,
      title,
      path: content,
      size: source.size,
      sha256,
      sm3,
      metadata,
      metadataSha256,
    });
    bytes += source.size;
    onProgress?.(i + 1);
  }
  return { entries, bytes };
}

/** What an earlier run finished, if it is this batch; nothing is written. */
async function sameBatch(input: TransferBatchInput, document: Uint8Array): Promise<TransferredBatch> {
  const { id, from, to } = input;
  const handover = readHandover(contentOf(document));
  const { entries } = await takeItems(input, (_, source) => bothDigests(source));
  const same =
    handover.batch === id &&
    handover.from.code === from.code &&
    handover.to.code === to.code &&
    handover.catalogue.sha256 === toHex(digest('sha256', writeCatalogue(id, entries)));
  if (!same) throw new YinxinError('TRANSFER_INVALID', 'another batch is finished in this folder');
  return { handover, document };
}

function assertInput({ id, from, to, items, at }: TransferBatchInput): void {
  const named = [id, from.name, from.code, to.name, to.code].every((text) => text.trim() !== '');
  if (!named || items.length === 0 || Number.isNaN(at.getTime())) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'a batch has a number, two parties, a time and at least one item',
    );
  }
  if (items.length > MAX_ITEMS) {
    throw new YinxinError('LIMIT_EXCEEDED', `a batch has at most ${MAX_ITEMS} items: make several`, {
      details: { limit: 'transferItems', allowed: MAX_ITEMS, value: items.length },
    });
  }
  assertNames(items);
  if (new Set(items.map(({ recordCode }) => recordCode)).size < items.length) {
    throw new YinxinError('ARGUMENT_INVALID', 'two items of a batch have one 电子文件号');
  }
}
