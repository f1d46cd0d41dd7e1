import {
  type ByteSource,
  type FileTree,
  type Signer,
  type TimestampAuthority,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Judgement, JudgeOptions } from '../../foundation/validation/index.ts';
import type { Closable } from '../evidence/index.ts';
import { bytesOf, digestsOf } from './batch-files.ts';
import { type CatalogueEntry, readCatalogue } from './catalogue.ts';
import {
  type Handover,
  type ReceivedItem,
  readHandover,
  type TransferReceipt,
  writeReceipt,
} from './documents.ts';
import { CATALOGUE_NAME, EXPLANATION_NAME, HANDOVER_NAME, MAX_ITEMS, type TransferParty } from './model.ts';
import { contentOf, judgeDocument, signatureFaults, signDocument } from './signed-document.ts';

/** How a batch is received: whom to believe about the handover, and who signs the receipt. */
export interface ReceiveBatchOptions extends JudgeOptions {
  readonly receiver: TransferParty;
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  /**
   * SHA-256 in hex of certificates that may sign for who hands over; unset: the certificate must bear the name of the
   * party.
   */
  readonly senderCertificates?: readonly string[];
  /** Takes an accepted item into the archive; called again with the same items when reception was interrupted. */
  readonly take?: (entry: CatalogueEntry, source: ByteSource) => Promise<void>;
  readonly onProgress?: (items: number) => void;
}

/** A batch that was looked at. */
export interface ReceivedBatch {
  readonly receipt: TransferReceipt;
  /** 接收回执: CMS with the receipt inside. */
  readonly document: Uint8Array;
  /** The verdict on the handover. */
  readonly report: Judgement;
}

/**
 * Receives a batch: the signature of the handover (移交凭证) is judged, catalogue and explanation are compared with it,
 * every item and its metadata with the catalogue, and every file of the folder is looked for in it. The receipt names each
 * item that is missing or altered and each file that is extra; it is signed in any case. Items are taken only from a batch
 * whose handover is good, and only those that are right.
 *
 * Not checked: the items themselves (`checkArchive`), and metadata beyond their digest.
 *
 * @throws TRANSFER_INVALID where there is no handover, or none that can be read: nothing was handed over then; the same,
 * or XML_INVALID, for a catalogue that is signed and malformed; LIMIT_EXCEEDED.
 */
export async function receiveBatch(tree: FileTree, options: ReceiveBatchOptions): Promise<ReceivedBatch> {
  const names = new Set(await tree.list());
  const document = await bytesOf(tree, names, HANDOVER_NAME, options.limits);
  if (document === undefined) {
    throw new YinxinError('TRANSFER_INVALID', `there is no ${HANDOVER_NAME}: the batch is not finished`);
  }
  const handover = readHandover(contentOf(document));
  const report = await judgeDocument(document, options);
  const listed = await readListed(tree, names, handover, options);
  const reasons = [
    ...signatureFaults(report, handover.from.name, options.senderCertificates),
    ...(handover.to.code === options.receiver.code ? [] : ['TRANSFER_RECEIVER']),
    ...listed.faults,
  ];
  const items = await compareItems(tree, names, listed.entries, options, reasons.length === 0);
  const receipt: TransferReceipt = {
    batch: handover.batch,
    from: handover.from,
    to: options.receiver,
    receivedAt: options.at,
    handover: toHex(digest('sha256', document)),
    conclusion: concludeOf(items, reasons),
    reasons,
    items,
  };
  const { signer, tsa } = options;
  const signing = { signer, ...(tsa === undefined ? {} : { tsa }) };
  return { receipt, document: await signDocument(writeReceipt(receipt), options.at, signing), report };
}

function concludeOf(
  items: readonly ReceivedItem[],
  reasons: readonly string[],
): TransferReceipt['conclusion'] {
  const accepted = items.filter(({ status }) => status === 'accepted').length;
  if (reasons.length > 0 || accepted === 0) return 'refused';
  return accepted === items.length ? 'accepted' : 'partly';
}

/** The lines of the catalogue, and what is wrong with the files that are not items. */
async function readListed(
  tree: FileTree,
  names: ReadonlySet<string>,
  handover: Handover,
  { limits }: ReceiveBatchOptions,
): Promise<{ readonly entries: readonly CatalogueEntry[]; readonly faults: readonly string[] }> {
  const faults: string[] = [];
  const explanation = await digestsOf(tree, names, EXPLANATION_NAME);
  if (explanation === undefined || toHex(explanation[0]) !== handover.explanation.sha256) {
    faults.push('TRANSFER_EXPLANATION');
  }
  const catalogue = await digestsOf(tree, names, CATALOGUE_NAME);
  const { sha256, sm3 } = handover.catalogue;
  const same = catalogue !== undefined && toHex(catalogue[0]) === sha256 && toHex(catalogue[1]) === sm3;
  if (!same) return { entries: [], faults: [...faults, 'TRANSFER_CATALOGUE'] };
  const { batch, entries } = readCatalogue((await bytesOf(tree, names, CATALOGUE_NAME, limits))!, limits);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const counted =
    entries.length === handover.items && bytes === handover.bytes && entries.length <= MAX_ITEMS;
  if (batch !== handover.batch || !counted) faults.push('TRANSFER_COUNTS');
  return { entries, faults };
}

async function compareItems(
  tree: FileTree,
  names: ReadonlySet<string>,
  entries: readonly CatalogueEntry[],
  { take, onProgress }: ReceiveBatchOptions,
  believed: boolean,
): Promise<readonly ReceivedItem[]> {
  const items: ReceivedItem[] = [];
  const known = new Set([EXPLANATION_NAME, CATALOGUE_NAME, HANDOVER_NAME]);
  for (const entry of entries) {
    known.add(entry.path).add(entry.metadata);
    const found = await compareItem(tree, names, entry);
    items.push(found);
    if (believed && found.status === 'accepted' && take !== undefined) await takeItem(tree, entry, take);
    onProgress?.(items.length);
  }
  const extra = [...names].filter((name) => !known.has(name)).sort();
  return [...items, ...extra.map((path) => ({ path, status: 'extra' as const }))];
}

async function compareItem(
  tree: FileTree,
  names: ReadonlySet<string>,
  { path, size, sha256, sm3, metadata, metadataSha256 }: CatalogueEntry,
): Promise<ReceivedItem> {
  const content = await digestsOf(tree, names, path);
  if (content === undefined) return { path, status: 'missing', part: 'content' };
  const same = content.size === size && toHex(content[0]) === sha256 && toHex(content[1]) === sm3;
  if (!same) return { path, status: 'altered', part: 'content' };
  const described = await digestsOf(tree, names, metadata);
  if (described === undefined) return { path, status: 'missing', part: 'metadata' };
  if (toHex(described[0]) !== metadataSha256) return { path, status: 'altered', part: 'metadata' };
  return { path, status: 'accepted' };
}

async function takeItem(
  tree: FileTree,
  entry: CatalogueEntry,
  take: NonNullable<ReceiveBatchOptions['take']>,
): Promise<void> {
  const source: Closable = await tree.open(entry.path);
  try {
    await take(entry, source);
  } finally {
    await source.close?.();
  }
}
